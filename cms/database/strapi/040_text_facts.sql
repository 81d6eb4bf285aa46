-- What the publisher's checks know of a Markdown text, by the text's SHA-256: read once, compared at
-- every publish. A cache: whatever is missing here is read anew.
create table if not exists cms.text_facts (
  hash bytea primary key,
  facts_version integer not null,
  facts jsonb not null
);

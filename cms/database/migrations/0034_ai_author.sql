-- What a language model is asked for, what that costs, and what of its answers stands in a draft. Nothing
-- here is of students, and students' requests have no way in.

create schema ai authorization ourshiksha_owner;
grant usage on schema ai to guru, ai_reader;
grant usage, create on schema ai to referee;

set local role ourshiksha_owner;

-- Ceilings, null where there is none; money in millionths of a US dollar. One row.
create table ai.settings (
  id smallint primary key default 1 check (id = 1),
  job_tokens bigint default 2000000 check (job_tokens >= 0),
  job_microdollars bigint default 5000000 check (job_microdollars >= 0),
  editor_month_tokens bigint default 5000000 check (editor_month_tokens >= 0),
  editor_month_microdollars bigint default 20000000 check (editor_month_microdollars >= 0),
  month_tokens bigint default 20000000 check (month_tokens >= 0),
  month_microdollars bigint default 100000000 check (month_microdollars >= 0),
  -- A course may be published only when everything a machine wrote was reviewed.
  requires_review boolean not null default false
);
insert into ai.settings default values;
call live.protect('ai.settings', 'select, update');
create trigger audit after insert or update or delete on ai.settings
  for each row execute function audit.record();

-- Material an editor attached to a draft course. It may go; what cites it keeps the words.
create table ai.sources (
  id integer generated always as identity primary key,
  -- Here and below: the draft course, by Strapi's document id.
  course text not null,
  name text not null check (char_length(name) between 1 and 300),
  kind text not null check (kind in ('markdown', 'text', 'pdf', 'docx', 'web')),
  url text check (char_length(url) <= 2000),
  characters integer not null check (characters >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- The administrator's account, and the name as it was.
  added_by integer not null,
  added_by_name text not null,
  added_at timestamptz not null default clock_timestamp()
);
create index sources_course on ai.sources (course, id);
call live.protect('ai.sources', 'select, insert, delete');
create trigger audit after insert or update or delete on ai.sources
  for each row execute function audit.record();

create table ai.passages (
  id integer generated always as identity primary key,
  source_id integer not null references ai.sources (id) on delete cascade,
  position integer not null check (position > 0),
  -- Where in the source: a heading, a page.
  place text not null,
  body text not null,
  search tsvector generated always as (to_tsvector('simple', body)) stored,
  unique (source_id, position)
);
create index passages_search on ai.passages using gin (search);
call live.protect('ai.passages', 'select, insert');

create table ai.jobs (
  id integer generated always as identity primary key,
  course text not null,
  command text not null,
  target_kind text not null,
  target_document_id text not null,
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  sources integer[] not null default '{}',
  title text not null,
  state text not null default 'running'
    check (state in ('running', 'paused', 'stopped', 'cancelled', 'failed', 'done')),
  -- A stable code, and its sentence for a person.
  reason_code text,
  reason_message text,
  started_by integer not null,
  started_by_name text not null,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  estimate_input_tokens bigint not null default 0 check (estimate_input_tokens >= 0),
  estimate_output_tokens bigint not null default 0 check (estimate_output_tokens >= 0),
  estimate_microdollars bigint check (estimate_microdollars >= 0)
);
create index jobs_course on ai.jobs (course, id);
create index jobs_open on ai.jobs (id) where state = 'running';
call live.protect('ai.jobs', 'select, insert, update');
create trigger audit after insert or delete on ai.jobs
  for each row execute function audit.record();
create trigger audit_change after update on ai.jobs
  for each row when (old.state is distinct from new.state) execute function audit.record();

-- One question to the model. Where it stands is the queue itself; `holder` names the process that asks.
create table ai.steps (
  id integer generated always as identity primary key,
  job_id integer not null references ai.jobs (id),
  key text not null,
  position integer not null,
  command text not null,
  target_kind text not null,
  target_document_id text not null,
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  title text not null,
  -- Steps of the same job that come first.
  depends_on integer[] not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  tries integer not null default 0,
  next_try_at timestamptz,
  reason_code text,
  reason_message text,
  -- What came so far, while it runs.
  blocks jsonb not null default '[]' check (jsonb_typeof(blocks) = 'array'),
  -- A complete answer that is still to be checked: after a restart nobody asks and pays for it again.
  answer jsonb,
  -- An editor's remark with which it is asked again, and the proposals its answer replaces.
  remark text,
  replaces integer[] not null default '{}',
  holder integer,
  started_at timestamptz,
  ended_at timestamptz,
  unique (job_id, key)
);
create index steps_open on ai.steps (job_id, position) where state in ('waiting', 'running');
call live.protect('ai.steps', 'select, insert, update');

-- A request to the model: what it may cost while nobody knows, and what it cost. The school pays for these,
-- so they come and are settled by functions alone.
create table ai.requests (
  id integer generated always as identity primary key,
  step_id integer not null references ai.steps (id),
  job_id integer not null references ai.jobs (id),
  command text not null,
  editor_id integer not null,
  editor_name text not null,
  -- The first day of the calendar month in UTC whose ceilings it counts for.
  month date not null,
  model text not null,
  prompt jsonb not null,
  reserved_tokens bigint not null check (reserved_tokens >= 0),
  -- Null: no price of the model is known.
  reserved_microdollars bigint check (reserved_microdollars >= 0),
  -- settled: it was answered; failed: it was not, and cost what stands here, which may be nothing; unknown:
  -- whoever asked was cut off before the answer.
  state text not null default 'reserved' check (state in ('reserved', 'settled', 'unknown', 'failed')),
  failure text,
  input_tokens bigint check (input_tokens >= 0),
  output_tokens bigint check (output_tokens >= 0),
  microdollars bigint check (microdollars >= 0),
  milliseconds integer check (milliseconds >= 0),
  asked_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  -- What counts at a ceiling: the reservation until it is known.
  counted_tokens bigint not null generated always as (
    case when state in ('settled', 'failed') then coalesce(input_tokens + output_tokens, 0)
      else reserved_tokens end) stored,
  counted_microdollars bigint not null generated always as (
    case when state in ('settled', 'failed') then coalesce(microdollars, 0)
      else coalesce(reserved_microdollars, 0) end) stored,
  check ((state in ('settled', 'failed')) = (input_tokens is not null and output_tokens is not null
    and settled_at is not null and milliseconds is not null))
);
create index requests_month on ai.requests (month, editor_id) include (counted_tokens, counted_microdollars);
create index requests_job on ai.requests (job_id) include (counted_tokens, counted_microdollars);
create index requests_step on ai.requests (step_id);
call live.protect('ai.requests', 'select');
grant select, insert, update on ai.requests to referee;

-- What the model proposes, block by block, until somebody decides.
create table ai.proposals (
  id integer generated always as identity primary key,
  job_id integer not null references ai.jobs (id),
  step_id integer not null references ai.steps (id),
  key text not null,
  kind text not null,
  fields jsonb not null check (jsonb_typeof(fields) = 'object'),
  children jsonb not null default '[]' check (jsonb_typeof(children) = 'array'),
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected', 'replaced', 'undone')),
  -- The draft it changes, or what the new one goes below.
  document_id text,
  parent_kind text,
  parent_document_id text,
  parent_proposal integer references ai.proposals (id),
  -- What the same fields held when it was made; null for a new entry.
  present jsonb,
  citations jsonb not null default '[]' check (jsonb_typeof(citations) = 'array'),
  uncovered jsonb,
  checks jsonb not null default '[]' check (jsonb_typeof(checks) = 'array'),
  model text not null,
  prompt jsonb not null,
  made_at timestamptz not null default clock_timestamp(),
  remark text,
  decided_by integer,
  decided_by_name text,
  decided_at timestamptz,
  is_edited boolean not null default false,
  -- What the fields held that accepting it changed, and the drafts it wrote.
  replaced jsonb,
  made jsonb not null default '[]' check (jsonb_typeof(made) = 'array')
);
create index proposals_job on ai.proposals (job_id, id);
create index proposals_step on ai.proposals (step_id);
create index proposals_open on ai.proposals (job_id) where state = 'open';
call live.protect('ai.proposals', 'select, insert, update');

-- One row for each field of a draft that was accepted: who or what wrote it. It outlives the draft and
-- knows its text again by the fingerprint.
create table ai.provenance (
  id integer generated always as identity primary key,
  proposal_id integer not null references ai.proposals (id),
  course text not null,
  kind text not null,
  document_id text not null,
  field text not null,
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  characters integer not null check (characters > 0),
  model text not null,
  prompt jsonb not null,
  citations jsonb not null,
  made_at timestamptz not null,
  -- The step's cost, divided by its proposals.
  input_tokens bigint not null,
  output_tokens bigint not null,
  microdollars bigint,
  -- Somebody worded it otherwise before accepting it.
  is_edited boolean not null,
  accepted_by integer not null,
  accepted_by_name text not null,
  accepted_at timestamptz not null default clock_timestamp(),
  reviewed_by integer,
  reviewed_by_name text,
  reviewed_at timestamptz,
  -- The acceptance was undone: the draft holds what it held before.
  withdrawn_by integer,
  withdrawn_by_name text,
  withdrawn_at timestamptz,
  check ((reviewed_by is null) = (reviewed_at is null) and (reviewed_by is null) = (reviewed_by_name is null)),
  check ((withdrawn_by is null) = (withdrawn_at is null) and (withdrawn_by is null) = (withdrawn_by_name is null))
);
create index provenance_text on ai.provenance (fingerprint);
create index provenance_field on ai.provenance (document_id, kind, field, id);
create index provenance_proposal on ai.provenance (proposal_id);
call live.protect('ai.provenance', 'select');
grant select, insert, update on ai.provenance to referee;
create trigger audit after insert or update or delete on ai.provenance
  for each row execute function audit.record();

-- Neither goes away, and of what stands there only this may still come: how a request ended, that a text
-- was reviewed, that it was taken back.
create function ai.refuse_rewrite() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A generated column has no value yet before the row is written.
  generated constant text[] := array['counted_tokens', 'counted_microdollars'];
  may_come text[];
begin
  if tg_op = 'UPDATE' then
    if tg_table_name = 'requests' then
      if old.state in ('reserved', 'unknown') then
        may_come := array['state', 'failure', 'input_tokens', 'output_tokens', 'microdollars', 'milliseconds',
          'settled_at'];
      end if;
    else
      may_come := case when old.reviewed_at is null
          then array['reviewed_by', 'reviewed_by_name', 'reviewed_at'] else '{}' end
        || case when old.withdrawn_at is null
          then array['withdrawn_by', 'withdrawn_by_name', 'withdrawn_at'] else '{}' end;
    end if;
    if may_come <> '{}' and to_jsonb(old) - (may_come || generated) = to_jsonb(new) - (may_come || generated) then
      return new;
    end if;
  end if;
  raise exception '%.% is written once: % refused', tg_table_schema, tg_table_name, lower(tg_op)
    using errcode = '42501';
end
$$;
do $$
declare
  place text;
begin
  foreach place in array array['ai.requests', 'ai.provenance'] loop
    execute format('create trigger refuse_change before update or delete on %s
      for each row execute function ai.refuse_rewrite()', place);
    execute format('create trigger refuse_truncate before truncate on %s
      for each statement execute function ai.refuse_rewrite()', place);
  end loop;
end
$$;

-- Tells whoever watches a job what there is to read anew: `<job> job <state>`,
-- `<job> step <id> <state>`, `<job> proposals <step>`. The same word is said once in a transaction.
create function ai.tell() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  -- One branch is planned at a time: the others name columns that this table has not.
  if tg_table_name = 'jobs' then
    perform pg_notify('ai', format('%s job %s', new.id, new.state));
  elsif tg_table_name = 'steps' then
    perform pg_notify('ai', format('%s step %s %s', new.job_id, new.id, new.state));
  else
    perform pg_notify('ai', format('%s proposals %s', new.job_id, new.step_id));
  end if;
  return null;
end
$$;
create trigger tell after insert or update on ai.jobs for each row execute function ai.tell();
create trigger tell after insert or update on ai.steps for each row execute function ai.tell();
create trigger tell after insert or update on ai.proposals for each row execute function ai.tell();

-- What the model's questions are made of is read as this role, which sees drafts and these, and nobody.
create policy ai_reader on ai.sources for select to ai_reader using (true);
create policy ai_reader on ai.passages for select to ai_reader using (true);
create policy ai_reader on ai.settings for select to ai_reader using (true);
create policy ai_reader on ai.jobs for select to ai_reader using (true);
create policy ai_reader on ai.proposals for select to ai_reader using (true);
grant select on ai.sources, ai.passages, ai.settings to ai_reader;
-- Without who asked and who decided.
grant select (id, course, command, state) on ai.jobs to ai_reader;
grant select (id, job_id, step_id, key, kind, fields, children, state, document_id, parent_kind, parent_document_id,
  parent_proposal, present, citations, uncovered) on ai.proposals to ai_reader;

-- Of a field's value: what it is known by again. Line ends, and blanks around it, are no difference.
create function ai.fingerprint(p_value jsonb) returns bytea
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select sha256(convert_to(case jsonb_typeof(p_value)
    when 'string' then btrim(replace(p_value #>> '{}', E'\r\n', E'\n'), E' \t\n\r')
    else p_value::text end, 'UTF8'))
$$;

-- How many characters of text a value holds: of a string, or of all strings within.
create function ai.characters(p_value jsonb) returns integer
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case jsonb_typeof(p_value)
    when 'string' then char_length(btrim(p_value #>> '{}', E' \t\n\r'))
    when 'array' then (select coalesce(sum(ai.characters(e)), 0)::integer from jsonb_array_elements(p_value) e)
    when 'object' then (select coalesce(sum(ai.characters(e.value)), 0)::integer from jsonb_each(p_value) e)
    else 0 end
$$;
grant execute on function ai.fingerprint(jsonb), ai.characters(jsonb) to guru, referee;

grant select on ai.settings, ai.steps, ai.jobs, ai.proposals to referee;

reset role;

-- Cost ---------------------------------------------------------------------------------------------------

-- Which ceiling so much more would go over, the nearest first; null where none.
create function ai.over(p_editor integer, p_tokens bigint, p_microdollars bigint, p_job integer default null)
returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with present as (
    select date_trunc('month', clock_timestamp() at time zone 'UTC')::date as month
  ), counted (place, name, tokens, microdollars, most_tokens, most_microdollars) as (
    select 1, 'job', coalesce(sum(r.counted_tokens), 0), coalesce(sum(r.counted_microdollars), 0),
      s.job_tokens, s.job_microdollars
    from ai.settings s left join ai.requests r on r.job_id = p_job
    group by s.id
    union all
    select 2, 'editor', coalesce(sum(r.counted_tokens), 0), coalesce(sum(r.counted_microdollars), 0),
      s.editor_month_tokens, s.editor_month_microdollars
    from ai.settings s
    left join ai.requests r on r.editor_id = p_editor and r.month = (select month from present)
    group by s.id
    union all
    select 3, 'month', coalesce(sum(r.counted_tokens), 0), coalesce(sum(r.counted_microdollars), 0),
      s.month_tokens, s.month_microdollars
    from ai.settings s left join ai.requests r on r.month = (select month from present)
    group by s.id
  )
  select c.name from counted c
  where c.tokens + p_tokens > c.most_tokens or c.microdollars + coalesce(p_microdollars, 0) > c.most_microdollars
  order by c.place
  limit 1
$$;
alter function ai.over(integer, bigint, bigint, integer) owner to referee;
grant execute on function ai.over(integer, bigint, bigint, integer) to guru;

-- Puts down what a request may cost, before it is sent, and refuses where that would go over a ceiling. One
-- after the other, so that many at once get no further than one by one.
create function ai.reserve(p_step integer, p_model text, p_prompt jsonb, p_input_tokens integer,
  p_output_tokens integer, p_microdollars bigint) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  asked record;
  ceiling text;
  request integer;
begin
  -- In one snapshot for all its statements it would not see what came before it in the queue.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'ai.reserve sees what others reserved at READ COMMITTED only' using errcode = '25001';
  end if;
  perform pg_advisory_xact_lock(hashtext('ourshiksha ai.reserve'));
  select s.job_id, s.command, j.started_by, j.started_by_name into asked
  from ai.steps s join ai.jobs j on j.id = s.job_id
  where s.id = p_step and s.state = 'running' and j.state <> 'cancelled';
  if not found then
    raise exception 'ai.not-running' using errcode = 'OS409';
  end if;
  ceiling := ai.over(asked.started_by, p_input_tokens::bigint + p_output_tokens, p_microdollars, asked.job_id);
  if ceiling is not null then
    raise exception 'ai.ceiling-%', ceiling using errcode = 'OS402';
  end if;
  insert into ai.requests (step_id, job_id, command, editor_id, editor_name, month, model, prompt,
    reserved_tokens, reserved_microdollars)
  values (p_step, asked.job_id, asked.command, asked.started_by, asked.started_by_name,
    date_trunc('month', clock_timestamp() at time zone 'UTC')::date, p_model, p_prompt,
    p_input_tokens::bigint + p_output_tokens, p_microdollars)
  returning id into request;
  return request;
end
$$;
alter function ai.reserve(integer, text, jsonb, integer, integer, bigint) owner to referee;
grant execute on function ai.reserve(integer, text, jsonb, integer, integer, bigint) to guru;

-- Puts down what a request did cost, also where that is more than was reserved; once. With the code of a
-- failure it was not answered, and what it cost nevertheless counts. False where it was settled before.
create function ai.settle(p_request integer, p_input_tokens integer, p_output_tokens integer,
  p_microdollars bigint, p_milliseconds integer, p_failure text default null) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update ai.requests r
  set state = case when p_failure is null then 'settled' else 'failed' end,
      failure = p_failure,
      input_tokens = p_input_tokens,
      output_tokens = p_output_tokens,
      microdollars = p_microdollars,
      milliseconds = p_milliseconds,
      settled_at = clock_timestamp()
  where r.id = p_request and r.state in ('reserved', 'unknown');
  return found;
end
$$;
alter function ai.settle(integer, integer, integer, bigint, integer, text) owner to referee;
grant execute on function ai.settle(integer, integer, integer, bigint, integer, text) to guru;

-- Nobody waits for the answers to a step's requests any more: what they cost is not known, so it counts as
-- it was reserved. Returns how many there are.
create function ai.abandon(p_step integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  left_alone integer;
begin
  update ai.requests r set state = 'unknown' where r.step_id = p_step and r.state = 'reserved';
  get diagnostics left_alone = row_count;
  return left_alone;
end
$$;
alter function ai.abandon(integer) owner to referee;
grant execute on function ai.abandon(integer) to guru;

-- The same of one request, whose answer broke off.
create function ai.abandon_request(p_request integer) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update ai.requests r set state = 'unknown' where r.id = p_request and r.state = 'reserved';
  return found;
end
$$;
alter function ai.abandon_request(integer) owner to referee;
grant execute on function ai.abandon_request(integer) to guru;

-- Provenance ---------------------------------------------------------------------------------------------

-- Puts down that these fields of drafts hold what a proposal brought, in the transaction that writes them.
-- `p_fields` is `[{kind, document_id, field, value}]` with the values as the drafts hold them now; empty ones
-- are left out. Returns how many were put down.
create function ai.add_provenance(p_proposal integer, p_fields jsonb, p_admin integer, p_admin_name text,
  p_is_edited boolean, p_is_reviewed boolean) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  put_down integer;
begin
  insert into ai.provenance (proposal_id, course, kind, document_id, field, fingerprint, characters, model, prompt,
    citations, made_at, input_tokens, output_tokens, microdollars, is_edited, accepted_by, accepted_by_name,
    reviewed_by, reviewed_by_name, reviewed_at)
  select p.id, j.course, f.kind, f.document_id, f.field, ai.fingerprint(f.value), ai.characters(f.value), p.model,
    p.prompt, p.citations, p.made_at, cost.input_tokens / n.proposals, cost.output_tokens / n.proposals,
    cost.microdollars / n.proposals, p_is_edited, p_admin, p_admin_name,
    case when p_is_reviewed then p_admin end, case when p_is_reviewed then p_admin_name end,
    case when p_is_reviewed then clock_timestamp() end
  from ai.proposals p
  join ai.jobs j on j.id = p.job_id
  cross join lateral (
    select coalesce(sum(r.input_tokens), 0)::bigint as input_tokens,
      coalesce(sum(r.output_tokens), 0)::bigint as output_tokens, sum(r.microdollars)::bigint as microdollars
    from ai.requests r where r.step_id = p.step_id) cost
  cross join lateral (
    select greatest(count(*), 1) as proposals from ai.proposals o where o.step_id = p.step_id) n
  cross join jsonb_to_recordset(p_fields) f (kind text, document_id text, field text, value jsonb)
  where p.id = p_proposal and ai.characters(f.value) > 0
    -- What stood there before and was left as it was is nobody's new wording.
    and not (coalesce(p.replaced, '{}') ? f.field and p.replaced -> f.field = f.value);
  get diagnostics put_down = row_count;
  return put_down;
end
$$;
alter function ai.add_provenance(integer, jsonb, integer, text, boolean, boolean) owner to referee;
grant execute on function ai.add_provenance(integer, jsonb, integer, text, boolean, boolean) to guru;

-- The acceptance of a proposal was undone.
create function ai.withdraw_provenance(p_proposal integer, p_admin integer, p_admin_name text) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  taken_back integer;
begin
  update ai.provenance p
  set withdrawn_by = p_admin, withdrawn_by_name = p_admin_name, withdrawn_at = clock_timestamp()
  where p.proposal_id = p_proposal and p.withdrawn_at is null;
  get diagnostics taken_back = row_count;
  return taken_back;
end
$$;
alter function ai.withdraw_provenance(integer, integer, text) owner to referee;
grant execute on function ai.withdraw_provenance(integer, integer, text) to guru;

-- Somebody has read these texts and stands behind them. Returns how many were not reviewed before.
create function ai.review(p_ids integer[], p_admin integer, p_admin_name text) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  newly integer;
begin
  update ai.provenance p
  set reviewed_by = p_admin, reviewed_by_name = p_admin_name, reviewed_at = clock_timestamp()
  where p.id = any (p_ids) and p.reviewed_at is null;
  get diagnostics newly = row_count;
  return newly;
end
$$;
alter function ai.review(integer[], integer, text) owner to referee;
grant execute on function ai.review(integer[], integer, text) to guru;

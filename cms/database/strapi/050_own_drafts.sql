-- An author changes own courses only. The admin's permissions say so for what a form names; here it
-- holds for whatever a request moves along: a lesson put under somebody else's module, a module taken
-- out of somebody else's course, a question adopted into an own test. Holds in transactions that name
-- the author as `app.author_id` (set by the cms for authors, for nobody else); costs nothing in others.

-- Whether a draft is not the author's: part of a course that somebody else created or, where it hangs
-- on no course yet, made by somebody else.
create or replace function cms.is_foreign_draft(kind text, draft_id integer, author_id integer)
returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  branch record;
  parent_id integer;
  is_attached boolean := false;
  is_foreign boolean;
begin
  for branch in
    select parent from (values
      ('module', 'course'), ('test', 'course'), ('practice_lab', 'course'), ('project', 'course'),
      ('certificate', 'course'), ('lesson', 'module'), ('test', 'module'), ('practice_lab', 'module'),
      ('project', 'module'), ('ai_note', 'lesson'), ('practice_lab', 'lesson'), ('question', 'test'),
      ('project_step', 'project')
    ) branches (child, parent)
    where child = kind
  loop
    for parent_id in execute format('select %I from cms.%I where %I = $1',
      'draft_' || branch.parent || '_id',
      'draft_' || kind || 's_draft_' || branch.parent || '_lnk', 'draft_' || kind || '_id') using draft_id
    loop
      is_attached := true;
      if cms.is_foreign_draft(branch.parent, parent_id, author_id) then return true; end if;
    end loop;
  end loop;
  if is_attached then return false; end if;
  execute format('select exists (select from cms.%I where id = $1 and created_by_id is distinct from $2)',
    'draft_' || kind || 's') using draft_id, author_id into is_foreign;
  return is_foreign;
end
$$;

create or replace function cms.refuse_foreign_draft() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if cms.is_foreign_draft(tg_argv[0], old.id, current_setting('app.author_id')::integer) then
    raise exception 'draft.not-yours' using errcode = 'OS403';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;

-- Of a link that goes, what it hung on must be the author's; of one that comes, both ends.
create or replace function cms.refuse_foreign_link() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  child constant text := tg_argv[0];
  parent constant text := tg_argv[1];
  author_id constant integer := current_setting('app.author_id')::integer;
  ends jsonb;
begin
  if tg_op <> 'INSERT' then
    ends := to_jsonb(old);
    if cms.is_foreign_draft(parent, (ends ->> ('draft_' || parent || '_id'))::integer, author_id) then
      raise exception 'draft.not-yours' using errcode = 'OS403';
    end if;
  end if;
  if tg_op = 'DELETE' then return old; end if;
  ends := to_jsonb(new);
  if cms.is_foreign_draft(parent, (ends ->> ('draft_' || parent || '_id'))::integer, author_id)
    or cms.is_foreign_draft(child, (ends ->> ('draft_' || child || '_id'))::integer, author_id) then
    raise exception 'draft.not-yours' using errcode = 'OS403';
  end if;
  return new;
end
$$;

do $$
declare
  kind text;
  branch record;
begin
  foreach kind in array array['course', 'module', 'lesson', 'ai_note', 'test', 'question', 'practice_lab',
    'project', 'project_step', 'certificate']
  loop
    execute format(
      'create or replace trigger own_drafts before update or delete on cms.%I for each row
        when (coalesce(current_setting(''app.author_id'', true), '''') <> '''')
        execute function cms.refuse_foreign_draft(%L)', 'draft_' || kind || 's', kind);
  end loop;
  for branch in
    select * from (values
      ('module', 'course'), ('test', 'course'), ('practice_lab', 'course'), ('project', 'course'),
      ('certificate', 'course'), ('lesson', 'module'), ('test', 'module'), ('practice_lab', 'module'),
      ('project', 'module'), ('ai_note', 'lesson'), ('practice_lab', 'lesson'), ('question', 'test'),
      ('project_step', 'project')
    ) branches (child, parent)
  loop
    execute format(
      'create or replace trigger own_drafts before insert or update or delete on cms.%I for each row
        when (coalesce(current_setting(''app.author_id'', true), '''') <> '''')
        execute function cms.refuse_foreign_link(%L, %L)',
      'draft_' || branch.child || 's_draft_' || branch.parent || '_lnk', branch.child, branch.parent);
  end loop;
end
$$;

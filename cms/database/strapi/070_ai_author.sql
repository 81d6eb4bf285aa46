-- What the AI author knows of drafts: which role may read them for a model, which of their texts a machine
-- wrote, and what ends with a course.

-- The drafts and how they hang together, nothing else of Strapi's.
do $$
declare
  place text;
begin
  grant usage on schema cms to ai_reader;
  for place in
    select c.relname from pg_class c
    where c.relnamespace = 'cms'::regnamespace and c.relkind = 'r'
      and c.relname ~ '^draft_(course|module|lesson|ai_note|test|question|practice_lab|project|project_step|certificate)s(_draft_[a-z_]+_lnk)?$'
  loop
    execute format('grant select on cms.%I to ai_reader', place);
  end loop;
end
$$;

-- Which of these addresses are files of the media library. The library itself stays closed to this role.
create or replace function cms.library_addresses(p_addresses text[]) returns setof text
language sql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select f.url::text from cms.files f where f.url = any (p_addresses)
$$;
revoke all on function cms.library_addresses(text[]) from public;
grant execute on function cms.library_addresses(text[]) to ai_reader;

-- A function whose columns changed is made anew.
drop function if exists cms.machine_written(integer), cms.draft_texts(integer);

-- Every text of a draft course that is not empty, by entry and field: `words`, or a `list` of them. `title` is
-- how an editor calls the entry. Without a search path of its own it is one with the query that asks, so that
-- nothing is computed that nobody looks at. store.test.ts holds the fields against the tree.
create or replace function cms.draft_texts(p_course_id integer)
returns table (kind text, draft_id integer, document_id text, title text, field text, words text, list jsonb,
  characters integer)
language sql stable
as $$
  with module as (
    select l.draft_module_id as id from cms.draft_modules_draft_course_lnk l where l.draft_course_id = p_course_id
  ), lesson as (
    select l.draft_lesson_id as id from cms.draft_lessons_draft_module_lnk l
    where l.draft_module_id in (select id from module)
  ), test as (
    select l.draft_test_id as id from cms.draft_tests_draft_course_lnk l where l.draft_course_id = p_course_id
    union select l.draft_test_id from cms.draft_tests_draft_module_lnk l
    where l.draft_module_id in (select id from module)
  ), lab as (
    select l.draft_practice_lab_id as id from cms.draft_practice_labs_draft_course_lnk l
    where l.draft_course_id = p_course_id
    union select l.draft_practice_lab_id from cms.draft_practice_labs_draft_module_lnk l
    where l.draft_module_id in (select id from module)
    union select l.draft_practice_lab_id from cms.draft_practice_labs_draft_lesson_lnk l
    where l.draft_lesson_id in (select id from lesson)
  ), project as (
    select l.draft_project_id as id from cms.draft_projects_draft_course_lnk l where l.draft_course_id = p_course_id
    union select l.draft_project_id from cms.draft_projects_draft_module_lnk l
    where l.draft_module_id in (select id from module)
  ), entry (kind, draft_id, document_id, title, field, words, list) as (
    select 'course', d.id, d.document_id, d.name, t.field, t.words, t.list
    from cms.draft_courses d
    cross join lateral (values
      ('name', d.name, null::jsonb), ('description', d.description, null),
      ('target_audience', d.target_audience, null), ('duration', d.duration, null), ('overview', d.overview, null),
      ('learning_outcomes', null, d.learning_outcomes), ('job_roles', null, d.job_roles)) t (field, words, list)
    where d.id = p_course_id
    union all
    select 'module', d.id, d.document_id, d.title, t.field, t.words, t.list
    from cms.draft_modules d
    cross join lateral (values
      ('title', d.title, null::jsonb), ('description', d.description, null),
      ('estimated_time', d.estimated_time, null)) t (field, words, list)
    where d.id in (select id from module)
    union all
    select 'lesson', d.id, d.document_id, d.title, t.field, t.words, t.list
    from cms.draft_lessons d
    cross join lateral (values
      ('title', d.title, null::jsonb), ('estimated_time', d.estimated_time, null),
      ('objectives', null, d.objectives), ('key_concepts', null, d.key_concepts)) t (field, words, list)
    where d.id in (select id from lesson)
    union all
    select 'ai_note', d.id, d.document_id, o.title, t.field, t.words, t.list
    from lesson
    join cms.draft_ai_notes_draft_lesson_lnk l on l.draft_lesson_id = lesson.id
    join cms.draft_ai_notes d on d.id = l.draft_ai_note_id
    join cms.draft_lessons o on o.id = lesson.id
    cross join lateral (values
      ('content', d.content, null::jsonb), ('simplified_explanation', d.simplified_explanation, null),
      ('bullet_notes', null, d.bullet_notes), ('key_takeaways', null, d.key_takeaways),
      ('interview_questions', null, d.interview_questions)) t (field, words, list)
    union all
    select 'test', d.id, d.document_id, d.title, t.field, t.words, t.list
    from cms.draft_tests d
    cross join lateral (values
      ('title', d.title, null::jsonb), ('description', d.description, null)) t (field, words, list)
    where d.id in (select id from test)
    union all
    select 'question', d.id, d.document_id, left(d.question_text, 80), t.field, t.words, t.list
    from cms.draft_questions_draft_test_lnk l
    join cms.draft_questions d on d.id = l.draft_question_id
    cross join lateral (values
      ('question_text', d.question_text, null::jsonb), ('options', null, d.options),
      ('correct_answer', d.correct_answer, null), ('explanation', d.explanation, null),
      ('further_answers', null, d.further_answers)) t (field, words, list)
    where l.draft_test_id in (select id from test)
    union all
    select 'practice_lab', d.id, d.document_id, d.title, t.field, t.words, t.list
    from cms.draft_practice_labs d
    cross join lateral (values
      ('title', d.title, null::jsonb), ('description', d.description, null), ('instructions', d.instructions, null),
      ('setup_code', d.setup_code, null), ('starter_code', d.starter_code, null),
      ('expected_output', d.expected_output, null), ('tests', null, d.tests), ('hints', null, d.hints),
      ('solution_code', d.solution_code, null), ('hidden_tests', null, d.hidden_tests)) t (field, words, list)
    where d.id in (select id from lab)
    union all
    select 'project', d.id, d.document_id, d.title, t.field, t.words, t.list
    from cms.draft_projects d
    cross join lateral (values
      ('title', d.title, null::jsonb), ('description', d.description, null),
      ('problem_statement', d.problem_statement, null), ('objectives', d.objectives, null),
      ('deliverables', d.deliverables, null), ('submission_instructions', d.submission_instructions, null),
      ('tech_stack', null, d.tech_stack), ('evaluation_checklist', null, d.evaluation_checklist)) t (field, words, list)
    where d.id in (select id from project)
    union all
    select 'project_step', d.id, d.document_id, d.title, t.field, t.words, t.list
    from cms.draft_project_steps_draft_project_lnk l
    join cms.draft_project_steps d on d.id = l.draft_project_step_id
    cross join lateral (values
      ('title', d.title, null::jsonb), ('description', d.description, null), ('code_snippet', d.code_snippet, null),
      ('tips', null, d.tips)) t (field, words, list)
    where l.draft_project_id in (select id from project)
    union all
    select 'certificate', d.id, d.document_id, d.name, t.field, t.words, t.list
    from cms.draft_certificates_draft_course_lnk l
    join cms.draft_certificates d on d.id = l.draft_certificate_id
    cross join lateral (values
      ('name', d.name, null::jsonb), ('description', d.description, null)) t (field, words, list)
    where l.draft_course_id = p_course_id
  )
  select e.kind, e.draft_id, e.document_id::text, e.title::text, e.field, e.words::text, e.list, n.characters
  from entry e
  cross join lateral (select case when e.list is null then char_length(e.words)
    else (select sum(char_length(v.value #>> '{}'))::integer from jsonb_path_query(e.list, 'strict $.**') v (value)
      where jsonb_typeof(v.value) = 'string') end as characters) n
  where n.characters > 0 and (e.list is not null or e.words ~ '\S')
$$;

-- The texts of a course that a machine wrote, each with the line of provenance that says so: the newest
-- acceptance of that field, or, where a text came by copying, cloning or a restore, one of the same text. So
-- few letters as a title has may be chance, so those are known at their place only. A text that was edited
-- since is still a machine's, until somebody has reviewed it.
create or replace function cms.machine_written(p_course_id integer)
returns table (kind text, draft_id integer, document_id text, title text, field text, characters integer,
  provenance_id integer, is_edited boolean, is_reviewed boolean)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  with texts as materialized (
    -- The fingerprint as in ai.fingerprint, without a call for each of ten thousand texts.
    select t.kind, t.draft_id, t.document_id, t.title, t.field, t.characters, sha256(convert_to(
      coalesce(btrim(replace(t.words, E'\r\n', E'\n'), E' \t\n\r'), t.list::text), 'UTF8')) as fingerprint
    from cms.draft_texts(p_course_id) t
    -- A school that uses none of this does not pay for it.
    where exists (select from ai.provenance)
  )
  select t.kind, t.draft_id, t.document_id, t.title, t.field, t.characters,
    case when is_own then own.id else coalesce(same.id, own.id) end,
    not is_own and same.id is null,
    case when is_own or same.id is null then own.is_reviewed else same.is_reviewed end
  from texts t
  left join lateral (
    select p.id, p.fingerprint, p.reviewed_at is not null as is_reviewed from ai.provenance p
    where p.document_id = t.document_id and p.kind = t.kind and p.field = t.field and p.withdrawn_at is null
    order by p.id desc limit 1
  ) own on true
  left join lateral (
    select p.id, p.reviewed_at is not null as is_reviewed from ai.provenance p
    where t.characters >= 40 and p.fingerprint = t.fingerprint
    order by p.reviewed_at is not null desc, p.id limit 1
  ) same on true
  cross join lateral (select coalesce(own.fingerprint = t.fingerprint, false) as is_own) o
  where own.id is not null or same.id is not null
$$;

-- A course that goes takes its material along, and nothing more is asked for it. What was asked and accepted
-- stays known.
create or replace function cms.end_ai_work() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from ai.sources where course = old.document_id;
  update ai.steps set state = 'cancelled', ended_at = clock_timestamp()
  where state in ('waiting', 'running')
    and job_id in (select j.id from ai.jobs j where j.course = old.document_id);
  update ai.jobs set state = 'cancelled', ended_at = clock_timestamp()
  where course = old.document_id and state in ('running', 'paused', 'stopped');
  return null;
end
$$;
create or replace trigger end_ai_work after delete on cms.draft_courses
  for each row execute function cms.end_ai_work();

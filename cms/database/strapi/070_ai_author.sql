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

-- Every text of a draft course that is not empty, by entry and field. `title` is how an editor calls the
-- entry. ai-author.test.ts holds the fields against the tree.
create or replace function cms.draft_texts(p_course_id integer)
returns table (kind text, draft_id integer, document_id text, title text, field text, value jsonb)
language sql stable
set search_path = pg_catalog, pg_temp
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
  ), entry (kind, draft_id, document_id, title, texts) as (
    select 'course', d.id, d.document_id, d.name, jsonb_build_object('name', d.name, 'description', d.description,
      'target_audience', d.target_audience, 'duration', d.duration, 'overview', d.overview,
      'learning_outcomes', d.learning_outcomes, 'job_roles', d.job_roles)
    from cms.draft_courses d where d.id = p_course_id
    union all
    select 'module', d.id, d.document_id, d.title, jsonb_build_object('title', d.title,
      'description', d.description, 'estimated_time', d.estimated_time)
    from cms.draft_modules d where d.id in (select id from module)
    union all
    select 'lesson', d.id, d.document_id, d.title, jsonb_build_object('title', d.title,
      'estimated_time', d.estimated_time, 'objectives', d.objectives, 'key_concepts', d.key_concepts)
    from cms.draft_lessons d where d.id in (select id from lesson)
    union all
    select 'ai_note', d.id, d.document_id, o.title, jsonb_build_object('content', d.content,
      'simplified_explanation', d.simplified_explanation, 'bullet_notes', d.bullet_notes,
      'key_takeaways', d.key_takeaways, 'interview_questions', d.interview_questions)
    from lesson
    join cms.draft_ai_notes_draft_lesson_lnk l on l.draft_lesson_id = lesson.id
    join cms.draft_ai_notes d on d.id = l.draft_ai_note_id
    join cms.draft_lessons o on o.id = lesson.id
    union all
    select 'test', d.id, d.document_id, d.title, jsonb_build_object('title', d.title,
      'description', d.description)
    from cms.draft_tests d where d.id in (select id from test)
    union all
    select 'question', d.id, d.document_id, left(d.question_text, 80), jsonb_build_object(
      'question_text', d.question_text, 'options', d.options, 'correct_answer', d.correct_answer,
      'explanation', d.explanation, 'further_answers', d.further_answers)
    from cms.draft_questions_draft_test_lnk l
    join cms.draft_questions d on d.id = l.draft_question_id
    where l.draft_test_id in (select id from test)
    union all
    select 'practice_lab', d.id, d.document_id, d.title, jsonb_build_object('title', d.title,
      'description', d.description, 'instructions', d.instructions, 'setup_code', d.setup_code,
      'starter_code', d.starter_code, 'expected_output', d.expected_output, 'tests', d.tests, 'hints', d.hints,
      'solution_code', d.solution_code, 'hidden_tests', d.hidden_tests)
    from cms.draft_practice_labs d where d.id in (select id from lab)
    union all
    select 'project', d.id, d.document_id, d.title, jsonb_build_object('title', d.title,
      'description', d.description, 'problem_statement', d.problem_statement, 'objectives', d.objectives,
      'deliverables', d.deliverables, 'submission_instructions', d.submission_instructions,
      'tech_stack', d.tech_stack, 'evaluation_checklist', d.evaluation_checklist)
    from cms.draft_projects d where d.id in (select id from project)
    union all
    select 'project_step', d.id, d.document_id, d.title, jsonb_build_object('title', d.title,
      'description', d.description, 'code_snippet', d.code_snippet, 'tips', d.tips)
    from cms.draft_project_steps_draft_project_lnk l
    join cms.draft_project_steps d on d.id = l.draft_project_step_id
    where l.draft_project_id in (select id from project)
    union all
    select 'certificate', d.id, d.document_id, d.name, jsonb_build_object('name', d.name,
      'description', d.description)
    from cms.draft_certificates_draft_course_lnk l
    join cms.draft_certificates d on d.id = l.draft_certificate_id
    where l.draft_course_id = p_course_id
  )
  select e.kind, e.draft_id, e.document_id, e.title, t.key, t.value
  from entry e cross join lateral jsonb_each(e.texts) t
  where ai.characters(t.value) > 0
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
    select t.kind, t.draft_id, t.document_id, t.title, t.field, ai.characters(t.value) as characters,
      ai.fingerprint(t.value) as fingerprint
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

-- A copy is a new thing. Strapi's "Duplicate" copies every column, also the one that names the live
-- row; published like that, the copy would take the original's place and its learners' progress.
create or replace function cms.refuse_second_identity() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  live_id_column constant text := tg_argv[0];
  taken boolean;
begin
  execute format('select exists (select from %I.%I where %I = ($1).%I)',
    tg_table_schema, tg_table_name, live_id_column, live_id_column) using new into taken;
  if taken then
    new := jsonb_populate_record(new, jsonb_build_object(live_id_column, null));
    -- An import would not know which of the two it made; the copy belongs to the editor.
    new.source_key := null;
  end if;
  return new;
end
$$;

create or replace trigger refuse_second_identity before insert on cms.draft_courses for each row when (new.live_course_id is not null) execute function cms.refuse_second_identity('live_course_id');
create or replace trigger refuse_second_identity before insert on cms.draft_modules for each row when (new.live_module_id is not null) execute function cms.refuse_second_identity('live_module_id');
create or replace trigger refuse_second_identity before insert on cms.draft_lessons for each row when (new.live_lesson_id is not null) execute function cms.refuse_second_identity('live_lesson_id');
create or replace trigger refuse_second_identity before insert on cms.draft_ai_notes for each row when (new.live_note_id is not null) execute function cms.refuse_second_identity('live_note_id');
create or replace trigger refuse_second_identity before insert on cms.draft_tests for each row when (new.live_test_id is not null) execute function cms.refuse_second_identity('live_test_id');
create or replace trigger refuse_second_identity before insert on cms.draft_questions for each row when (new.live_question_id is not null) execute function cms.refuse_second_identity('live_question_id');
create or replace trigger refuse_second_identity before insert on cms.draft_practice_labs for each row when (new.live_lab_id is not null) execute function cms.refuse_second_identity('live_lab_id');
create or replace trigger refuse_second_identity before insert on cms.draft_projects for each row when (new.live_project_id is not null) execute function cms.refuse_second_identity('live_project_id');
create or replace trigger refuse_second_identity before insert on cms.draft_project_steps for each row when (new.live_step_id is not null) execute function cms.refuse_second_identity('live_step_id');
create or replace trigger refuse_second_identity before insert on cms.draft_certificates for each row when (new.live_certificate_id is not null) execute function cms.refuse_second_identity('live_certificate_id');

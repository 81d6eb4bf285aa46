-- What the admin's pages about students need.

-- The newest attempts of one course come without reading all of its attempts.
set local role ourshiksha_owner;
create index user_test_attempts_of_course on activity.user_test_attempts (course_id, id);
create index course_enrollments_of_course on activity.course_enrollments (course_id, id);
reset role;

-- Puts down in a student's log that an administrator suspended them or let them in again; which of the
-- two is read from the student, so the line cannot say what did not happen.
create function activity.note_suspension(p_student integer, p_by text, p_reason text) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata)
  select id, case status when 'suspended' then 'suspend' else 'reinstate' end, 'student', id::text,
    jsonb_build_object('by', p_by, 'reason', p_reason)
  from activity.shishya_users where id = p_student
$$;
alter function activity.note_suspension(integer, text, text) owner to referee;
grant execute on function activity.note_suspension(integer, text, text) to guru;

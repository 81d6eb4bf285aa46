-- A page of a dry run was filled before it left out who was erased and whose version has no certificate. It
-- came out short, which told whoever asked that it was the last: all students after it went without.
create or replace function activity.batch_candidates(p_course_id integer, p_after integer default 0, p_limit integer default 500)
returns table (shishya_user_id integer, student_name text, eligible boolean, suspended boolean, lessons jsonb,
  tests jsonb, labs jsonb, projects jsonb, percentage integer, grade text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select e.student, e.name, activity.is_earned(e.offer, t.trace), e.status <> 'active',
    t.trace -> 'lessons',
    case when (e.offer).requires_test_pass then jsonb_build_object(
      'done', jsonb_array_length(jsonb_path_query_array(t.trace, '$.tests[*] ? (@.passed == true)')),
      'of', jsonb_array_length(t.trace -> 'tests')) end,
    case when (e.offer).requires_lab_completion then jsonb_build_object(
      'done', jsonb_array_length(jsonb_path_query_array(t.trace, '$.labs[*] ? (@.verifiable == true && @.completed == true)')),
      'of', jsonb_array_length(jsonb_path_query_array(t.trace, '$.labs[*] ? (@.verifiable == true)'))) end,
    case when (e.offer).requires_project_completion then jsonb_build_object(
      'done', jsonb_array_length(jsonb_path_query_array(t.trace, '$.projects[*] ? (@.status == "approved")')),
      'of', jsonb_array_length(t.trace -> 'projects')) end,
    (t.trace ->> 'percentage')::integer, t.trace ->> 'grade'
  from (
    select x.shishya_user_id as student, x.course_id, x.version, s.name, s.status, c as offer
    from activity.course_enrollments x
    join activity.shishya_users s on s.id = x.shishya_user_id and s.erased_at is null
    join live.certificates c on c.course_id = x.course_id and c.version = x.version
    where x.course_id = p_course_id and x.shishya_user_id > p_after and not x.certificate_issued
    order by x.shishya_user_id
    limit p_limit
  ) e
  cross join lateral (select activity.certificate_trace(e.student, e.course_id, e.version)) t (trace)
  order by e.student
$$;

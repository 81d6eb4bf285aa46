-- What a certificate would say if it were issued anew today: the result by the keys and the record of now,
-- on the version that it is about, wherever the student has moved to since; and whether that is still all
-- that it asks for. No row for a number that nobody has.
create function activity.certificate_stand(p_number text)
returns table (percentage integer, grade text, is_earned boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select (t.trace ->> 'percentage')::integer, t.trace ->> 'grade', activity.is_earned(o, t.trace)
  from activity.issued_certificates c
  join live.certificates o on o.course_id = c.course_id and o.version = c.version
  cross join lateral (select activity.certificate_trace(c.shishya_user_id, c.course_id, c.version)) t (trace)
  where c.certificate_number = p_number
$$;
alter function activity.certificate_stand(text) owner to referee;
grant execute on function activity.certificate_stand(text) to guru;

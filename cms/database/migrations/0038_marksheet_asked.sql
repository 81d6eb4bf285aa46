-- Whether today's record has other marks than the newest revision of a certificate's marksheet: where it has
-- not, nobody needs to be asked to correct it. Null for a number that nobody has.
create function activity.marksheet_differs(p_number text) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select activity.trace_changes(
      (select m.trace from activity.marksheets m
        where m.issued_certificate_id = c.id order by m.revision desc limit 1),
      activity.certificate_trace(c.shishya_user_id, c.course_id, c.version)) <> '[]'
  from activity.issued_certificates c
  where c.certificate_number = p_number
$$;
alter function activity.marksheet_differs(text) owner to referee;
grant execute on function activity.marksheet_differs(text) to guru;

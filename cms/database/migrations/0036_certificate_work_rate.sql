-- Issuing one certificate of a batch cost more the larger the batch and the course: it read all certificates
-- of the course for the one that stands, and sorted all that is left of the batch for the first.

set local role ourshiksha_owner;
-- The other index by student is of first certificates only; what stands may be one that took a place.
create index issued_certificates_student on activity.issued_certificates (shishya_user_id, course_id);
reset role;

-- Asked by the student alone, who has few: while nothing is known of the table's size, an index by course
-- seems as good as one by student, and a plan is kept for long.
create or replace function activity.standing_certificate(p_student integer, p_course_id integer)
returns activity.issued_certificates
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with own as materialized (
    select c.* from activity.issued_certificates c where c.shishya_user_id = p_student
  )
  select own.* from own
  where own.course_id = p_course_id
    and not exists (select from activity.issued_certificates n where n.replaces_id = own.id)
$$;

-- As before, but asked batch by batch, so that the first open student is the first entry of an index, also
-- as long as nothing is known of the tables' sizes.
create or replace function activity.issue_next() returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  batch activity.certificate_batches;
  student integer;
  had boolean;
  result text;
  why text;
begin
  for batch in
    select b.* from activity.certificate_batches b where b.finished_at is null order by b.id
  loop
    select i.shishya_user_id into student
    from activity.certificate_batch_items i
    where i.batch_id = batch.id and i.outcome is null
    order by i.shishya_user_id
    limit 1
    for update skip locked;
    exit when student is not null;
  end loop;
  if student is null then
    update activity.certificate_batches b set finished_at = clock_timestamp()
    where b.finished_at is null
      and not exists (select from activity.certificate_batch_items i where i.batch_id = b.id and i.outcome is null);
    return false;
  end if;
  perform set_config('app.admin_id', batch.admin_id, true);
  had := (activity.standing_certificate(student, batch.course_id)).id is not null;
  begin
    perform activity.issue_for(student, batch.course_id, batch.asked_by);
    result := case when had then 'had' else 'issued' end;
  exception when others then
    if sqlstate ~ '^OS4' then
      result := 'refused';
    elsif sqlstate ~ '^(08|40|53|57|58)' then
      -- The database's own trouble is no verdict about a student; it is tried again.
      raise;
    else
      result := 'failed';
    end if;
    why := left(sqlerrm, 300);
  end;
  update activity.certificate_batch_items set outcome = result, reason = why
  where batch_id = batch.id and shishya_user_id = student;
  return true;
end
$$;

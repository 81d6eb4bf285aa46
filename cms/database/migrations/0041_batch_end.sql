-- A batch that was cancelled issued one certificate more: whoever was at one did not look whether the batch
-- had ended, and the cancelling did not wait. And what stopped a certificate by a defect was told to nobody.

-- By an order that no other index has: where PostgreSQL had counted the items before many were done, looking
-- through all of the batch by its key seemed as cheap as this index, and the last ones cost the whole batch.
set local role ourshiksha_owner;
drop index activity.certificate_batch_items_open;
create index certificate_batch_items_open on activity.certificate_batch_items (batch_id, (shishya_user_id::bigint))
  where outcome is null;
reset role;

-- Taken by whoever issues a certificate of a batch, together with others, and alone by whoever cancels it.
-- Not the batch's row: those who share a row do not queue behind somebody who wants it alone.
create function activity.hold_batch(p_batch_id integer, p_alone boolean) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_alone then
    perform pg_advisory_xact_lock(hashtext('activity.hold_batch'), p_batch_id);
  else
    perform pg_advisory_xact_lock_shared(hashtext('activity.hold_batch'), p_batch_id);
  end if;
end
$$;
alter function activity.hold_batch(integer, boolean) owner to referee;

-- As before, and when it returns, nothing more is issued: it waits for the certificates in the making.
create or replace function activity.cancel_batch(p_batch_id integer, p_by text) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform activity.hold_batch(p_batch_id, true);
  update activity.certificate_batches
  set cancelled_at = clock_timestamp(), cancelled_by = p_by, finished_at = clock_timestamp()
  where id = p_batch_id and finished_at is null;
  if not found then
    raise exception 'batch.ended' using errcode = 'OS409';
  end if;
end
$$;

-- As before, but it looks again whether the batch goes on, and says what it did:
-- {batch, student, outcome}, and of a defect {sqlstate, message, context}. Null where nothing is left.
drop function activity.issue_next();
create function activity.issue_next() returns jsonb
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
  state text;
  message text;
  context text;
  defect jsonb := '{}';
begin
  for batch in
    select b.* from activity.certificate_batches b where b.finished_at is null order by b.id
  loop
    select i.shishya_user_id into student
    from activity.certificate_batch_items i
    where i.batch_id = batch.id and i.outcome is null
    order by i.shishya_user_id::bigint
    limit 1
    for update skip locked;
    continue when student is null;
    perform activity.hold_batch(batch.id, false);
    exit when exists (select from activity.certificate_batches b where b.id = batch.id and b.finished_at is null);
    student := null;
  end loop;
  if student is null then
    update activity.certificate_batches b set finished_at = clock_timestamp()
    where b.finished_at is null
      and not exists (select from activity.certificate_batch_items i where i.batch_id = b.id and i.outcome is null);
    return null;
  end if;
  perform set_config('app.admin_id', batch.admin_id, true);
  had := (activity.standing_certificate(student, batch.course_id)).id is not null;
  begin
    perform activity.issue_for(student, batch.course_id, batch.asked_by);
    result := case when had then 'had' else 'issued' end;
  exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, context = pg_exception_context;
    if state ~ '^OS4' then
      result := 'refused';
      why := left(message, 300);
    elsif state ~ '^(08|40|53|57|58)' then
      -- The database's own trouble is no verdict about a student; it is tried again.
      raise;
    else
      result := 'failed';
      -- What went wrong may have somebody's words in it; the log has it.
      why := 'batch.defect';
      defect := jsonb_build_object('sqlstate', state, 'message', message, 'context', context);
    end if;
  end;
  update activity.certificate_batch_items set outcome = result, reason = why
  where batch_id = batch.id and shishya_user_id = student;
  return jsonb_build_object('batch', batch.id, 'student', student, 'outcome', result) || defect;
end
$$;
alter function activity.issue_next() owner to referee;
grant execute on function activity.issue_next() to guru;

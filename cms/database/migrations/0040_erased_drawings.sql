-- A file that was begun for a certificate and not put down yet, because whoever drew it was killed, was
-- forgotten at an erasure: its name went with the row in papers_to_draw, and a PDF with the student's name
-- stayed where files are served from.

set local role ourshiksha_owner;
create policy eraser on activity.papers_to_draw to eraser using (true) with check (true);
grant select, delete on activity.papers_to_draw to eraser;
reset role;

-- As before, with what was only begun: such a file has no address yet, and its name in the storage is its
-- storage_key.
create or replace function activity.erase_certificates(p_student integer)
returns table (kind text, storage_key text, storage_url text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- First, as in a drawing that is being put down: this waits for it, and sees its file below.
  return query
    with gone as (
      delete from activity.papers_to_draw p
      using activity.issued_certificates c
      where c.id = p.issued_certificate_id and c.shishya_user_id = p_student
      returning p.marksheet_id, p.begun
    )
    select case when g.marksheet_id is null then 'certificate' else 'marksheet' end, b.name, null::text
    from gone g cross join unnest(g.begun) b (name);
  perform activity.hold_certificate(c.id) from activity.issued_certificates c
  where c.shishya_user_id = p_student order by c.id;
  return query
    delete from activity.certificate_files f
    using activity.issued_certificates c
    where c.id = f.issued_certificate_id and c.shishya_user_id = p_student
    returning 'certificate', null::text, f.storage_url;
  return query
    delete from activity.marksheet_files f
    using activity.issued_certificates c
    where c.id = f.issued_certificate_id and c.shishya_user_id = p_student
    returning 'marksheet', null::text, f.storage_url;
  insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
  select c.id, 'Erased at the request of its holder.', 'the holder'
  from activity.issued_certificates c where c.shishya_user_id = p_student
  on conflict (issued_certificate_id) do update set revoked_reason = excluded.revoked_reason;
  update activity.issued_certificates set student_name = '(erased)', initials = '' where shishya_user_id = p_student;
  delete from activity.certificate_secrets s
  using activity.issued_certificates c
  where c.id = s.issued_certificate_id and c.shishya_user_id = p_student;
  update activity.marksheets m
  set secret = null, reason = case when m.reason is not null then '(erased)' end
  where m.shishya_user_id = p_student;
  -- The bit stays with it: what was downloaded is seen to be revoked.
  update activity.certificate_credentials k set credential = null, jwt = null
  from activity.issued_certificates c
  where c.id = k.issued_certificate_id and c.shishya_user_id = p_student;
end
$$;

-- A cms that was still running when its key was revoked by another one went on signing with it, and what it
-- signed was kept for good: a certificate whose credential no verifier believes.

-- Taken by whoever keeps a credential, together with others, and alone by whoever revokes a key: so nothing
-- is kept under a key once its revocation is answered.
create function activity.hold_issuer_keys(p_alone boolean) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_alone then
    perform pg_advisory_xact_lock(hashtext('activity.hold_issuer_keys'));
  else
    perform pg_advisory_xact_lock_shared(hashtext('activity.hold_issuer_keys'));
  end if;
end
$$;
alter function activity.hold_issuer_keys(boolean) owner to referee;

create or replace function activity.revoke_issuer_key(p_key_id text) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from activity.issuer_keys where key_id = p_key_id) then
    return false;
  end if;
  perform activity.hold_issuer_keys(true);
  insert into activity.issuer_key_revocations (key_id) values (p_key_id) on conflict do nothing;
  return true;
end
$$;

-- As before, and refuses what a revoked key signed.
create or replace function activity.keep_credential(p_certificate integer, p_credential text, p_jwt text, p_key_id text,
  p_status_index integer)
returns table (credential text, jwt text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform activity.hold_issuer_keys(false);
  if exists (select from activity.issuer_key_revocations r where r.key_id = p_key_id) then
    raise exception 'issuer-key.revoked' using errcode = 'OS409';
  end if;
  perform activity.hold_certificate(p_certificate);
  insert into activity.certificate_credentials (issued_certificate_id, credential, jwt, key_id, status_index)
  select s.issued_certificate_id, p_credential, p_jwt, p_key_id, p_status_index
  from activity.certificate_secrets s where s.issued_certificate_id = p_certificate
  on conflict do nothing;
  return query
    select k.credential, k.jwt from activity.certificate_credentials k where k.issued_certificate_id = p_certificate;
end
$$;

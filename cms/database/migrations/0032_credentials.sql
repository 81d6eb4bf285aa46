-- Certificates as verifiable credentials: what was signed, the keys that signed it, and the bit by which
-- each can be seen to be revoked. docs/credentials.md.

set local role ourshiksha_owner;

-- Public keys this school has signed with, named by themselves (a Multikey). The newest signs.
create table activity.issuer_keys (
  key_id text primary key check (key_id ~ '^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$'),
  since timestamptz not null default clock_timestamp()
);
-- Keys that somebody else may have: what they signed proves nothing any more.
create table activity.issuer_key_revocations (
  key_id text primary key references activity.issuer_keys (key_id),
  revoked_at timestamptz not null default clock_timestamp()
);
create table activity.certificate_credentials (
  issued_certificate_id integer primary key references activity.issued_certificates (id),
  -- The document and the token, letter for letter as they are handed out; null where they were erased.
  credential text check (octet_length(credential) <= 200000),
  jwt text check (octet_length(jwt) <= 300000),
  key_id text not null references activity.issuer_keys (key_id),
  -- One number for the bits of all lists. It outlives an erasure, so that nobody else gets the bit.
  status_index integer not null unique check (status_index >= 0),
  created_at timestamptz not null default clock_timestamp(),
  check ((credential is null) = (jwt is null))
);

do $$
declare
  record_table text;
begin
  foreach record_table in array array['issuer_keys', 'issuer_key_revocations', 'certificate_credentials']
  loop
    call live.write_once(('activity.' || record_table)::regclass);
    call live.protect(('activity.' || record_table)::regclass, 'select');
    execute format('grant select, insert on activity.%I to referee', record_table);
    execute format(
      'create trigger audit after insert or update on activity.%I for each row execute function audit.record()',
      record_table);
  end loop;
end
$$;
create policy eraser on activity.certificate_credentials to eraser using (true) with check (true);
grant select, update (credential, jwt) on activity.certificate_credentials to eraser;

reset role;

-- As before, with the credential: it names its holder, and its address opens the certificate.
create or replace function audit.secret_columns() returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select array['password', 'reset_password_token', 'confirmation_token', 'registration_token', 'access_key',
    'encrypted_key', 'encrypted_access_key', 'token', 'refresh_token', 'access_token', 'secret', 'client_secret',
    'api_key', 'private_key', 'storage_key', 'storage_url', 'credential', 'jwt',
    -- Of a webhook.
    'headers']
$$;

-- Keys ------------------------------------------------------------------------------------------------

-- Puts down the key that signs from now on; one that was revoked does not.
create function activity.use_issuer_key(p_key_id text) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from activity.issuer_key_revocations where key_id = p_key_id) then
    raise exception 'issuer-key.revoked' using errcode = 'OS409';
  end if;
  insert into activity.issuer_keys (key_id) values (p_key_id) on conflict do nothing;
end
$$;
alter function activity.use_issuer_key(text) owner to referee;
grant execute on function activity.use_issuer_key(text) to guru;

-- For ever. Whether this school ever signed with it.
create function activity.revoke_issuer_key(p_key_id text) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from activity.issuer_keys where key_id = p_key_id) then
    return false;
  end if;
  insert into activity.issuer_key_revocations (key_id) values (p_key_id) on conflict do nothing;
  return true;
end
$$;
alter function activity.revoke_issuer_key(text) owner to referee;
grant execute on function activity.revoke_issuer_key(text) to guru;

-- Every key, oldest first.
create function activity.issuer_key_history() returns table (key_id text, since timestamptz, revoked_at timestamptz)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select k.key_id, k.since, r.revoked_at
  from activity.issuer_keys k
  left join activity.issuer_key_revocations r on r.key_id = k.key_id
  order by k.since, k.key_id
$$;
alter function activity.issuer_key_history() owner to referee;
grant execute on function activity.issuer_key_history() to shishya;

-- Credentials -----------------------------------------------------------------------------------------

-- A free bit for a certificate, at random, so that it tells nothing about whose it is. A list of 131,072
-- serves 98,304 certificates: with a quarter left, four tries find one on average. The bit is taken by
-- keep_credential alone, which refuses one that another took meanwhile.
create function activity.free_status_index(p_certificate integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  first constant integer := p_certificate / 98304 * 131072;
  candidate integer;
begin
  loop
    -- 17 of the 48 random bits at the end of a version 4 UUID.
    candidate := first + (('x' || right(gen_random_uuid()::text, 8))::bit(32) & 131071::bit(32))::integer;
    exit when not exists (select from activity.certificate_credentials where status_index = candidate);
  end loop;
  return candidate;
end
$$;
alter function activity.free_status_index(integer) owner to referee;
grant execute on function activity.free_status_index(integer) to guru;

-- Puts a signed credential down, once: the first one stands, and is returned to whoever comes second.
-- Nothing is returned where another certificate took the bit, or where the certificate was erased.
create function activity.keep_credential(p_certificate integer, p_credential text, p_jwt text, p_key_id text,
  p_status_index integer)
returns table (credential text, jwt text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform activity.hold_certificate(p_certificate);
  insert into activity.certificate_credentials (issued_certificate_id, credential, jwt, key_id, status_index)
  select s.issued_certificate_id, p_credential, p_jwt, p_key_id, p_status_index
  from activity.certificate_secrets s where s.issued_certificate_id = p_certificate
  on conflict do nothing;
  return query
    select k.credential, k.jwt from activity.certificate_credentials k where k.issued_certificate_id = p_certificate;
end
$$;
alter function activity.keep_credential(integer, text, text, text, integer) owner to referee;
grant execute on function activity.keep_credential(integer, text, text, text, integer) to guru;

-- Whether there is one to be handed out: neither erased nor signed by a key that proves nothing any more.
create or replace function activity.has_credential(p_certificate integer) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from activity.certificate_credentials k
    where k.issued_certificate_id = p_certificate and k.credential is not null
      and not exists (select from activity.issuer_key_revocations r where r.key_id = k.key_id))
$$;

-- The credential of the certificate that a secret opens.
create function activity.credential_by_secret(p_secret text)
returns table (certificate_number text, credential text, jwt text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.certificate_number, k.credential, k.jwt
  from activity.certificate_of_secret(p_secret) c
  join activity.certificate_credentials k on k.issued_certificate_id = c.id
  where activity.has_credential(c.id)
$$;
alter function activity.credential_by_secret(text) owner to referee;
grant execute on function activity.credential_by_secret(text) to shishya;

-- The bits that are set in a list (from 1): of certificates that were revoked, or that another one took
-- the place of, as [bit]. Null for a list that nobody's credential names; the first one is always there.
create function activity.revoked_bits(p_list integer) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when p_list = 1 or exists (
      select from activity.certificate_credentials where status_index >= l.first and status_index < l.first + 131072)
    then to_jsonb(array(
      select k.status_index - l.first::integer
      from (
        select issued_certificate_id as id from activity.certificate_revocations
        union
        select replaces_id from activity.issued_certificates where replaces_id is not null
      ) gone
      join activity.certificate_credentials k on k.issued_certificate_id = gone.id
      where k.status_index >= l.first and k.status_index < l.first + 131072
      order by 1)) end
  from (select (p_list - 1)::bigint * 131072 as first) l
$$;
alter function activity.revoked_bits(integer) owner to referee;
grant execute on function activity.revoked_bits(integer) to guru;

-- Being forgotten -------------------------------------------------------------------------------------

-- As before, with the credentials, which name their holder.
create or replace function activity.erase_certificates(p_student integer)
returns table (kind text, storage_key text, storage_url text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
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

-- As before, with the credentials.
create or replace function audit.lines_about(p_student integer) returns setof bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select log_id from audit.personal_values where shishya_user_id = p_student
  union
  select log_id from audit.personal_values
  where shishya_user_id is null and account_id in (select audit.accounts_of(p_student))
  union
  select id from audit.log where user_id in (select audit.accounts_of(p_student)::text)
  union
  select l.id from (
    select 'activity.course_enrollments', e.id from activity.course_enrollments e where e.shishya_user_id = p_student
    union all
    select 'activity.lesson_progress', p.id from activity.lesson_progress p where p.shishya_user_id = p_student
    union all
    select 'activity.issued_certificates', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.certificate_revocations', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.certificate_files', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.certificate_credentials', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.marksheets', m.id from activity.marksheets m where m.shishya_user_id = p_student
    union all
    select 'activity.marksheet_files', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.attempt_regrades', r.id from activity.attempt_regrades r where r.shishya_user_id = p_student
    union all
    select 'activity.erasures', r.id from activity.erasures r where r.shishya_user_id = p_student
    union all
    select 'activity.shishya_users', p_student
  ) own (subject, id)
  join audit.log l on l.subject = own.subject and l.subject_id = own.id::text
$$;

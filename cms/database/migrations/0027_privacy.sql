-- A person can be erased, the log cannot be changed. So what is personal in a line about a student stands
-- beside the log, salted and hashed in the line, and can be taken away without the line becoming another.

set local role ourshiksha_owner;

-- Written with the line, never changed, deleted by an erasure alone.
create table audit.personal_values (
  -- A line of the log. No foreign key: whoever writes waits for each, and the verification finds strays.
  log_id bigint primary key,
  -- Whom it concerns: the student, or the account alone while it is not confirmed.
  shishya_user_id integer,
  account_id integer,
  -- Without it, a short value could be guessed from its hash after it was erased.
  salt bytea not null check (octet_length(salt) = 16),
  -- {before?, after?, details?: {column: value}, ip_address?, user_agent?}
  "values" jsonb not null check (jsonb_typeof("values") = 'object')
);
create index personal_values_student on audit.personal_values (shishya_user_id) where shishya_user_id is not null;
-- Of an account that is not confirmed yet there is no student.
create index personal_values_account on audit.personal_values (account_id) where shishya_user_id is null;
create index personal_values_address on audit.personal_values (("values" ->> 'ip_address'));
-- From where a student acted is the same line after line, and often all that is personal in them: such
-- lines share one of these, whose hash they have as `personal`.
create table audit.origins (
  digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
  shishya_user_id integer,
  account_id integer not null,
  salt bytea not null check (octet_length(salt) = 16),
  -- {ip_address?, user_agent?}
  "values" jsonb not null check (jsonb_typeof("values") = 'object'),
  unique (account_id, "values")
);
create index origins_student on audit.origins (shishya_user_id);
create index origins_address on audit.origins (("values" ->> 'ip_address'));
do $$
declare
  place text;
begin
  foreach place in array array['audit.personal_values', 'audit.origins']
  loop
    call live.write_once(place::regclass);
    call live.protect(place::regclass, 'select');
    execute format('grant insert on %s to referee', place::regclass);
  end loop;
end
$$;
grant select on audit.origins to referee;
grant select (id) on audit.log to referee;

-- The log as it was written, as far as nothing of it was erased.
create view audit.readable with (security_invoker = true) as
  select l.id, l.at, l.transaction_id, l.login, l.user_id, l.admin_id,
    coalesce(v.apart ->> 'ip_address', l.ip_address) as ip_address,
    coalesce(v.apart ->> 'user_agent', l.user_agent) as user_agent,
    l.action, l.subject, l.subject_id,
    case when v.apart ? 'before' then l.before || (v.apart -> 'before') else l.before end as before,
    case when v.apart ? 'after' then l.after || (v.apart -> 'after') else l.after end as after,
    case when v.apart ? 'details' then l.details || (v.apart -> 'details') else l.details end as details,
    l.personal,
    -- Whom the line concerns, where something of it stands apart.
    coalesce(p.shishya_user_id, o.shishya_user_id) as shishya_user_id, coalesce(p.account_id, o.account_id) as account_id,
    l.personal is not null and v.apart is null as is_erased
  from audit.log l
  left join audit.personal_values p on p.log_id = l.id
  left join audit.origins o on o.digest = l.personal
  cross join lateral (select coalesce(p."values", o."values") as apart) v;
grant select on audit.readable to guru;

-- What is personal in the rows of a table: names, addresses, free texts, what a student typed.
-- privacy.test.ts holds the list against the columns there are.
create function audit.personal_columns(p_subject text) returns text[]
language sql
immutable
as $$
  select case p_subject
    when 'activity.shishya_users' then array['name', 'email', 'phone', 'avatar_url', 'external_id']
    when 'activity.user_test_attempts' then array['answers']
    when 'activity.user_lab_progress' then array['user_code']
    when 'activity.lab_runs' then array['code', 'output', 'error', 'results']
    when 'activity.user_project_submissions' then
      array['submission_url', 'submission_notes', 'submission_key', 'feedback', 'checklist']
    when 'activity.submission_files' then array['name', 'sha256']
    when 'activity.activity_logs' then array['metadata', 'ip_address', 'user_agent']
    when 'activity.issued_certificates' then array['student_name']
    when 'activity.certificate_revocations' then array['revoked_reason']
    when 'cms.up_users' then array['username', 'email', 'name']
  end
$$;

-- What an event may say of a person, by name.
create function audit.personal_details() returns text[]
language sql
immutable
as $$
  select array['email', 'address', 'identifier', 'username', 'name', 'phone', 'old_address', 'new_address', 'old_email',
    'new_email', 'device', 'ip_address', 'user_agent', 'ip', 'reason']
$$;

-- A row with “(apart)” in place of what is personal, and what that was; null where it was nothing.
create function audit.apart(p_row jsonb, p_columns text[], out shown jsonb, out taken jsonb)
language plpgsql
immutable
as $$
declare
  name text;
begin
  shown := p_row;
  if p_row is null or not p_row ?| p_columns then
    return;
  end if;
  foreach name in array p_columns loop
    if p_row ->> name not in ('', '{}', '[]') then
      taken := coalesce(taken, '{}') || jsonb_build_object(name, p_row -> name);
      shown := shown || jsonb_build_object(name, '(apart)');
    end if;
  end loop;
end
$$;

reset role;

-- A line without what is personal in it, whom that concerns, and what it was; null where nothing was taken.
-- Lines by or about a student are taken apart. What administrators and visitors leave stays in clear.
create function audit.take_apart(p_line audit.log, out ip_address text, out user_agent text, out before jsonb,
  out after jsonb, out details jsonb, out student integer, out account integer, out taken jsonb)
language plpgsql
stable
as $$
declare
  shown_row constant jsonb := coalesce(p_line.after, p_line.before);
  columns constant text[] := audit.personal_columns(p_line.subject);
  said constant text := coalesce(p_line.details ->> 'email', p_line.details ->> 'identifier',
    p_line.details ->> 'address');
  one record;
begin
  ip_address := p_line.ip_address;
  user_agent := p_line.user_agent;
  before := p_line.before;
  after := p_line.after;
  details := p_line.details;

  if p_line.subject in ('activity.shishya_users', 'student') and p_line.subject_id ~ '^[0-9]{1,9}$' then
    student := p_line.subject_id;
  elsif p_line.subject in ('cms.up_users', 'account') and p_line.subject_id ~ '^[0-9]{1,9}$' then
    account := p_line.subject_id;
  elsif shown_row ? 'shishya_user_id' then
    student := shown_row ->> 'shishya_user_id';
  elsif shown_row ? 'issued_certificate_id' then
    select c.shishya_user_id into student from activity.issued_certificates c
    where c.id = (shown_row ->> 'issued_certificate_id')::integer;
  elsif said is not null then
    select s.id into student from activity.shishya_users s where lower(s.email) = lower(btrim(said));
  end if;
  if student is null and account is null and p_line.user_id ~ '^[0-9]{1,9}$' then
    account := p_line.user_id;
  end if;
  if student is null and account is null then
    return;
  end if;
  if student is null then
    select s.id into student from activity.shishya_users s where s.user_id = account;
  end if;

  if columns is not null then
    one := audit.apart(before, columns);
    before := one.shown;
    if one.taken is not null then
      taken := jsonb_build_object('before', one.taken);
    end if;
    one := audit.apart(after, columns);
    after := one.shown;
    if one.taken is not null then
      taken := coalesce(taken, '{}') || jsonb_build_object('after', one.taken);
    end if;
  end if;
  if details is not null then
    one := audit.apart(details, audit.personal_details());
    details := one.shown;
    if one.taken is not null then
      taken := coalesce(taken, '{}') || jsonb_build_object('details', one.taken);
    end if;
  end if;
  -- From where an administrator acted is about the administrator.
  if p_line.admin_id is null and (ip_address is not null or user_agent is not null) then
    taken := coalesce(taken, '{}')
      || jsonb_strip_nulls(jsonb_build_object('ip_address', ip_address, 'user_agent', user_agent));
    ip_address := null;
    user_agent := null;
  end if;
end
$$;
alter function audit.take_apart(audit.log) owner to referee;

-- What a line says of the values beside it. The verifier computes the same.
create function audit.digest_of(p_salt bytea, p_values jsonb) returns text
language sql
immutable
as $$
  select encode(sha256(p_salt || convert_to(p_values::text, 'UTF8')), 'hex')
$$;
alter function audit.digest_of(bytea, jsonb) owner to referee;
grant execute on function audit.digest_of(bytea, jsonb) to guru;
grant execute on function audit.personal_columns(text), audit.personal_details(), audit.apart(jsonb, text[]) to referee;

-- The hash of an origin, put down when it is new; null where another transaction puts the same one down
-- and this one cannot see it.
create function audit.origin_of(p_student integer, p_account integer, p_values jsonb) returns text
language plpgsql
as $$
declare
  known text;
  salt bytea;
begin
  select o.digest into known from audit.origins o where o.account_id = p_account and o."values" = p_values;
  if known is null then
    salt := uuid_send(gen_random_uuid());
    insert into audit.origins (digest, shishya_user_id, account_id, salt, "values")
    values (audit.digest_of(salt, p_values), p_student, p_account, salt, p_values)
    on conflict (account_id, "values") do nothing;
    select o.digest into known from audit.origins o where o.account_id = p_account and o."values" = p_values;
  end if;
  return known;
end
$$;
alter function audit.origin_of(integer, integer, jsonb) owner to referee;

create or replace function audit.add_line(
  p_action text, p_subject text, p_subject_id text, p_before jsonb, p_after jsonb, p_details jsonb) returns void
language plpgsql
as $$
declare
  api_token constant text := nullif(current_setting('app.api_token', true), '');
  line audit.log;
  parted record;
  salt bytea;
  written bigint;
begin
  line.at := clock_timestamp();
  line.user_id := nullif(current_setting('app.user_id', true), '');
  line.admin_id := nullif(current_setting('app.admin_id', true), '');
  line.ip_address := nullif(current_setting('app.ip_address', true), '');
  line.user_agent := nullif(current_setting('app.user_agent', true), '');
  line.subject := p_subject;
  line.subject_id := p_subject_id;
  line.before := p_before;
  line.after := p_after;
  line.details := case when api_token is null then p_details
    else coalesce(p_details, '{}') || jsonb_build_object('api_token', api_token) end;
  select * into strict parted from audit.take_apart(line);
  if line.user_id is not null and parted.taken - array['ip_address', 'user_agent'] = '{}' then
    line.personal := audit.origin_of(parted.student, line.user_id::integer, parted.taken);
  end if;
  if parted.taken is not null and line.personal is null then
    salt := uuid_send(gen_random_uuid());
    line.personal := audit.digest_of(salt, parted.taken);
  end if;
  insert into audit.log (at, transaction_id, login, user_id, admin_id, ip_address, user_agent, action, subject,
    subject_id, before, after, details, personal)
  values (line.at, pg_current_xact_id(), session_user, line.user_id, line.admin_id, parted.ip_address,
    parted.user_agent, p_action, p_subject, p_subject_id, parted.before, parted.after, parted.details, line.personal)
  returning id into written;
  if salt is not null then
    insert into audit.personal_values (log_id, shishya_user_id, account_id, salt, "values")
    values (written, parted.student, parted.account, salt, parted.taken);
  end if;
end
$$;

-- Lines that were written before this: nobody has sealed them yet, so they may still be taken apart.
do $$
declare
  line audit.log;
  parted record;
  new_salt bytea;
begin
  if exists (select from audit.seals) then
    raise exception 'the log is sealed already; its lines cannot be taken apart any more';
  end if;
  alter table audit.log disable trigger user;
  for line in select * from audit.log where personal is null order by id loop
    select * into strict parted from audit.take_apart(line);
    if parted.taken is not null then
      new_salt := uuid_send(gen_random_uuid());
      update audit.log set personal = audit.digest_of(new_salt, parted.taken), before = parted.before,
        after = parted.after, details = parted.details, ip_address = parted.ip_address, user_agent = parted.user_agent
      where id = line.id;
      insert into audit.personal_values (log_id, shishya_user_id, account_id, salt, "values")
      values (line.id, parted.student, parted.account, new_salt, parted.taken);
    end if;
  end loop;
  alter table audit.log enable trigger user;
end
$$;

-- Everything about oneself --------------------------------------------------------------------------

-- Puts down that the student takes their data along, three times a day at most.
create function activity.begin_export() returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student constant integer := activity.require_me();
begin
  perform pg_advisory_xact_lock(hashtext('activity.begin_export'), student);
  if (select count(*) from activity.activity_logs
    where shishya_user_id = student and action = 'export' and entity_type = 'student'
      and created_at > clock_timestamp() - interval '1 day') >= 3 then
    raise exception 'export.too-many' using errcode = 'OS429';
  end if;
  perform activity.note(student, 'export', 'student', student::text);
  perform audit.note('export', 'student', student::text, jsonb_build_object('what', 'everything about the student'));
end
$$;
alter function activity.begin_export() owner to referee;
grant execute on function activity.begin_export() to shishya;

-- Being forgotten -------------------------------------------------------------------------------------

set local role ourshiksha_owner;

-- Days between an approval and the erasure; the newest row counts, so a change leaves its line in the log.
create table activity.erasure_delays (
  id integer generated always as identity primary key,
  delay_days integer not null check (delay_days between 1 and 365),
  created_at timestamptz not null default clock_timestamp()
);
call live.write_once('activity.erasure_delays');
call live.protect('activity.erasure_delays', 'select');
grant select, insert on activity.erasure_delays to referee;
create trigger audit after insert on activity.erasure_delays for each row execute function audit.record();

alter table activity.shishya_users add column erased_at timestamptz;

create table activity.erasures (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  -- Whether the certificates go too; otherwise they stay as they were issued, name included.
  with_certificates boolean not null,
  approval_request_id integer not null references audit.approval_requests (id),
  -- asked → approved → done; withdrawn by the student until it is done; refused by the school, or lapsed
  -- because nobody decided in time.
  state text not null check (state in ('asked', 'approved', 'done', 'withdrawn', 'refused', 'lapsed')),
  asked_at timestamptz not null default clock_timestamp(),
  due_at timestamptz,
  ended_at timestamptz,
  -- The last state of which the student was told by mail.
  told text not null default '',
  check ((state in ('asked', 'approved')) = (ended_at is null)),
  check (state not in ('approved', 'done') or due_at is not null)
);
create unique index erasures_one_open on activity.erasures (shishya_user_id) where ended_at is null;
create index erasures_due on activity.erasures (due_at) where state = 'approved';
call live.protect('activity.erasures', 'select');
grant select on activity.erasures to shishya;
grant select, insert, update on activity.erasures to referee;
create policy own_rows on activity.erasures for select to shishya using (shishya_user_id = (select activity.me()));
create trigger audit after insert or update or delete on activity.erasures
  for each row execute function audit.record();
create trigger refuse_delete before delete on activity.erasures for each row execute function live.refuse_change();
create trigger refuse_truncate before truncate on activity.erasures for each statement execute function live.refuse_change();

-- The eraser is nobody's login. It owns the one function that takes a person out of the records, so the
-- triggers that keep records as they are know it by its name, and its grants name the columns it may empty.
grant usage on schema activity, audit to eraser;
grant create on schema activity to eraser;
do $$
declare
  place text;
begin
  foreach place in array array['activity.shishya_users', 'activity.course_enrollments', 'activity.user_test_attempts',
    'activity.attempt_answers', 'activity.user_lab_progress', 'activity.lab_code', 'activity.lab_runs',
    'activity.user_project_submissions', 'activity.submission_files', 'activity.activity_logs',
    'activity.issued_certificates', 'activity.certificate_files', 'activity.certificate_revocations',
    'activity.idempotency_keys', 'activity.erasures', 'audit.personal_values', 'audit.origins']
  loop
    execute format('create policy eraser on %s to eraser using (true) with check (true)', place::regclass);
    execute format('grant select on %s to eraser', place::regclass);
  end loop;
  foreach place in array array['activity.attempt_answers', 'activity.lab_code', 'activity.submission_files',
    'activity.certificate_files', 'activity.idempotency_keys', 'audit.personal_values', 'audit.origins']
  loop
    execute format('grant delete on %s to eraser', place::regclass);
  end loop;
end
$$;
grant update (user_id, external_id, name, email, phone, avatar_url, status, last_active_at, erased_at)
  on activity.shishya_users to eraser;
grant update (answers) on activity.user_test_attempts to eraser;
grant update (user_code) on activity.user_lab_progress to eraser;
grant update (code, output, error, results) on activity.lab_runs to eraser;
grant update (submission_url, submission_notes, submission_key, feedback, checklist)
  on activity.user_project_submissions to eraser;
grant update (metadata, ip_address, user_agent) on activity.activity_logs to eraser;
grant update (student_name) on activity.issued_certificates to eraser;
grant insert, update (revoked_reason) on activity.certificate_revocations to eraser;
grant update (state, ended_at, told) on activity.erasures to eraser;

create or replace function live.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'DELETE' and current_user in ('archivist', 'eraser') then
    return old;
  elsif tg_op = 'UPDATE' and current_user = 'eraser' then
    return new;
  end if;
  raise exception '%.% is written once: % refused', tg_table_schema, tg_table_name, lower(tg_op)
    using errcode = '42501';
end
$$;
grant execute on function live.refuse_change() to eraser;

create or replace function activity.refuse_submitted_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.submitted_at is not null and current_user <> 'eraser' then
    raise exception 'attempt % was submitted; a record is not changed', old.id using errcode = '42501';
  end if;
  return new;
end
$$;

create or replace function activity.refuse_judged_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.finished_at is not null and current_user <> 'eraser' then
    raise exception 'run % was judged; a record is not changed', old.id using errcode = '42501';
  end if;
  return new;
end
$$;

create or replace function activity.refuse_submission_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user = 'eraser' then
    return new;
  end if;
  if old.status in ('approved', 'rejected') or old.withdrawn_at is not null
    or (old.id, old.shishya_user_id, old.course_id, old.project_id, old.version, old.submission_number,
        old.submission_key, old.submission_url, old.submission_notes, old.submitted_at)
      is distinct from (new.id, new.shishya_user_id, new.course_id, new.project_id, new.version, new.submission_number,
        new.submission_key, new.submission_url, new.submission_notes, new.submitted_at) then
    raise exception 'submission % is a record; it is not changed', old.id using errcode = '42501';
  end if;
  return new;
end
$$;

reset role;

create function activity.erasure_delay() returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select delay_days from activity.erasure_delays order by id desc limit 1), 14)
$$;
alter function activity.erasure_delay() owner to referee;
grant execute on function activity.erasure_delay() to guru, shishya;

-- Said by every instance of the cms as it starts; only a change is put down.
create function activity.set_erasure_delay(p_days integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtext('activity.erasure_delays'));
  if activity.erasure_delay() <> p_days then
    insert into activity.erasure_delays (delay_days) values (p_days);
  end if;
end
$$;
alter function activity.set_erasure_delay(integer) owner to referee;
grant execute on function activity.set_erasure_delay(integer) to guru;

-- The student asks to be forgotten, and two of the school decide. The request stands a month, within
-- which the law wants an answer (GDPR, article 12(3)). Returns the approval's request.
create function activity.ask_for_erasure(p_with_certificates boolean) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student constant integer := activity.require_me();
  request integer;
begin
  perform from activity.shishya_users where id = student for update;
  if exists (select from activity.erasures where shishya_user_id = student and ended_at is null) then
    raise exception 'erasure.asked-already' using errcode = 'OS409';
  end if;
  request := audit.request_approval('student.erase',
    jsonb_build_object('student', student, 'certificates', p_with_certificates),
    'The student asks for it.', clock_timestamp() + interval '30 days');
  insert into activity.erasures (shishya_user_id, with_certificates, approval_request_id, state)
  values (student, p_with_certificates, request, 'asked');
  perform activity.note(student, 'ask', 'erasure', request::text);
  return request;
end
$$;
alter function activity.ask_for_erasure(boolean) owner to referee;
grant execute on function activity.ask_for_erasure(boolean) to shishya;

-- The student stays, as long as nothing was erased.
create function activity.withdraw_erasure() returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student constant integer := activity.require_me();
  erasure activity.erasures;
begin
  -- Who decides holds the request first, then this row; so does who withdraws.
  select * into erasure from activity.erasures where shishya_user_id = student and ended_at is null;
  if not found then
    raise exception 'erasure.none' using errcode = 'OS404';
  end if;
  perform pg_advisory_xact_lock(hashtext('audit.approval_requests'), erasure.approval_request_id);
  select * into erasure from activity.erasures where id = erasure.id and ended_at is null for update;
  if not found then
    raise exception 'erasure.none' using errcode = 'OS404';
  end if;
  if exists (select from audit.approvals where id = erasure.approval_request_id and state = 'waiting'
    and student_id = student) then
    perform audit.withdraw_approval(erasure.approval_request_id);
  end if;
  update activity.erasures set state = 'withdrawn', ended_at = clock_timestamp() where id = erasure.id;
  perform activity.note(student, 'withdraw', 'erasure', erasure.approval_request_id::text);
end
$$;
alter function activity.withdraw_erasure() owner to referee;
grant execute on function activity.withdraw_erasure() to shishya;

-- What two approvals of {"student": …, "certificates"?: …} bring about: the day is set, nothing is erased yet.
create function activity.erase_student(p_payload jsonb, p_request_id integer) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student activity.shishya_users;
  due constant timestamptz := clock_timestamp() + make_interval(days => activity.erasure_delay());
begin
  select * into student from activity.shishya_users where id = (p_payload ->> 'student')::integer for update;
  if not found then
    raise exception 'student.not-found' using errcode = 'OS404';
  elsif student.erased_at is not null then
    raise exception 'student.erased' using errcode = 'OS409';
  elsif exists (select from activity.erasures where shishya_user_id = student.id and state = 'approved') then
    raise exception 'erasure.approved-already' using errcode = 'OS409';
  end if;
  update activity.erasures set state = 'approved', due_at = due
  where shishya_user_id = student.id and approval_request_id = p_request_id and state = 'asked';
  if not found then
    -- Asked for by the school, because the student wrote a letter.
    insert into activity.erasures (shishya_user_id, with_certificates, approval_request_id, state, due_at)
    values (student.id, coalesce((p_payload ->> 'certificates')::boolean, false), p_request_id, 'approved', due);
  end if;
  return jsonb_build_object('due_at', due);
exception
  when unique_violation then
    raise exception 'erasure.asked-already' using errcode = 'OS409';
end
$$;
alter function activity.erase_student(jsonb, integer) owner to referee;

set local role referee;
insert into audit.approval_actions (action, executor, permission, students_may_ask)
values ('student.erase', 'activity.erase_student', 'plugin::approvals.request', true);
reset role;

-- Ends what the school refused or left undecided, and hands out, once, whom to tell what.
create function activity.erasure_news()
returns table (name text, email text, state text, due_at timestamptz)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update activity.erasures e
  set state = case a.state when 'expired' then 'lapsed' else 'refused' end, ended_at = clock_timestamp()
  from audit.approvals a
  where a.id = e.approval_request_id and e.state = 'asked' and a.state in ('refused', 'expired', 'void', 'withdrawn');
  return query
    update activity.erasures e set told = e.state
    from activity.shishya_users s
    where s.id = e.shishya_user_id and e.told <> e.state and e.state <> 'done'
    returning s.name, s.email, e.state, e.due_at;
end
$$;
alter function activity.erasure_news() owner to referee;
grant execute on function activity.erasure_news() to guru;

-- The next erasure whose day has come, held until the transaction ends; another instance takes the one after.
create function activity.due_erasure()
returns table (id integer, account_id integer, name text, email text)
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  select e.id, s.user_id, s.name, s.email
  from activity.erasures e
  join activity.shishya_users s on s.id = e.shishya_user_id
  where e.state = 'approved' and e.due_at <= clock_timestamp()
  order by e.due_at
  limit 1
  for update of e skip locked
$$;
alter function activity.due_erasure() owner to referee;
grant execute on function activity.due_erasure() to guru;

-- The accounts a student has and had: a deleted one that was confirmed anew has another number.
create function audit.accounts_of(p_student integer) returns setof integer
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select user_id from activity.shishya_users where id = p_student
  union
  select account_id from audit.personal_values where shishya_user_id = p_student and account_id is not null
  union
  select account_id from audit.origins where shishya_user_id = p_student
$$;
alter function audit.accounts_of(integer) owner to referee;
grant execute on function audit.accounts_of(integer) to guru, eraser;

-- Takes the person out of the records, in the transaction in which the account goes (which the caller
-- deletes first). What stays are figures under the same number and, unless the student wanted otherwise,
-- certificates as they were issued. Returns the files to be taken out of the storage.
create function activity.carry_out_erasure(p_erasure integer)
returns table (kind text, storage_key text, storage_url text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  erasure activity.erasures;
  student integer;
  accounts integer[];
  lines int8multirange;
  digests text[];
begin
  select * into erasure from activity.erasures where id = p_erasure for update;
  if not found or erasure.state <> 'approved' or erasure.due_at > clock_timestamp() then
    raise exception 'erasure.not-due' using errcode = 'OS409';
  end if;
  student := erasure.shishya_user_id;

  return query
    delete from activity.submission_files f where f.shishya_user_id = student
    returning 'submission', f.storage_key, case when f.erased_at is null then f.storage_url end;
  delete from activity.lab_code where shishya_user_id = student;
  delete from activity.idempotency_keys where shishya_user_id = student;
  delete from activity.attempt_answers
  where attempt_id in (select a.id from activity.user_test_attempts a where a.shishya_user_id = student);

  update activity.user_test_attempts set answers = '{}' where shishya_user_id = student and answers <> '{}';
  update activity.user_lab_progress set user_code = null where shishya_user_id = student and user_code is not null;
  update activity.lab_runs set code = '', output = '', error = null, results = '[]' where shishya_user_id = student;
  update activity.user_project_submissions s
  set submission_url = null, submission_notes = '', submission_key = 'erased-' || s.id,
    feedback = case when s.feedback is not null then '(erased)' end,
    checklist = (select coalesce(jsonb_agg(c.criterion - 'comment' order by c.place), '[]')
      from jsonb_array_elements(s.checklist) with ordinality c (criterion, place))
  where s.shishya_user_id = student;
  update activity.activity_logs set metadata = '{}', ip_address = null, user_agent = null
  where shishya_user_id = student;

  if erasure.with_certificates then
    return query
      delete from activity.certificate_files f
      using activity.issued_certificates c
      where c.id = f.issued_certificate_id and c.shishya_user_id = student
      returning 'certificate', null::text, f.storage_url;
    insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
    select c.id, 'Erased at the request of its holder.', 'the holder'
    from activity.issued_certificates c where c.shishya_user_id = student
    on conflict (issued_certificate_id) do update set revoked_reason = excluded.revoked_reason;
    update activity.issued_certificates set student_name = '(erased)' where shishya_user_id = student;
  end if;

  select array_agg(account_id) into accounts from audit.accounts_of(student) account_id;

  perform activity.forget_sign_ins(gone) from unnest(accounts) gone;

  update activity.shishya_users
  set user_id = -id, external_id = null, name = 'Erased student', email = 'erased-' || id || '@erased.invalid',
    phone = null, avatar_url = null, status = 'suspended', last_active_at = null, erased_at = clock_timestamp()
  where id = student;
  update activity.erasures set state = 'done', told = 'done', ended_at = clock_timestamp() where id = erasure.id;

  -- Last, because what was changed above has left its lines too.
  with gone as (
    delete from audit.personal_values p
    where p.shishya_user_id = student or (p.shishya_user_id is null and p.account_id = any (accounts))
    returning p.log_id
  )
  select range_agg(int8range(g.log_id, g.log_id, '[]')) into lines from gone g;
  with gone as (
    delete from audit.origins o where o.shishya_user_id = student or o.account_id = any (accounts)
    returning o.digest
  )
  select array_agg(g.digest) into digests from gone g;
  -- The log says which values are missing by right; of others the verifier says that they were deleted.
  perform audit.note('student.erased', 'student', student::text,
    jsonb_build_object('erasure', erasure.id, 'lines', coalesce(lines::text, '{}'),
      'origins', coalesce(to_jsonb(digests), '[]')));
end
$$;
alter function activity.carry_out_erasure(integer) owner to eraser;
grant execute on function activity.carry_out_erasure(integer) to guru;
grant execute on function audit.note(text, text, text, jsonb), activity.forget_sign_ins(integer) to eraser;

-- The lines of the log about a student: those with something of the student's, and those about the
-- student's rows.
create function audit.lines_about(p_student integer) returns setof bigint
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
    select 'activity.marksheets', m.id from activity.marksheets m where m.shishya_user_id = p_student
    union all
    select 'activity.attempt_regrades', r.id from activity.attempt_regrades r where r.shishya_user_id = p_student
    union all
    select 'activity.erasures', r.id from activity.erasures r where r.shishya_user_id = p_student
    union all
    select 'activity.shishya_users', p_student
  ) own (subject, id)
  join audit.log l on l.subject = own.subject and l.subject_id = own.id::text
$$;
alter function audit.lines_about(integer) owner to referee;
grant execute on function audit.lines_about(integer) to guru;

-- An erased attempt has figures and no answers: a key that is corrected later changes nothing in it.
create or replace function activity.preview_key_correction(p_question_id integer, p_correct_answer text,
  p_further_answers jsonb, p_version integer default null)
returns table (attempt_id integer, shishya_user_id integer, student_name text, attempt_number integer,
  version integer, score_before numeric, score_after numeric, percentage_before integer, percentage_after integer,
  passed_before boolean, passed_after boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select a.id, a.shishya_user_id, s.name, a.attempt_number, a.version, g.score, m.score, g.percentage, m.percentage,
    g.passed, m.passed
  from activity.corrected_question(p_question_id, p_version, p_correct_answer, p_further_answers) c
  join live.questions q on q.id = c.id and q.type = c.type and q.question_text = c.question_text
    and q.options = c.options
  join live.tests t on t.id = q.test_id and t.version = q.version
  join activity.user_test_attempts a on a.test_id = t.id and a.version = t.version
  join activity.graded_attempts g on g.id = a.id
  join activity.shishya_users s on s.id = a.shishya_user_id and s.erased_at is null
  cross join lateral activity.points_of(t.id, t.version, a.answers, c.id, p_correct_answer, p_further_answers) p (points)
  cross join lateral activity.marks_of(p.points, a.max_score, t.passing_percentage) m
  where (g.score, g.percentage, g.passed) is distinct from (m.score, m.percentage, m.passed)
  order by s.name, a.shishya_user_id, a.attempt_number
$$;

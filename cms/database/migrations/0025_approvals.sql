-- Two approvers: a request names an action and its payload, votes are bound to that payload's hash,
-- and the second valid "yes" carries the action out in its own transaction, once. All of it is decided
-- here; who acts is `app.admin_id`, who may act comes from Strapi's roles (strapi/060_approvals.sql).

set local role ourshiksha_owner;

-- What can be asked for. A new action is one row here and one function that carries it out:
-- `executor(p_payload jsonb, p_request_id integer) returns jsonb`, security definer, owned by referee.
create table audit.approval_actions (
  action text primary key check (action ~ '^[a-z]+\.[a-z]+$'),
  executor text not null check (executor ~ '^[a-z_]+\.[a-z_]+$'),
  -- What an administrator's role must allow to ask for it.
  permission text not null default 'plugin::approvals.request' check (permission ~ '^[a-z-]+::[a-z.-]+$'),
  students_may_ask boolean not null default false,
  votes_needed integer not null default 2 check (votes_needed >= 2),
  created_at timestamptz not null default clock_timestamp()
);

create table audit.approval_requests (
  id integer generated always as identity primary key,
  action text not null references audit.approval_actions (action),
  payload jsonb not null check (jsonb_typeof(payload) = 'object' and octet_length(payload::text) <= 100000),
  -- Of action and payload, as audit.payload_hash() makes it.
  payload_hash text not null check (payload_hash ~ '^[0-9a-f]{64}$'),
  reason text not null check (char_length(reason) between 10 and 2000),
  -- Who asks: an administrator or a student.
  admin_id integer,
  student_id integer references activity.shishya_users (id),
  -- The administrator's name as it was; of a student nothing but the number, which outlives an erasure.
  requested_by text not null,
  votes_needed integer not null,
  -- How many others could vote when it was asked for, and the school's delay at that time (0: none).
  voters_existed integer not null,
  delay_hours integer not null check (delay_hours >= 0),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  check (num_nonnulls(admin_id, student_id) = 1),
  check (expires_at > created_at)
);
create index approval_requests_open on audit.approval_requests (expires_at);

create table audit.approval_votes (
  id integer generated always as identity primary key,
  request_id integer not null references audit.approval_requests (id),
  admin_id integer not null,
  voter text not null,
  approve boolean not null,
  -- What the voter saw.
  payload_hash text not null check (payload_hash ~ '^[0-9a-f]{64}$'),
  remark text not null default '' check (char_length(remark) <= 2000),
  created_at timestamptz not null default clock_timestamp(),
  unique (request_id, admin_id)
);

-- How a request ended. One that only ran out has no row: its time says it.
create table audit.approval_outcomes (
  request_id integer primary key references audit.approval_requests (id),
  outcome text not null check (outcome in ('executed', 'refused', 'withdrawn')),
  admin_id integer,
  actor text not null,
  -- Carried out by the requester after the delay, where there were not enough others to vote.
  by_delay boolean not null default false,
  voters_existed integer not null,
  -- What the executor gave back.
  effect jsonb,
  note text not null,
  created_at timestamptz not null default clock_timestamp(),
  check ((effect is not null) = (outcome = 'executed')),
  check (not by_delay or outcome = 'executed')
);

-- The school's setting for those who have not two others; the newest row counts, so that a change of
-- it leaves its line in the log.
create table audit.approval_delays (
  id integer generated always as identity primary key,
  delay_hours integer not null check (delay_hours between 0 and 720),
  created_at timestamptz not null default clock_timestamp()
);

-- One row, once there have been three people who may vote. From then on nobody gives the right to vote
-- alone, also not after deactivating the others.
create table audit.approval_starts (
  id integer primary key default 1 check (id = 1),
  voters integer not null,
  created_at timestamptz not null default clock_timestamp()
);

do $$
declare
  approval_table text;
begin
  foreach approval_table in array array['approval_actions', 'approval_requests', 'approval_votes', 'approval_outcomes', 'approval_delays',
    'approval_starts']
  loop
    call live.write_once(('audit.' || approval_table)::regclass);
    call live.protect(('audit.' || approval_table)::regclass, 'select');
    execute format('grant select, insert on audit.%I to referee', approval_table);
    execute format(
      'create trigger audit after insert on audit.%I for each row execute function audit.record()', approval_table);
  end loop;
end
$$;

reset role;

-- jsonb's own text is canonical: keys in one order, no duplicates, one way to write a space.
create function audit.payload_hash(p_action text, p_payload jsonb) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select encode(sha256(convert_to(jsonb_build_object('action', p_action, 'payload', p_payload)::text, 'UTF8')), 'hex')
$$;
alter function audit.payload_hash(text, jsonb) owner to referee;
grant execute on function audit.payload_hash(text, jsonb) to guru;

create function audit.approval_delay() returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select delay_hours from audit.approval_delays order by id desc limit 1), 0)
$$;
alter function audit.approval_delay() owner to referee;
grant execute on function audit.approval_delay() to guru;

-- Said by every instance of the cms as it starts; only a change is put down.
create function audit.set_approval_delay(p_hours integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtext('audit.approval_delays'));
  if audit.approval_delay() <> p_hours then
    insert into audit.approval_delays (delay_hours) values (p_hours);
  end if;
end
$$;
alter function audit.set_approval_delay(integer) owner to referee;
grant execute on function audit.set_approval_delay(integer) to guru;

-- Everything about a request in one row. `void`: its payload is not the one that was asked for.
create view audit.approvals with (security_invoker = true) as
  select r.*, o.created_at as ended_at, o.actor as ended_by, coalesce(o.by_delay, false) as by_delay, o.effect, o.note,
    case
      when o.outcome is not null then o.outcome
      when r.payload_hash <> audit.payload_hash(r.action, r.payload) then 'void'
      when r.expires_at <= clock_timestamp() then 'expired'
      else 'waiting'
    end as state
  from audit.approval_requests r
  left join audit.approval_outcomes o on o.request_id = r.id;
alter view audit.approvals owner to ourshiksha_owner;
grant select on audit.approvals to guru, referee;

-- The name of the administrator with this number whose roles allow something now and who is active;
-- null where there is none. Read anew at every decision.
create function audit.administrator_who_may(p_admin integer, p_permission text) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select w.name from cms.administrators_who_may(p_permission) w where w.id = p_admin);
end
$$;
alter function audit.administrator_who_may(integer, text) owner to referee;

-- How many may vote, one of them left out: nobody votes on a request of their own.
create function audit.voters_beside(p_admin integer) returns integer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select count(*) from cms.administrators_who_may('plugin::approvals.vote') w
    where w.id is distinct from p_admin);
end
$$;
alter function audit.voters_beside(integer) owner to referee;

-- Said after every change of who may vote.
create function audit.note_voters() returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  voters integer;
begin
  if exists (select from audit.approval_starts) then
    return;
  end if;
  voters := audit.voters_beside(null);
  if voters >= 3 then
    insert into audit.approval_starts (voters) values (voters) on conflict do nothing;
  end if;
end
$$;
alter function audit.note_voters() owner to referee;
grant execute on function audit.note_voters() to guru;

create function audit.acting_administrator() returns integer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  acting constant integer := nullif(current_setting('app.admin_id', true), '')::integer;
begin
  if acting is null then
    raise exception 'approval.nobody' using errcode = 'OS401';
  end if;
  return acting;
end
$$;
alter function audit.acting_administrator() owner to referee;

-- Puts a request down for the administrator or the student who acts, and nothing happens yet.
-- Without an expiry it stands 14 days, and the school's delay longer.
create function audit.request_approval(p_action text, p_payload jsonb, p_reason text,
  p_expires_at timestamptz default null)
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted audit.approval_actions;
  asking_admin constant integer := nullif(current_setting('app.admin_id', true), '')::integer;
  asking_student integer;
  asked_by text;
  delay constant integer := audit.approval_delay();
  expiry constant timestamptz := coalesce(p_expires_at,
    clock_timestamp() + interval '14 days' + make_interval(hours => delay));
  hash constant text := audit.payload_hash(p_action, p_payload);
  made integer;
begin
  select * into wanted from audit.approval_actions where action = p_action;
  if not found then
    raise exception 'approval.unknown-action' using errcode = 'OS422';
  end if;
  if coalesce(jsonb_typeof(p_payload), '') <> 'object' or octet_length(p_payload::text) > 100000 then
    raise exception 'approval.payload' using errcode = 'OS422';
  end if;
  if char_length(btrim(coalesce(p_reason, ''))) not between 10 and 2000 then
    raise exception 'approval.no-reason' using errcode = 'OS422';
  end if;
  if expiry <= clock_timestamp() or expiry > clock_timestamp() + interval '90 days' then
    raise exception 'approval.expiry' using errcode = 'OS422';
  end if;
  if asking_admin is not null then
    asked_by := audit.administrator_who_may(asking_admin, wanted.permission);
  elsif wanted.students_may_ask then
    select id, 'Student ' || id into asking_student, asked_by from activity.shishya_users
    where user_id = nullif(current_setting('app.user_id', true), '')::integer;
  end if;
  if asked_by is null then
    raise exception 'approval.may-not-ask' using errcode = 'OS403';
  end if;
  -- Two who ask for the same at once: the second hears of the first.
  perform pg_advisory_xact_lock(hashtext('audit.approval_requests.payload'), hashtext(hash));
  if exists (select from audit.approvals where payload_hash = hash and state = 'waiting') then
    raise exception 'approval.asked-already' using errcode = 'OS409';
  end if;
  insert into audit.approval_requests (action, payload, payload_hash, reason, admin_id, student_id, requested_by,
    votes_needed, voters_existed, delay_hours, expires_at)
  values (p_action, p_payload, hash, btrim(p_reason), asking_admin, asking_student, asked_by, wanted.votes_needed,
    audit.voters_beside(asking_admin), delay, expiry)
  returning id into made;
  return made;
end
$$;
alter function audit.request_approval(text, jsonb, text, timestamptz) owner to referee;
grant execute on function audit.request_approval(text, jsonb, text, timestamptz) to guru;

-- The request, locked until the transaction ends, if something may still be decided about it. A
-- transaction that sees one moment only would miss what was decided while it waited for the lock.
create function audit.open_request(p_request integer) returns audit.approvals
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  request audit.approvals;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'approvals are decided at READ COMMITTED' using errcode = '25001';
  end if;
  perform pg_advisory_xact_lock(hashtext('audit.approval_requests'), p_request);
  select * into request from audit.approvals where id = p_request;
  if not found then
    raise exception 'approval.not-found' using errcode = 'OS404';
  end if;
  if request.state <> 'waiting' then
    raise exception '%', case request.state when 'void' then 'approval.payload-changed'
      when 'expired' then 'approval.expired' else 'approval.ended' end using errcode = 'OS409';
  end if;
  return request;
end
$$;
alter function audit.open_request(integer) owner to referee;

-- The votes for a request that count now: bound to its payload, by others than the requester, whose
-- roles still allow voting.
create function audit.valid_votes(p_request audit.approvals) returns integer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select count(distinct v.admin_id) from audit.approval_votes v
    join cms.administrators_who_may('plugin::approvals.vote') w on w.id = v.admin_id
    where v.request_id = p_request.id and v.approve and v.payload_hash = p_request.payload_hash
      and v.admin_id is distinct from p_request.admin_id);
end
$$;
alter function audit.valid_votes(audit.approvals) owner to referee;

-- Carries a request out, in the caller's transaction: the effect and the outcome stand together or
-- not at all. The caller holds the request's lock.
create function audit.carry_out(p_request audit.approvals, p_actor integer, p_name text, p_by_delay boolean) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted audit.approval_actions;
  executor regprocedure;
  result jsonb;
  voters constant integer := audit.voters_beside(p_request.admin_id);
begin
  select * into strict wanted from audit.approval_actions where action = p_request.action;
  if p_request.admin_id is not null
    and audit.administrator_who_may(p_request.admin_id, wanted.permission) is null then
    raise exception 'approval.requester-gone' using errcode = 'OS409';
  end if;
  executor := to_regprocedure(wanted.executor || '(jsonb,integer)');
  if not exists (select from pg_proc where oid = executor and proowner = 'referee'::regrole) then
    raise exception 'no function % of the referee''s carries % out', wanted.executor, wanted.action;
  end if;
  execute format('select %s($1, $2)', wanted.executor) into result using p_request.payload, p_request.id;
  insert into audit.approval_outcomes (request_id, outcome, admin_id, actor, by_delay, voters_existed, effect, note)
  values (p_request.id, 'executed', p_actor, p_name, p_by_delay, voters, coalesce(result, '{}'),
    case when p_by_delay then format('by delay, %s voters existed', voters)
      else format('by %s votes', audit.valid_votes(p_request)) end);
  return coalesce(result, '{}');
end
$$;
alter function audit.carry_out(audit.approvals, integer, text, boolean) owner to referee;

-- A vote of the administrator who acts. A "no" ends the request; the "yes" that makes them enough
-- carries it out. An executor that refuses takes the vote back with it.
create function audit.vote_on(p_request integer, p_payload_hash text, p_approve boolean, p_remark text default '')
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  acting constant integer := audit.acting_administrator();
  request constant audit.approvals := audit.open_request(p_request);
  voter constant text := audit.administrator_who_may(acting, 'plugin::approvals.vote');
begin
  if voter is null then
    raise exception 'approval.may-not-vote' using errcode = 'OS403';
  end if;
  if acting = request.admin_id then
    raise exception 'approval.own-request' using errcode = 'OS403';
  end if;
  if exists (select from audit.approval_votes where request_id = p_request and admin_id = acting) then
    raise exception 'approval.voted-already' using errcode = 'OS409';
  end if;
  if p_payload_hash is distinct from request.payload_hash then
    raise exception 'approval.payload-changed' using errcode = 'OS409';
  end if;
  if p_approve is null or char_length(coalesce(p_remark, '')) > 2000 then
    raise exception 'approval.vote' using errcode = 'OS422';
  end if;
  insert into audit.approval_votes (request_id, admin_id, voter, approve, payload_hash, remark)
  values (p_request, acting, voter, p_approve, p_payload_hash, btrim(coalesce(p_remark, '')));
  if not p_approve then
    insert into audit.approval_outcomes (request_id, outcome, admin_id, actor, voters_existed, note)
    values (p_request, 'refused', acting, voter, audit.voters_beside(request.admin_id), 'by a vote against it');
    return jsonb_build_object('state', 'refused');
  end if;
  if audit.valid_votes(request) < request.votes_needed then
    return jsonb_build_object('state', 'waiting');
  end if;
  return jsonb_build_object('state', 'executed', 'effect', audit.carry_out(request, acting, voter, false));
end
$$;
alter function audit.vote_on(integer, text, boolean, text) owner to referee;
grant execute on function audit.vote_on(integer, text, boolean, text) to guru;

-- The requester takes a request back. A student's own is taken back by that student.
create function audit.withdraw_approval(p_request integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  request constant audit.approvals := audit.open_request(p_request);
  acting constant integer := nullif(current_setting('app.admin_id', true), '')::integer;
begin
  if not (case when request.admin_id is not null then request.admin_id is not distinct from acting
    else acting is null and exists (select from activity.shishya_users
      where id = request.student_id and user_id = nullif(current_setting('app.user_id', true), '')::integer) end) then
    raise exception 'approval.not-yours' using errcode = 'OS403';
  end if;
  insert into audit.approval_outcomes (request_id, outcome, admin_id, actor, voters_existed, note)
  values (p_request, 'withdrawn', acting, request.requested_by, audit.voters_beside(request.admin_id), 'by who asked');
end
$$;
alter function audit.withdraw_approval(integer) owner to referee;
grant execute on function audit.withdraw_approval(integer) to guru;

-- Carries out what is approved, or, in a school without two others who may vote, what has waited for
-- the school's delay without a vote against it. Then it is the requester who does it; for a student,
-- whoever may vote. Both the request and this moment must have found too few others, so that nobody
-- gets round a vote by taking the right from those who had it.
create function audit.execute_approval(p_request integer) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  acting constant integer := audit.acting_administrator();
  request constant audit.approvals := audit.open_request(p_request);
  wanted audit.approval_actions;
  doer text;
  enough boolean;
  delay constant integer := audit.approval_delay();
begin
  select * into strict wanted from audit.approval_actions where action = request.action;
  enough := audit.valid_votes(request) >= request.votes_needed;
  doer := case when acting = request.admin_id then audit.administrator_who_may(acting, wanted.permission)
    when enough or request.admin_id is null then audit.administrator_who_may(acting, 'plugin::approvals.vote') end;
  if doer is null then
    raise exception 'approval.not-yours' using errcode = 'OS403';
  end if;
  if not enough then
    if delay = 0 or request.delay_hours = 0 or request.voters_existed >= request.votes_needed
      or audit.voters_beside(request.admin_id) >= request.votes_needed then
      raise exception 'approval.not-approved' using errcode = 'OS409';
    end if;
    if clock_timestamp() < request.created_at + make_interval(hours => greatest(delay, request.delay_hours)) then
      raise exception 'approval.too-early' using errcode = 'OS409';
    end if;
  end if;
  return audit.carry_out(request, acting, doer, not enough);
end
$$;
alter function audit.execute_approval(integer) owner to referee;
grant execute on function audit.execute_approval(integer) to guru;

-- The first actions.

-- { "number": …, "public_reason": … }: the reason that the verification page shows.
create function activity.revoke_certificate(p_payload jsonb, p_request_id integer) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  certificate activity.issued_certificates;
begin
  select * into certificate from activity.issued_certificates where certificate_number = p_payload ->> 'number';
  if not found then
    raise exception 'certificate.not-found' using errcode = 'OS404';
  end if;
  insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
  select certificate.id, btrim(p_payload ->> 'public_reason'), requested_by
  from audit.approval_requests where id = p_request_id
  on conflict do nothing;
  if not found then
    raise exception 'certificate.revoked' using errcode = 'OS409';
  end if;
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata)
  values (certificate.shishya_user_id, 'revoke', 'certificate', certificate.certificate_number,
    jsonb_build_object('approval', p_request_id));
  return jsonb_build_object('number', certificate.certificate_number);
end
$$;
alter function activity.revoke_certificate(jsonb, integer) owner to referee;

-- { "question": …, "correct_answer": …, "further_answers": […] }
create function activity.correct_key_as_approved(p_payload jsonb, p_request_id integer) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  correction integer;
begin
  select activity.correct_key((p_payload ->> 'question')::integer, p_payload ->> 'correct_answer',
    p_payload -> 'further_answers', r.reason, r.requested_by)
  into correction
  from audit.approval_requests r where r.id = p_request_id;
  return jsonb_build_object('correction', correction);
end
$$;
alter function activity.correct_key_as_approved(jsonb, integer) owner to referee;
revoke execute on function activity.correct_key(integer, text, jsonb, text, text, integer) from guru;

-- { "administrator": …, "role": … }: who gets the role with this code, one of those that decide.
create function audit.make_administrator(p_payload jsonb, p_request_id integer) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform cms.give_deciding_role((p_payload ->> 'administrator')::integer, p_payload ->> 'role');
  return p_payload;
end
$$;
alter function audit.make_administrator(jsonb, integer) owner to referee;

-- Moving all learners of a course at once. The function that does it keeps its body under a name that
-- nobody is granted; up to 20 are moved by the editor who publishes, more by approval.
alter function activity.move_learners(integer, integer) rename to carry_learners;
revoke execute on function activity.carry_learners(integer, integer) from guru;

create function activity.learners_behind(p_course_id integer, p_version integer) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select count(*)::integer from activity.course_enrollments where course_id = p_course_id and version < p_version
$$;
alter function activity.learners_behind(integer, integer) owner to referee;
grant execute on function activity.learners_behind(integer, integer) to guru;

create function activity.learners_moved_freely() returns integer
language sql
immutable
set search_path = pg_catalog, pg_temp
as 'select 20';
alter function activity.learners_moved_freely() owner to referee;
grant execute on function activity.learners_moved_freely() to guru;

create function activity.move_learners(p_course_id integer, p_to_version integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if activity.learners_behind(p_course_id, p_to_version) > activity.learners_moved_freely() then
    raise exception 'learners.ask-first' using errcode = 'OS409';
  end if;
  return activity.carry_learners(p_course_id, p_to_version);
end
$$;
alter function activity.move_learners(integer, integer) owner to referee;
grant execute on function activity.move_learners(integer, integer) to guru;

-- { "course": …, "version": … }
create function activity.move_learners_as_approved(p_payload jsonb, p_request_id integer) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object('moved',
    activity.carry_learners((p_payload ->> 'course')::integer, (p_payload ->> 'version')::integer));
end
$$;
alter function activity.move_learners_as_approved(jsonb, integer) owner to referee;

-- The table's owner sees no row of it and writes none; the referee does.
set local role referee;
insert into audit.approval_actions (action, executor, permission) values
  ('certificate.revoke', 'activity.revoke_certificate', 'plugin::approvals.request'),
  ('key.correct', 'activity.correct_key_as_approved', 'plugin::records.keys.correct'),
  ('administrator.make', 'audit.make_administrator', 'admin::users.update'),
  ('learners.move', 'activity.move_learners_as_approved', 'plugin::publisher.publish');
reset role;

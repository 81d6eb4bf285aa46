-- Who is signed in, how often somebody may try to be, and the links that mails carry. The database
-- decides all three, so that every instance of the cms knows the same at the same moment. No secret
-- is kept: a session's tokens are signed, not stored, and of a mail's link there is only the SHA-256.

set local role ourshiksha_owner;

-- One login on one device. The refresh token names the session and a generation; using it raises the
-- generation, so a token that is used a second time gives its theft away.
create table activity.sessions (
  id integer generated always as identity primary key,
  -- The users-permissions user. Not a foreign key, because Strapi makes that table.
  user_id integer not null,
  generation integer not null default 1 check (generation > 0),
  -- When the present generation began: the session was used last then, or up to ten minutes later.
  renewed_at timestamptz not null default clock_timestamp(),
  ip_address text not null,
  user_agent text not null,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  ended_by text check (ended_by in ('logout', 'student', 'password', 'address', 'suspended', 'deleted', 'reuse')),
  check ((ended_at is null) = (ended_by is null))
);
create index sessions_open on activity.sessions (user_id) where ended_at is null;
call live.protect('activity.sessions', 'select');
grant select, insert, update, delete on activity.sessions to referee;
grant select (id, user_id, renewed_at, ip_address, user_agent, created_at, ended_at) on activity.sessions to shishya;
create policy own_rows on activity.sessions for select to shishya
  using (user_id = nullif(current_setting('app.user_id', true), '')::integer and (select activity.me()) is not null);

-- Tries that failed, by what they are counted on: an account, a device, a network, an address of mails.
create table activity.sign_in_limits (
  key text primary key check (char_length(key) between 1 and 120),
  failures integer not null check (failures >= 0),
  last_at timestamptz not null,
  blocked_until timestamptz
);
call live.protect('activity.sign_in_limits', '');
grant select, insert, update, delete on activity.sign_in_limits to referee;

create table activity.account_tokens (
  id integer generated always as identity primary key,
  user_id integer not null,
  kind text not null check (kind in ('confirm', 'reset', 'change', 'undo')),
  -- SHA-256 of 256 random bits, hexadecimal.
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  -- The address the link proves, or gives back.
  address text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz,
  void_at timestamptz
);
create index account_tokens_user on activity.account_tokens (user_id, kind);
call live.protect('activity.account_tokens', '');
grant select, insert, update, delete on activity.account_tokens to referee;

reset role;

-- What every request of a student begins with, in one statement: who they are (null for a visitor and
-- for a suspended student), and whether the session their token names was ended meanwhile.
create function activity.enter(out student integer, out session_ended boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  claimed constant integer := nullif(current_setting('app.user_id', true), '')::integer;
  token_session constant integer := nullif(current_setting('app.session_id', true), '')::integer;
begin
  select u.id into student from activity.shishya_users u where u.user_id = claimed and u.status = 'active';
  session_ended := token_session is not null and not exists (
    select from activity.sessions s where s.id = token_session and s.user_id = claimed and s.ended_at is null);
end
$$;
alter function activity.enter() owner to referee;
grant execute on function activity.enter() to shishya;

-- On whose behalf the rest of this transaction runs, for the log.
create function activity.acting(p_user_id integer, p_ip_address text, p_user_agent text) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
  select set_config('app.user_id', coalesce(p_user_id::text, ''), true),
    set_config('app.ip_address', p_ip_address, true),
    set_config('app.user_agent', left(p_user_agent, 300), true)
$$;
alter function activity.acting(integer, text, text) owner to referee;
grant execute on function activity.acting(integer, text, text) to guru;

-- Sessions last 30 days, and 14 without use. Rows are kept for 90 days after, then nobody needs them.
create function activity.open_session(p_user_id integer, p_ip_address text, p_user_agent text) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made integer;
begin
  insert into activity.sessions (user_id, ip_address, user_agent)
  values (p_user_id, p_ip_address, left(p_user_agent, 300))
  returning id into made;
  -- Now and then, so that no clock of its own is needed.
  if random() < 0.01 then
    delete from activity.sessions where created_at < clock_timestamp() - interval '120 days';
    delete from activity.account_tokens where created_at < clock_timestamp() - interval '120 days';
    delete from activity.sign_in_limits where last_at < clock_timestamp() - interval '2 days';
  end if;
  return made;
end
$$;
alter function activity.open_session(integer, text, text) owner to referee;
grant execute on function activity.open_session(integer, text, text) to guru;

-- Uses up one generation of a session and answers with the next; nothing where the session is over.
-- Two tabs may renew at once, and an answer may be lost: for a minute the generation before still
-- gives the present one. After that whoever shows it has copied it, or was copied from: the session
-- ends for both.
create function activity.renew_session(p_session_id integer, p_generation integer, p_ip_address text, p_user_agent text,
  out user_id integer, out generation integer)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  found_session activity.sessions;
  at timestamptz;
begin
  select * into found_session from activity.sessions s where s.id = p_session_id for update;
  at := clock_timestamp();
  if found_session.id is null
    or found_session.ended_at is not null
    or found_session.created_at < at - interval '30 days'
    or found_session.renewed_at < at - interval '14 days'
    or p_generation > found_session.generation
    or not exists (select from activity.shishya_users u
      where u.user_id = found_session.user_id and u.status = 'active')
  then
    return;
  end if;
  if p_generation = found_session.generation then
    update activity.sessions s
    set generation = s.generation + 1, renewed_at = at, ip_address = p_ip_address, user_agent = left(p_user_agent, 300)
    where s.id = p_session_id;
    user_id := found_session.user_id;
    generation := p_generation + 1;
  elsif p_generation = found_session.generation - 1 and at < found_session.renewed_at + interval '1 minute' then
    user_id := found_session.user_id;
    generation := found_session.generation;
  else
    perform activity.acting(found_session.user_id, p_ip_address, p_user_agent);
    perform activity.end_sessions(found_session.user_id, p_session_id, null, 'reuse');
  end if;
end
$$;
alter function activity.renew_session(integer, integer, text, text) owner to referee;
grant execute on function activity.renew_session(integer, integer, text, text) to guru;

-- Ends one session of a user, or all of them where none is named, but never the one to keep.
create function activity.end_sessions(p_user_id integer, p_session_id integer, p_keep integer, p_by text)
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  ended record;
  number integer := 0;
begin
  for ended in
    update activity.sessions s set ended_at = clock_timestamp(), ended_by = p_by
    where s.user_id = p_user_id and s.ended_at is null
      and (p_session_id is null or s.id = p_session_id)
      and s.id is distinct from p_keep
    returning s.id
  loop
    number := number + 1;
    perform audit.note(
      case p_by when 'logout' then 'logout' else 'session.ended' end,
      'activity.sessions', ended.id::text, jsonb_build_object('user_id', p_user_id, 'by', p_by));
  end loop;
  return number;
end
$$;
alter function activity.end_sessions(integer, integer, integer, text) owner to referee;
grant execute on function activity.end_sessions(integer, integer, integer, text) to guru;

-- A student ends a session of their own, or all but the one they ask from.
create function activity.end_my_session(p_session_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  account constant integer := nullif(current_setting('app.user_id', true), '')::integer;
begin
  perform activity.require_me();
  if activity.end_sessions(account, p_session_id, null, 'student') = 0 then
    raise exception 'session.not-found' using errcode = 'OS404';
  end if;
end
$$;
alter function activity.end_my_session(integer) owner to referee;
grant execute on function activity.end_my_session(integer) to shishya;

create function activity.end_my_other_sessions() returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform activity.require_me();
  perform activity.end_sessions(
    nullif(current_setting('app.user_id', true), '')::integer, null,
    nullif(current_setting('app.session_id', true), '')::integer, 'student');
end
$$;
alter function activity.end_my_other_sessions() owner to referee;
grant execute on function activity.end_my_other_sessions() to shishya;

-- Lets a try in and counts it as failed, or says for how many seconds none is let in. Counting first
-- means that a thousand tries at once are not a thousand before the first is counted. A try that is
-- not let in counts for nothing: else a stranger could keep an account shut by knocking.
-- p_limits: [{key, free, first_wait, longest_wait, forget}], times in seconds. The wait begins with
-- the failure number `free` and doubles with each further one.
create function activity.admit_try(p_limits jsonb) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  at timestamptz;
  wait integer;
begin
  insert into activity.sign_in_limits (key, failures, last_at)
  select l.key, 0, clock_timestamp() from jsonb_to_recordset(p_limits) l (key text) order by l.key
  on conflict (key) do nothing;
  -- In one order, so that two tries with the same keys cannot lock each other out.
  perform from activity.sign_in_limits s
  where s.key in (select l.key from jsonb_to_recordset(p_limits) l (key text))
  order by s.key for update;
  at := clock_timestamp();
  select ceil(max(extract(epoch from s.blocked_until - at)))::integer into wait
  from activity.sign_in_limits s
  where s.key in (select l.key from jsonb_to_recordset(p_limits) l (key text)) and s.blocked_until > at;
  if wait is not null then
    return wait;
  end if;
  update activity.sign_in_limits s
  set failures = counted.failures,
      last_at = at,
      blocked_until = case when counted.failures >= l.free then
        at + make_interval(secs => least(l.longest_wait, l.first_wait * 2 ^ least(counted.failures - l.free, 20))) end
  from jsonb_to_recordset(p_limits) l (key text, free integer, first_wait integer, longest_wait integer, forget integer),
    lateral (
      select 1 + case when s2.last_at < at - make_interval(secs => l.forget) then 0 else s2.failures end as failures
      from activity.sign_in_limits s2 where s2.key = l.key
    ) counted
  where s.key = l.key;
  return 0;
end
$$;
alter function activity.admit_try(jsonb) owner to referee;
grant execute on function activity.admit_try(jsonb) to guru;

-- The try succeeded: `p_clear` begins anew, `p_return` only takes this one try back.
create function activity.forgive_try(p_clear text[], p_return text[]) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from activity.sign_in_limits where key = any(p_clear);
  update activity.sign_in_limits set failures = greatest(failures - 1, 0), blocked_until = null
  where key = any(p_return);
$$;
alter function activity.forgive_try(text[], text[]) owner to referee;
grant execute on function activity.forgive_try(text[], text[]) to guru;

-- A link for a mail. A new one makes those before it worthless, except for taking a change of address
-- back: whoever changes it twice must not get rid of the owner's first link by that.
create function activity.issue_account_token(p_user_id integer, p_kind text, p_token_hash text, p_address text)
returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.account_tokens set void_at = clock_timestamp()
  where user_id = p_user_id and kind = p_kind and kind <> 'undo' and used_at is null and void_at is null;
  insert into activity.account_tokens (user_id, kind, token_hash, address, expires_at)
  values (p_user_id, p_kind, p_token_hash, p_address, clock_timestamp() + case p_kind
    when 'reset' then interval '1 hour' when 'undo' then interval '7 days' else interval '24 hours' end);
$$;
alter function activity.issue_account_token(integer, text, text, text) owner to referee;
grant execute on function activity.issue_account_token(integer, text, text, text) to guru;

-- Uses a link, once. No row where it is unknown, used, over or replaced.
create function activity.use_account_token(p_kind text, p_token_hash text) returns table (user_id integer, address text)
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.account_tokens t set used_at = clock_timestamp()
  where t.kind = p_kind and t.token_hash = p_token_hash
    and t.used_at is null and t.void_at is null and t.expires_at > clock_timestamp()
  returning t.user_id, t.address
$$;
alter function activity.use_account_token(text, text) owner to referee;
grant execute on function activity.use_account_token(text, text) to guru;

-- Takes a change of address back. Every other link of the account is void with it, except for the older
-- ones of this kind: who changed the address twice must not shut the owner out with the second notice.
create function activity.use_undo_token(p_token_hash text, out user_id integer, out address text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  used integer;
begin
  update activity.account_tokens t set used_at = clock_timestamp()
  where t.kind = 'undo' and t.token_hash = p_token_hash
    and t.used_at is null and t.void_at is null and t.expires_at > clock_timestamp()
  returning t.id, t.user_id, t.address into used, user_id, address;
  update activity.account_tokens t set void_at = clock_timestamp()
  where t.user_id = use_undo_token.user_id and t.used_at is null and t.void_at is null
    and (t.kind <> 'undo' or t.id > used);
end
$$;
alter function activity.use_undo_token(text) owner to referee;
grant execute on function activity.use_undo_token(text) to guru;

create function activity.void_account_tokens(p_user_id integer, p_kinds text[]) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.account_tokens set void_at = clock_timestamp()
  where user_id = p_user_id and kind = any(p_kinds) and used_at is null and void_at is null
$$;
alter function activity.void_account_tokens(integer, text[]) owner to referee;
grant execute on function activity.void_account_tokens(integer, text[]) to guru;

-- The name on pages and on certificates to come; issued ones keep theirs.
create function activity.rename_student(p_user_id integer, p_name text) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.shishya_users set name = p_name where user_id = p_user_id and name <> p_name
$$;
alter function activity.rename_student(integer, text) owner to referee;
grant execute on function activity.rename_student(integer, text) to guru;

-- Everything kept here about one account, for whoever erases it.
create function activity.forget_sign_ins(p_user_id integer) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from activity.sessions where user_id = p_user_id;
  delete from activity.account_tokens where user_id = p_user_id;
$$;
alter function activity.forget_sign_ins(integer) owner to referee;

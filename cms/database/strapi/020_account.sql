-- A confirmed account has its learner side in the same transaction: never half an account.
create or replace function cms.make_student() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform activity.ensure_student(
    new.id,
    coalesce(nullif(btrim(new.name), ''), split_part(new.email, '@', 1)),
    new.email,
    coalesce(new.blocked, false));
  return null;
end
$$;

create or replace trigger make_student after insert or update on cms.up_users
  for each row when (new.confirmed) execute function cms.make_student();

-- The record outlives its account, but whoever still holds a token of it may do nothing with it. Who
-- confirms the same address again takes the record up.
create or replace function cms.suspend_student() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform activity.ensure_student(old.id, old.email, old.email, true);
  return null;
end
$$;

create or replace trigger suspend_student after delete on cms.up_users
  for each row when (old.confirmed) execute function cms.suspend_student();

-- Accounts confirmed while no trigger hung here (an older database) get theirs now.
select activity.ensure_student(
  u.id, coalesce(nullif(btrim(u.name), ''), split_part(u.email, '@', 1)), u.email, coalesce(u.blocked, false))
from cms.up_users u
where u.confirmed and not exists (select from activity.shishya_users s where s.user_id = u.id);

-- Whoever changes a password or blocks an account, in the admin, by a mail's link or by hand, ends the
-- sessions there were; the session that changes its own password stays.
create or replace function cms.end_sessions() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    perform activity.end_sessions(old.id, null, null, 'deleted');
    perform activity.void_account_tokens(old.id, array['confirm', 'reset', 'change', 'undo']);
  elsif coalesce(new.blocked, false) then
    perform activity.end_sessions(new.id, null, null, 'suspended');
  else
    perform activity.end_sessions(
      new.id, null, nullif(current_setting('app.session_id', true), '')::integer, 'password');
    perform activity.void_account_tokens(new.id, array['reset']);
  end if;
  return null;
end
$$;

create or replace trigger end_sessions_changed after update on cms.up_users
  for each row when (old.password is distinct from new.password
    or coalesce(new.blocked, false) and not coalesce(old.blocked, false))
  execute function cms.end_sessions();
create or replace trigger end_sessions_deleted after delete on cms.up_users
  for each row execute function cms.end_sessions();

-- One account for an address, also where two register it at the same moment. Strapi looks before it
-- inserts, which two can do at once; of such twins those that were never confirmed go.
delete from cms.up_users twin
using cms.up_users other
where lower(twin.email) = lower(other.email) and twin.id < other.id and not coalesce(twin.confirmed, false);
create unique index if not exists up_users_one_address on cms.up_users (lower(email));

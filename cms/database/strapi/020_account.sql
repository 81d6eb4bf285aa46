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

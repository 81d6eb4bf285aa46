-- What the approvals need of Strapi's own administrators, roles and permissions.

-- Who is active and has a role that allows something, unconditionally. A function, not a view: it
-- stands in the way of no change that Strapi makes to its tables.
create or replace function cms.administrators_who_may(p_permission text)
returns table (id integer, name text, email text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select u.id, coalesce(nullif(btrim(concat_ws(' ', u.firstname, u.lastname)), ''), u.email)::text, u.email::text
  from cms.admin_users u
  where u.is_active and not coalesce(u.blocked, false) and exists (
    select from cms.admin_users_roles_lnk ur
    join cms.admin_permissions_role_lnk pr on pr.role_id = ur.role_id
    join cms.admin_permissions p on p.id = pr.permission_id
    where ur.user_id = u.id and p.action = p_permission
      and coalesce(jsonb_array_length(p.conditions), 0) = 0)
  order by u.id;
end
$$;

-- Whether who has this role decides about others: the super admin's, and every role that may vote.
create or replace function cms.role_decides(p_role integer) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select from cms.admin_roles where id = p_role and code = 'strapi-super-admin')
    or exists (select from cms.admin_permissions_role_lnk pr
      join cms.admin_permissions p on p.id = pr.permission_id
      where pr.role_id = p_role and p.action = 'plugin::approvals.vote');
end
$$;

-- The role with this code for somebody who is there and active. Runs as whoever calls it, and only the
-- referee's executor passes the triggers below.
create or replace function cms.give_deciding_role(p_admin integer, p_role text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  given constant integer := (select id from cms.admin_roles where code = p_role order by id limit 1);
begin
  if not coalesce(cms.role_decides(given), false) then
    raise exception 'administrator.role' using errcode = 'OS422';
  end if;
  if not exists (select from cms.admin_users where id = p_admin and is_active and not coalesce(blocked, false)) then
    raise exception 'administrator.not-active' using errcode = 'OS409';
  end if;
  if exists (select from cms.admin_users_roles_lnk where user_id = p_admin and role_id = given) then
    raise exception 'administrator.already' using errcode = 'OS409';
  end if;
  insert into cms.admin_users_roles_lnk (user_id, role_id, role_ord)
  select p_admin, given, 1 + coalesce(max(role_ord), 0) from cms.admin_users_roles_lnk where user_id = p_admin;
end
$$;

-- Who acts: an administrator's number, 0 for an API token, null for the system itself (its start, a
-- command on the server, a person who comes with a link out of a mail and is not signed in).
create or replace function cms.acting() returns integer
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(nullif(current_setting('app.admin_id', true), '')::integer,
    case when nullif(current_setting('app.api_token', true), '') is not null then 0 end)
$$;

-- Raises the code where a person who acts gives a right to decide that only two others may give. Free
-- is it while the school is being set up: there were never three who may vote, and beside who acts and
-- who receives it (a person, or the holders of a role) fewer than two others are active or invited.
create or replace function cms.refuse_giving_alone(p_code text, p_receiver integer, p_role integer) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user = 'referee' or cms.acting() is null then
    return;
  end if;
  if exists (select from audit.approval_starts) or (
    select count(distinct u.id) from cms.admin_users u
    join cms.admin_users_roles_lnk l on l.user_id = u.id
    where u.id <> cms.acting() and u.id is distinct from p_receiver and l.role_id is distinct from p_role
      and (u.is_active or u.registration_token is not null) and not coalesce(u.blocked, false)
      and cms.role_decides(l.role_id)) >= 2 then
    raise exception '%', p_code using errcode = 'OS403';
  end if;
end
$$;

-- After the row, because Strapi saves a person's roles by inserting what is there already "on
-- conflict": those rows are no new ones, but would pass a trigger before them.
create or replace function cms.refuse_deciding_role() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if cms.role_decides(new.role_id) then
    perform cms.refuse_giving_alone('administrator.ask-first', new.user_id, null);
    perform audit.note_voters();
  end if;
  return null;
end
$$;

create or replace trigger refuse_deciding_role after insert or update of user_id, role_id on cms.admin_users_roles_lnk
  for each row execute function cms.refuse_deciding_role();

-- Who is let in again brings the role along.
create or replace function cms.refuse_return() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from cms.admin_users_roles_lnk where user_id = new.id and cms.role_decides(role_id)) then
    perform cms.refuse_giving_alone('administrator.return', new.id, null);
    perform audit.note_voters();
  end if;
  return null;
end
$$;

create or replace trigger refuse_return after update of is_active, blocked on cms.admin_users
  for each row when (new.is_active and not coalesce(new.blocked, false)
    and (old.is_active is not true or coalesce(old.blocked, false)))
  execute function cms.refuse_return();

-- Nor does another role come to vote: by the permission, by losing the conditions on it, or by taking
-- the super admin's name.
create or replace function cms.refuse_vote() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from cms.admin_permissions where id = new.permission_id and action = 'plugin::approvals.vote') then
    perform cms.refuse_giving_alone('administrator.vote', null, new.role_id);
    perform audit.note_voters();
  end if;
  return null;
end
$$;

create or replace trigger refuse_vote after insert or update of permission_id, role_id on cms.admin_permissions_role_lnk
  for each row execute function cms.refuse_vote();

create or replace function cms.refuse_vote_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform cms.refuse_giving_alone('administrator.vote', null,
    (select role_id from cms.admin_permissions_role_lnk where permission_id = new.id limit 1));
  perform audit.note_voters();
  return null;
end
$$;

create or replace trigger refuse_vote_change after update of action, conditions on cms.admin_permissions
  for each row when (new.action = 'plugin::approvals.vote'
    and (old.action is distinct from new.action or old.conditions is distinct from new.conditions))
  execute function cms.refuse_vote_change();

create or replace function cms.refuse_super_admin_code() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.code = 'strapi-super-admin' and exists (select from cms.admin_roles where code = new.code and id <> new.id) then
    raise exception 'administrator.ask-first' using errcode = 'OS403';
  end if;
  return null;
end
$$;

create or replace trigger refuse_super_admin_code after insert or update of code on cms.admin_roles
  for each row execute function cms.refuse_super_admin_code();

-- What one signs in with is changed by oneself only, once there is a password; else whoever may change
-- people could vote as them. A link out of a mail has nobody who acts.
create or replace function cms.refuse_another_account() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if cms.acting() <> new.id then
    raise exception 'administrator.own-account' using errcode = 'OS403';
  end if;
  return null;
end
$$;

create or replace trigger refuse_another_account
  after update of email, password, registration_token, reset_password_token on cms.admin_users
  for each row when (old.password is not null
    and (old.email, old.password, old.registration_token, old.reset_password_token)
      is distinct from (new.email, new.password, new.registration_token, new.reset_password_token))
  execute function cms.refuse_another_account();

revoke execute on function cms.administrators_who_may(text), cms.role_decides(integer),
  cms.give_deciding_role(integer, text), cms.acting(), cms.refuse_giving_alone(text, integer, integer) from public;
grant usage on schema cms to referee;
grant execute on function cms.administrators_who_may(text), cms.role_decides(integer),
  cms.give_deciding_role(integer, text), cms.acting(), cms.refuse_giving_alone(text, integer, integer) to referee;
grant select (id, code) on cms.admin_roles to referee;
grant select (id, is_active, blocked) on cms.admin_users to referee;
grant select, insert on cms.admin_users_roles_lnk to referee;
grant select (permission_id, role_id) on cms.admin_permissions_role_lnk to referee;
grant select (id, action) on cms.admin_permissions to referee;
grant usage on sequence cms.admin_users_roles_lnk_id_seq to referee;

-- A school that had them before this was looked at.
select audit.note_voters();

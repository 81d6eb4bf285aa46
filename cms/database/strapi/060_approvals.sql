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

-- The super admin's role for somebody who is there and active. Runs as whoever calls it, and only the
-- referee's executor passes the trigger below.
create or replace function cms.give_super_admin(p_admin integer) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  super_role constant integer := (select id from cms.admin_roles where code = 'strapi-super-admin');
begin
  if not exists (select from cms.admin_users where id = p_admin and is_active and not coalesce(blocked, false)) then
    raise exception 'administrator.not-active' using errcode = 'OS409';
  end if;
  if exists (select from cms.admin_users_roles_lnk where user_id = p_admin and role_id = super_role) then
    raise exception 'administrator.already' using errcode = 'OS409';
  end if;
  insert into cms.admin_users_roles_lnk (user_id, role_id, role_ord)
  select p_admin, super_role, 1 + coalesce(max(role_ord), 0) from cms.admin_users_roles_lnk where user_id = p_admin;
end
$$;

-- After the row, because Strapi saves a person's roles by inserting what is there already "on
-- conflict": those rows are no new ones, but would pass a trigger before them. The very first
-- administrator needs nobody.
create or replace function cms.refuse_super_admin() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user <> 'referee'
    and new.role_id = (select id from cms.admin_roles where code = 'strapi-super-admin')
    and exists (select from cms.admin_users_roles_lnk where role_id = new.role_id and id <> new.id) then
    raise exception 'administrator.ask-first' using errcode = 'OS403';
  end if;
  return null;
end
$$;

create or replace trigger refuse_super_admin after insert or update of user_id, role_id on cms.admin_users_roles_lnk
  for each row execute function cms.refuse_super_admin();

-- Nor does another role become the super admin's by taking its name.
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

revoke execute on function cms.administrators_who_may(text), cms.give_super_admin(integer) from public;
grant usage on schema cms to referee;
grant execute on function cms.administrators_who_may(text), cms.give_super_admin(integer) to referee;
grant select (id, code) on cms.admin_roles to referee;
grant select (id, is_active, blocked) on cms.admin_users to referee;
grant select, insert on cms.admin_users_roles_lnk to referee;
grant usage on sequence cms.admin_users_roles_lnk_id_seq to referee;

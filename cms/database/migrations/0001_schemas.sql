-- The four schemas beside Strapi's own, and what holds for all of them.
-- Roles are made by ../roles.ts; migrations run as the administrator.

create schema live authorization ourshiksha_owner;
create schema keys authorization ourshiksha_owner;
create schema activity authorization ourshiksha_owner;
create schema audit authorization ourshiksha_owner;

grant usage on schema live to guru, shishya;
grant usage on schema keys to guru;
grant usage on schema activity to guru, shishya;
grant usage on schema audit to guru;
-- The referee owns the functions that grade and issue, so it must be able to hold objects there.
grant usage, create on schema live, keys, activity, audit to referee;

-- A function is callable by whom it is granted to, never by everybody.
-- The referee's functions are made by whoever runs the migrations and handed over afterwards, so the
-- second line, which names no role, is the one that holds for them.
alter default privileges for role ourshiksha_owner revoke execute on functions from public;
alter default privileges revoke execute on functions from public;

set local role ourshiksha_owner;

-- Hung before update, delete and truncate of every table whose rows are written once. It speaks
-- even where a grant would allow the change, so it holds for owners and superusers too.
create function live.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception '%.% is written once: % refused', tg_table_schema, tg_table_name, lower(tg_op)
    using errcode = '42501';
end
$$;

-- Hung after insert on every table of a version: rows may only join the version that is being
-- written, the one after the current. So nothing can be added to a version once it is current.
create function live.refuse_closed_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  closed record;
begin
  select n.course_id, n.version into closed
  from written n
  join live.courses c on c.id = n.course_id
  where n.version <> c.version + 1
  limit 1;
  if found then
    raise exception 'version % of course % is not the one being written', closed.version, closed.course_id
      using errcode = '42501';
  end if;
  return null;
end
$$;
grant execute on function live.refuse_change(), live.refuse_closed_version() to guru, referee, shishya;

-- Everything a written-once table needs, in one call, so that no table gets only half of it.
create procedure live.write_once(target regclass)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format(
    'create trigger refuse_change before update or delete on %s for each row execute function live.refuse_change()',
    target);
  execute format(
    'create trigger refuse_truncate before truncate on %s for each statement execute function live.refuse_change()',
    target);
end
$$;

create procedure live.write_once_per_version(target regclass)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  call live.write_once(target);
  execute format(
    'create trigger refuse_closed_version after insert on %s referencing new table as written for each statement execute function live.refuse_closed_version()',
    target);
end
$$;

-- Row-level security for whoever asks, owners included; the referee and Strapi's role get theirs here.
create procedure live.protect(target regclass, guru_may text)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy referee on %s to referee using (true) with check (true)', target);
  execute format('create policy guru on %s to guru using (true) with check (true)', target);
  if guru_may <> '' then
    execute format('grant %s on %s to guru', guru_may, target);
  end if;
end
$$;

reset role;

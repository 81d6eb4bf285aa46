-- Who shows courses hears at once that a course's current version, or whether it is shown, changed.

set local role ourshiksha_owner;

-- PostgreSQL delivers it when the transaction commits, and only then. It names what is public anyway:
-- a course that was published and the version it has now. The row stays the truth; whoever hears of
-- it reads anew, so a notification that is lost or comes twice does no harm.
create function live.tell_current_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('current_versions',
    json_build_object('course_id', new.id, 'version', new.version)::text);
  return null;
end
$$;
grant execute on function live.tell_current_version() to guru;
create trigger tell_current_version after update on live.courses
  for each row when (new.version > 0) execute function live.tell_current_version();

reset role;

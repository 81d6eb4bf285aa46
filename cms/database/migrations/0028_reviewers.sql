-- Who has taken a submission up is an account, not a name: two reviewers may be called the same. The
-- account is the session's administrator; submissions taken before this have none and may be taken by
-- anybody.

set local role ourshiksha_owner;

alter table activity.user_project_submissions
  add column taken_by_id integer,
  add constraint submissions_taken_by check (taken_by_id is null or taken_by is not null);

reset role;

create or replace function activity.take_submission(p_submission_id integer, p_reviewer text) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  acting constant integer := nullif(current_setting('app.admin_id', true), '')::integer;
  wanted activity.user_project_submissions := activity.require_submission(p_submission_id);
begin
  if (wanted.taken_by, wanted.taken_by_id) is not distinct from (p_reviewer, acting) then
    return;
  end if;
  update activity.user_project_submissions
  set status = 'under_review', taken_by = p_reviewer, taken_by_id = acting, taken_at = clock_timestamp()
  where id = p_submission_id;
  if wanted.status = 'submitted' then
    perform activity.note(wanted.shishya_user_id, 'take up', 'submission', p_submission_id::text);
  end if;
end
$$;

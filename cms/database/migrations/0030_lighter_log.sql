-- The log costs less: a line with nothing to hide or to put apart is written by one statement, and what
-- the database counts anew from rows that have lines has none of its own. What is in a line stays as it was.

set local role ourshiksha_owner;

-- Expressions with {64} are built anew for each line, which took as long as all indexes together. Only
-- audit.digest_of makes these, and a verification computes them again.
alter table audit.log drop constraint log_personal_check;
alter table audit.origins drop constraint origins_digest_check;

reset role;

-- Adds the line of a row that may hold secrets or something personal. `p_texts` are columns that hold JSON
-- as text, in which secrets may stand.
create function audit.add_row_line(p_action text, p_subject text, p_before jsonb, p_after jsonb, p_texts text[])
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  id constant text := coalesce(coalesce(p_after, p_before) ->> 'id',
    coalesce(p_after, p_before) ->> 'issued_certificate_id');
  before_shown jsonb := audit.without_secrets(p_before, p_after);
  after_shown jsonb := audit.without_secrets(p_after, p_before);
  name text;
  setting_before jsonb;
  setting_after jsonb;
begin
  foreach name in array coalesce(p_texts, '{}') loop
    setting_before := audit.setting_of(p_before ->> name);
    setting_after := audit.setting_of(p_after ->> name);
    before_shown := before_shown
      || jsonb_build_object(name, audit.without_inner_secrets(setting_before, setting_after));
    after_shown := after_shown
      || jsonb_build_object(name, audit.without_inner_secrets(setting_after, setting_before));
  end loop;
  perform audit.add_line(p_action, p_subject, id, before_shown, after_shown, null);
end
$$;
alter function audit.add_row_line(text, text, jsonb, jsonb, text[]) owner to referee;

-- Hung after insert, update and delete of a table of record, with the names of such columns as arguments.
create or replace function audit.record() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  subject constant text := tg_table_schema || '.' || tg_table_name;
  row_before jsonb;
  row_after jsonb;
begin
  if tg_op = 'INSERT' then
    row_after := to_jsonb(new);
  elsif tg_op = 'UPDATE' then
    row_before := to_jsonb(old);
    row_after := to_jsonb(new);
  else
    row_before := to_jsonb(old);
  end if;
  -- Most lines are of students and have nothing personal but from where, which an earlier line has put
  -- down: then this is all. It finds no origin for whoever acts otherwise.
  if tg_nargs = 0
    and not coalesce(row_after, row_before) ?| (audit.secret_columns() || audit.personal_columns(subject)) then
    insert into audit.log (at, transaction_id, login, user_id, action, subject, subject_id, before, after, personal)
    select clock_timestamp(), pg_current_xact_id(), session_user, o.account_id::text, lower(tg_op), subject,
      coalesce(coalesce(row_after, row_before) ->> 'id', coalesce(row_after, row_before) ->> 'issued_certificate_id'),
      row_before, row_after, o.digest
    from audit.origins o
    where o.account_id = nullif(current_setting('app.user_id', true), '')::integer
      and o."values" = jsonb_strip_nulls(jsonb_build_object(
        'ip_address', nullif(current_setting('app.ip_address', true), ''),
        'user_agent', nullif(current_setting('app.user_agent', true), '')))
      and coalesce(current_setting('app.admin_id', true), '') = ''
      and coalesce(current_setting('app.api_token', true), '') = '';
    if found then
      return null;
    end if;
  end if;
  perform audit.add_row_line(lower(tg_op), subject, row_before, row_after, tg_argv);
  return null;
end
$$;

set local role ourshiksha_owner;

-- What a student completes, hands in or is graded has a line; the percentage that follows from it, counted
-- in the same transaction by functions that are the students' login's only way here, has none. Whoever else
-- changes it has one, and so have the beginning and the end of a course.
drop trigger audit_change on activity.course_enrollments;
create trigger audit_change after update on activity.course_enrollments for each row
  when (to_jsonb(old) - '{last_kind,last_id,last_activity_at}'::text[]
      - case session_user when 'shishya_login' then 'progress_percentage' else '' end
    is distinct from to_jsonb(new) - '{last_kind,last_id,last_activity_at}'::text[]
      - case session_user when 'shishya_login' then 'progress_percentage' else '' end)
  execute function audit.record();

reset role;

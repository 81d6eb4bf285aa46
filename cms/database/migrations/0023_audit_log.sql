-- The log says also from where; secrets never get into it; what happens without changing a row has
-- lines too. Every line is added in one place, audit.add_line.

set local role ourshiksha_owner;

alter table audit.log
  add column ip_address text,
  add column user_agent text,
  -- What an event has to say beyond its subject, and the API token that was used.
  add column details jsonb,
  -- SHA-256 of what was taken out of the line because it is personal, hexadecimal; null where nothing was.
  add column personal text check (personal ~ '^[0-9a-f]{64}$');

-- What the admin searches by, always the newest first. A line is in as few of them as possible,
-- because whoever writes it waits for each.
create index log_at on audit.log (at);
create index log_admin on audit.log (admin_id, id) where admin_id is not null;
create index log_user on audit.log (user_id, id) where user_id is not null;
create index log_address on audit.log (ip_address, id) where ip_address is not null;
create index log_event on audit.log (action, id) where action not in ('insert', 'update', 'delete');

reset role;

-- The columns nobody may read in the log, of whichever table. audit-log.test.ts compares them with the
-- columns there are.
create function audit.secret_columns() returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select array['password', 'reset_password_token', 'confirmation_token', 'registration_token', 'access_key',
    'encrypted_key', 'encrypted_access_key', 'token', 'refresh_token', 'access_token', 'secret', 'client_secret',
    'api_key', 'private_key', 'storage_key', 'storage_url',
    -- Of a webhook.
    'headers']
$$;

-- A row without its secrets: "(hidden)" in their place, or "(hidden, changed)" where the row compared
-- with has another. What was empty is still seen to be.
create function audit.without_secrets(p_row jsonb, p_other jsonb) returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  secrets constant text[] := audit.secret_columns();
begin
  if p_row is null or not p_row ?| secrets then
    return p_row;
  end if;
  return p_row || coalesce((
    select jsonb_object_agg(name,
      case when p_other is not null and p_other -> name is distinct from p_row -> name
        then '(hidden, changed)' else '(hidden)' end)
    from unnest(secrets) name where p_row ->> name is not null), '{}');
end
$$;

-- What a text holds: JSON, where it is any.
create function audit.setting_of(p_text text) returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case when p_text is json then p_text::jsonb else to_jsonb(p_text) end
$$;

-- The same for settings, which hold objects within objects.
create function audit.without_inner_secrets(p_value jsonb, p_other jsonb) returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_value is null or jsonb_typeof(p_value) <> 'object' then
    return p_value;
  end if;
  return audit.without_secrets((
    select coalesce(jsonb_object_agg(key, audit.without_inner_secrets(value, p_other -> key)), '{}')
    from jsonb_each(p_value)), p_other);
end
$$;

-- Adds one line. Who acts and from where stands in the session's settings. Called by the functions
-- below only, as their owner.
create function audit.add_line(
  p_action text, p_subject text, p_subject_id text, p_before jsonb, p_after jsonb, p_details jsonb) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  api_token constant text := nullif(current_setting('app.api_token', true), '');
begin
  insert into audit.log (at, transaction_id, login, user_id, admin_id, ip_address, user_agent, action, subject,
    subject_id, before, after, details)
  values (
    clock_timestamp(),
    pg_current_xact_id(),
    session_user,
    nullif(current_setting('app.user_id', true), ''),
    nullif(current_setting('app.admin_id', true), ''),
    nullif(current_setting('app.ip_address', true), ''),
    nullif(current_setting('app.user_agent', true), ''),
    p_action,
    p_subject,
    p_subject_id,
    p_before,
    p_after,
    case when api_token is null then p_details
      else coalesce(p_details, '{}') || jsonb_build_object('api_token', api_token) end
  );
end
$$;
alter function audit.add_line(text, text, text, jsonb, jsonb, jsonb) owner to referee;
alter function audit.secret_columns() owner to referee;
alter function audit.without_secrets(jsonb, jsonb) owner to referee;
alter function audit.setting_of(text) owner to referee;
alter function audit.without_inner_secrets(jsonb, jsonb) owner to referee;

-- Hung after insert, update and delete of a table of record. Arguments of the trigger name columns that
-- hold JSON as text, in which secrets may stand.
create or replace function audit.record() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  row_before jsonb;
  row_after jsonb;
  before_shown jsonb;
  after_shown jsonb;
  setting_before jsonb;
  setting_after jsonb;
begin
  if tg_op <> 'INSERT' then
    row_before := to_jsonb(old);
  end if;
  if tg_op <> 'DELETE' then
    row_after := to_jsonb(new);
  end if;
  before_shown := audit.without_secrets(row_before, row_after);
  after_shown := audit.without_secrets(row_after, row_before);
  for i in 0 .. tg_nargs - 1 loop
    setting_before := audit.setting_of(row_before ->> tg_argv[i]);
    setting_after := audit.setting_of(row_after ->> tg_argv[i]);
    before_shown := before_shown
      || jsonb_build_object(tg_argv[i], audit.without_inner_secrets(setting_before, setting_after));
    after_shown := after_shown
      || jsonb_build_object(tg_argv[i], audit.without_inner_secrets(setting_after, setting_before));
  end loop;
  perform audit.add_line(
    lower(tg_op),
    tg_table_schema || '.' || tg_table_name,
    coalesce(row_after, row_before) ->> case when coalesce(row_after, row_before) ? 'id' then 'id'
      else 'issued_certificate_id' end,
    before_shown,
    after_shown,
    null);
  return null;
end
$$;

-- The same for rows that hold a whole course: the line has the checksum instead.
create function audit.record_without_course() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  contents constant text[] := array['snapshot', 'drafts'];
  row_before jsonb;
  row_after jsonb;
begin
  -- Emptied before it is made JSON of: a large course would be copied twice for nothing.
  if tg_op <> 'INSERT' then
    if tg_table_name <> 'draft_restores' then
      old.snapshot := null;
    end if;
    row_before := to_jsonb(old) - contents;
  end if;
  if tg_op <> 'DELETE' then
    if tg_table_name <> 'draft_restores' then
      new.snapshot := null;
    end if;
    row_after := to_jsonb(new) - contents;
  end if;
  perform audit.add_line(
    lower(tg_op),
    tg_table_schema || '.' || tg_table_name,
    coalesce(coalesce(row_after, row_before) ->> 'id', coalesce(row_after, row_before) ->> 'course_id',
      coalesce(row_after, row_before) ->> 'draft_document_id'),
    row_before,
    row_after,
    null);
  return null;
end
$$;
alter function audit.record_without_course() owner to referee;
grant execute on function audit.record_without_course() to ourshiksha_owner;

-- A line about something that changes no row: a sign-in, a refusal, an export. `p_action` is dotted
-- lower-case words; `p_details` is small and holds no secret.
create function audit.note(p_action text, p_subject text, p_subject_id text, p_details jsonb) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_action !~ '^[a-z]+([.-][a-z]+)*$' or p_action in ('insert', 'update', 'delete') then
    raise exception '“%” is no action of an event', p_action using errcode = '22023';
  end if;
  if char_length(p_details::text) > 20000 then
    raise exception 'the details of “%” are too long', p_action using errcode = '22023';
  end if;
  perform audit.add_line(p_action, p_subject, p_subject_id, null, null,
    audit.without_inner_secrets(p_details, null));
end
$$;
alter function audit.note(text, text, text, jsonb) owner to referee;
grant execute on function audit.note(text, text, text, jsonb) to guru;

set local role ourshiksha_owner;

-- The rows of a version are many and are written once; its one line names the checksum of them all. A
-- version that is taken out of live, or put back, is a row of course_contents that goes or comes.
create trigger audit after insert on live.course_versions
  for each row execute function audit.record_without_course();
create trigger audit after insert or delete on live.course_contents
  for each row execute function audit.record();
create trigger audit after insert or update on live.scheduled_publishes
  for each row execute function audit.record_without_course();
create trigger audit after insert or delete on live.draft_restores
  for each row execute function audit.record_without_course();

-- Students' own log has its lines here where it alone has the reason.
create trigger audit after insert on activity.activity_logs
  for each row when (new.action in ('suspend', 'reinstate')) execute function audit.record();

reset role;

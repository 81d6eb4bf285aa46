-- The log nobody changes. A trigger on every table of record writes it, in the same transaction.

set local role ourshiksha_owner;

create table audit.log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  -- The transaction, so that a sealer can leave out those that have not finished.
  transaction_id xid8 not null,
  -- The database login, and for whom it acted: a cms user (student) or an administrator.
  login text not null,
  user_id text,
  admin_id text,
  action text not null,
  subject text not null,
  subject_id text,
  before jsonb,
  after jsonb
);
create index log_subject on audit.log (subject, subject_id, id);

-- Batches of the log, each with its Merkle root and a signed checkpoint that names the one before.
create table audit.seals (
  id integer generated always as identity primary key,
  first_log_id bigint not null,
  last_log_id bigint not null check (last_log_id >= first_log_id),
  row_count integer not null check (row_count > 0),
  merkle_root bytea not null,
  previous_seal_id integer unique references audit.seals (id),
  checkpoint text not null,
  signature bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

call live.write_once('audit.log');
call live.write_once('audit.seals');
call live.protect('audit.log', 'select');
call live.protect('audit.seals', 'select');
grant insert on audit.log to referee;

reset role;

create function audit.record() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into audit.log (at, transaction_id, login, user_id, admin_id, action, subject, subject_id, before, after)
  values (
    clock_timestamp(),
    pg_current_xact_id(),
    session_user,
    nullif(current_setting('app.user_id', true), ''),
    nullif(current_setting('app.admin_id', true), ''),
    lower(tg_op),
    tg_table_schema || '.' || tg_table_name,
    case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end ->> 'id',
    case when tg_op <> 'INSERT' then to_jsonb(old) end,
    case when tg_op <> 'DELETE' then to_jsonb(new) end
  );
  return null;
end
$$;
alter function audit.record() owner to referee;
grant execute on function audit.record() to ourshiksha_owner, guru, shishya;

set local role ourshiksha_owner;
create trigger audit after insert or update on live.courses for each row execute function audit.record();
create trigger audit after insert on live.course_publish_history for each row execute function audit.record();
reset role;

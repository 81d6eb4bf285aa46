-- A write that a network may repeat carries a key of the student's own choice. The key, what the write
-- did and the reply to it stand in one transaction: so it is done once, and whoever asks again hears
-- the same answer.

set local role ourshiksha_owner;

create table activity.idempotency_keys (
  shishya_user_id integer not null references activity.shishya_users (id),
  key text not null check (key ~ '^[\x21-\x7e]{1,64}$'),
  -- SHA-256 of what was asked, hexadecimal.
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  -- As it was sent, to the letter. Null only within the transaction that carries the write out.
  reply json,
  created_at timestamptz not null default clock_timestamp(),
  primary key (shishya_user_id, key)
);
call live.protect('activity.idempotency_keys', '');
grant select, insert, update, delete on activity.idempotency_keys to referee;

reset role;

-- Takes a key for the write that this transaction is about to do. Null: go on. Otherwise the reply of
-- the write that was done with it. A second one with the same key waits here until the first has ended.
-- Keys are kept for 48 hours.
create function activity.begin_once(p_key text, p_request jsonb) returns json
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student constant integer := activity.require_me();
  asked constant text := encode(sha256(convert_to(p_request::text, 'UTF8')), 'hex');
  known activity.idempotency_keys;
begin
  delete from activity.idempotency_keys
  where shishya_user_id = student and created_at < clock_timestamp() - interval '48 hours';
  insert into activity.idempotency_keys (shishya_user_id, key, fingerprint) values (student, p_key, asked)
  on conflict do nothing;
  if found then
    return null;
  end if;
  select * into strict known from activity.idempotency_keys where shishya_user_id = student and key = p_key;
  if known.fingerprint <> asked then
    raise exception 'request.key-reused' using errcode = 'OS422';
  end if;
  return known.reply;
end
$$;
alter function activity.begin_once(text, jsonb) owner to referee;
grant execute on function activity.begin_once(text, jsonb) to shishya;

-- Keeps the reply, before the transaction commits. A reply that is kept is not replaced.
create function activity.end_once(p_key text, p_reply json) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.idempotency_keys set reply = p_reply
  where shishya_user_id = activity.require_me() and key = p_key and reply is null
$$;
alter function activity.end_once(text, json) owner to referee;
grant execute on function activity.end_once(text, json) to shishya;

-- Certificates that stand on their own: how a score comes about, numbers without gaps, a secret for the
-- address, everything printed frozen, issued by themselves when they are earned, reissued and corrected
-- by further rows. docs/grading.md explains the score.

set local role ourshiksha_owner;

-- What each part of a course weighs in the total; only what counts is weighed (activity.certificate_trace).
alter table live.certificates
  add column test_weight integer not null default 60 check (test_weight between 0 and 100),
  add column lab_weight integer not null default 20 check (lab_weight between 0 and 100),
  add column project_weight integer not null default 20 check (project_weight between 0 and 100),
  add constraint certificates_weigh_something check (test_weight + lab_weight + project_weight > 0);

-- How certificates look. The newest row is the one in use; a certificate keeps the one it was issued with.
create table activity.certificate_designs (
  id integer generated always as identity primary key,
  issuer_name text not null check (char_length(btrim(issuer_name)) between 1 and 200),
  issuer_url text check (char_length(issuer_url) <= 500 and issuer_url ~ '^https?://[^\s/]'),
  accent text not null default '#0f766e' check (accent ~ '^#[0-9a-f]{6}$'),
  paper text not null default 'a4' check (paper in ('a4', 'letter')),
  -- A PNG or a JPEG, as its first bytes say.
  logo bytea check (octet_length(logo) <= 300000
    and (substring(logo from 1 for 8) = '\x89504e470d0a1a0a' or substring(logo from 1 for 3) = '\xffd8ff')),
  -- [{name, title, signature}], the signature a PNG in base 64, or null.
  signatories jsonb not null default '[]'
    check (jsonb_typeof(signatories) = 'array' and jsonb_array_length(signatories) <= 3),
  created_by text not null check (char_length(created_by) between 1 and 300),
  created_at timestamptz not null default clock_timestamp()
);

-- The last serial number given in a year. Locked until the transaction that takes the next one ends, so
-- one that is rolled back leaves no gap.
create table activity.certificate_numbers (
  year integer primary key check (year between 2000 and 9999),
  last integer not null check (last between 1 and 99999999)
);

-- Numbers that were given before the database was put back to an earlier state: never given again.
create table activity.void_certificate_numbers (
  year integer not null check (year between 2000 and 9999),
  serial integer not null check (serial between 1 and 99999999),
  reason text not null check (char_length(reason) between 3 and 2000),
  created_at timestamptz not null default clock_timestamp(),
  primary key (year, serial)
);

reset role;
insert into activity.certificate_designs (issuer_name, created_by) values ('OurShiksha', 'the first start');
set local role ourshiksha_owner;

alter table activity.issued_certificates
  -- Null for numbers of the form that was used before.
  add column number_year integer check (number_year between 2000 and 9999),
  add column number_serial integer check (number_serial between 1 and 99999999),
  add column type text not null default 'completion' check (type in ('completion', 'assessment')),
  add column outcomes text[] not null default '{}',
  -- The day, in UTC, on which the last requirement was met.
  add column completed_on date not null default (clock_timestamp() at time zone 'UTC')::date,
  add column design_id integer not null default 1 references activity.certificate_designs (id),
  -- All that is told of the name to who has nothing but the number.
  add column initials text not null default '',
  -- How the score came about: activity.certificate_trace.
  add column trace jsonb not null default
    '{"tests":[],"labs":[],"projects":[],"lessons":{"done":0,"of":0},"parts":[],"percentage":null,"grade":"Pass"}',
  -- "the course" when it came by itself, "the student", or the name of the registrar.
  add column issued_by text not null default 'the student' check (char_length(issued_by) between 1 and 300),
  -- The certificate this one takes the place of, which stays as it was.
  add column replaces_id integer unique references activity.issued_certificates (id),
  drop constraint issued_certificates_certificate_number_check,
  drop constraint issued_certificates_shishya_user_id_course_id_key,
  add constraint issued_certificates_number_form check (case when number_year is null
    then number_serial is null and certificate_number ~ '^OS-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$'
    else certificate_number ~ ('^OS-' || number_year::text || '-'
      || lpad(number_serial::text, greatest(6, char_length(number_serial::text)), '0') || '-\d$') end),
  add unique (number_year, number_serial);
-- One for a student and a course, ever; beside it only those that take its place.
create unique index issued_certificates_first on activity.issued_certificates (shishya_user_id, course_id)
  where replaces_id is null;
create index issued_certificates_course on activity.issued_certificates (course_id, id);

-- Whoever has the secret was given it: it is in the QR code and in the link that is shared.
create table activity.certificate_secrets (
  issued_certificate_id integer primary key references activity.issued_certificates (id),
  -- 128 random bits in Crockford's base 32.
  secret text not null unique check (secret ~ '^[0-7][0-9a-hjkmnp-tv-z]{25}$')
);
create index certificate_files_sha256 on activity.certificate_files (sha256);

-- Earned, but not issued in the transaction that earned it: done again soon, and gone when it is done.
create table activity.certificates_due (
  enrollment_id integer primary key references activity.course_enrollments (id),
  -- What kept it from being issued, as the database says it.
  reason text not null,
  next_try_at timestamptz not null default clock_timestamp()
);

alter table activity.marksheets
  add column revision integer not null default 1 check (revision > 0),
  add column replaces_id integer unique references activity.marksheets (id),
  -- Why it was corrected, and what is different: [{part, id?, title?, field, before, after}].
  add column reason text check (char_length(reason) between 3 and 2000),
  add column changes jsonb not null default '[]' check (jsonb_typeof(changes) = 'array'),
  add column trace jsonb not null default
    '{"tests":[],"labs":[],"projects":[],"lessons":{"done":0,"of":0},"parts":[],"percentage":null,"grade":"Pass"}',
  -- Null only where it was erased.
  add column secret text unique check (secret ~ '^[0-7][0-9a-hjkmnp-tv-z]{25}$'),
  alter column percentage drop not null,
  drop constraint marksheets_issued_certificate_id_key,
  add unique (issued_certificate_id, revision),
  add constraint marksheets_revision check ((revision = 1) = (replaces_id is null) and (revision = 1) = (reason is null));

create table activity.marksheet_files (
  marksheet_id integer primary key references activity.marksheets (id),
  issued_certificate_id integer not null references activity.issued_certificates (id),
  storage_url text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  byte_count integer not null check (byte_count > 0),
  created_at timestamptz not null default clock_timestamp()
);
create index marksheet_files_sha256 on activity.marksheet_files (sha256);
create index marksheet_files_certificate on activity.marksheet_files (issued_certificate_id);

reset role;

-- A design in the log: its pictures as their hashes.
create function audit.record_design() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform audit.add_line('insert', tg_table_schema || '.' || tg_table_name, new.id::text, null,
    to_jsonb(new) || jsonb_build_object('logo', encode(sha256(new.logo), 'hex'),
      'signatories', (select coalesce(jsonb_agg(s.one || jsonb_build_object('signature',
          encode(sha256(convert_to(s.one ->> 'signature', 'UTF8')), 'hex')) order by s.place), '[]')
        from jsonb_array_elements(new.signatories) with ordinality s (one, place))), null);
  return null;
end
$$;
alter function audit.record_design() owner to referee;
grant execute on function audit.record_design() to ourshiksha_owner;

set local role ourshiksha_owner;
do $$
declare
  record_table text;
begin
  foreach record_table in array array['certificate_designs', 'void_certificate_numbers', 'certificate_secrets', 'marksheet_files']
  loop
    call live.write_once(('activity.' || record_table)::regclass);
    call live.protect(('activity.' || record_table)::regclass, 'select');
    execute format('grant select, insert on activity.%I to referee', record_table);
  end loop;
  call live.protect('activity.certificates_due', 'select');
  grant select, insert, update, delete on activity.certificates_due to referee;
  call live.protect('activity.certificate_numbers', 'select');
  grant select, insert, update on activity.certificate_numbers to referee;
end
$$;
create trigger refuse_delete before delete on activity.certificate_numbers
  for each row execute function live.refuse_change();
create trigger refuse_truncate before truncate on activity.certificate_numbers
  for each statement execute function live.refuse_change();
create trigger audit after insert on activity.certificate_designs
  for each row execute function audit.record_design();
create trigger audit after insert on activity.marksheet_files
  for each row execute function audit.record();
grant select on activity.certificate_secrets to shishya;
create policy own_rows on activity.certificate_secrets for select to shishya using (
  exists (select from activity.issued_certificates c where c.id = issued_certificate_id));
grant usage on sequence activity.certificate_designs_id_seq to referee;

-- As before, with what was added; valid is what was neither revoked nor replaced.
drop view activity.certificate_register;
create view activity.certificate_register with (security_invoker = true) as
  select c.*, r.issued_certificate_id is null and n.id is null as is_valid, r.revoked_at, r.revoked_reason,
    case when r.issued_certificate_id is not null then 'revoked' when n.id is not null then 'replaced'
      else 'valid' end as status,
    n.certificate_number as replaced_by, o.certificate_number as replaces
  from activity.issued_certificates c
  left join activity.certificate_revocations r on r.issued_certificate_id = c.id
  left join activity.issued_certificates n on n.replaces_id = c.id
  left join activity.issued_certificates o on o.id = c.replaces_id;
grant select on activity.certificate_register to guru, shishya, referee;

-- As before, with the names of who was issued one.
create or replace function audit.personal_columns(p_subject text) returns text[]
language sql
immutable
as $$
  select case p_subject
    when 'activity.shishya_users' then array['name', 'email', 'phone', 'avatar_url', 'external_id']
    when 'activity.user_test_attempts' then array['answers']
    when 'activity.user_lab_progress' then array['user_code']
    when 'activity.lab_runs' then array['code', 'output', 'error', 'results']
    when 'activity.user_project_submissions' then
      array['submission_url', 'submission_notes', 'submission_key', 'feedback', 'checklist']
    when 'activity.submission_files' then array['name', 'sha256']
    when 'activity.activity_logs' then array['metadata', 'ip_address', 'user_agent']
    when 'activity.issued_certificates' then array['student_name', 'initials']
    when 'activity.certificate_revocations' then array['revoked_reason']
    when 'activity.marksheets' then array['reason']
    when 'cms.up_users' then array['username', 'email', 'name']
  end
$$;

reset role;

-- Numbers and secrets ---------------------------------------------------------------------------------

-- The check digit of a row of digits by the quasigroup of H. M. Damm, Total anti-symmetrische Quasigruppen
-- (Marburg 2004), of order 10: it finds every single wrong digit and every two neighbours exchanged.
create function activity.check_digit(p_digits text) returns integer
language plpgsql
immutable
strict
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Row by row.
  quasigroup constant text := '0317598642709215486342068713591750983426612304597836742095815869720134'
    '894536201794386172052581436790';
  interim integer := 0;
begin
  for place in 1 .. char_length(p_digits) loop
    interim := substr(quasigroup, 1 + 10 * interim + substr(p_digits, place, 1)::integer, 1)::integer;
  end loop;
  return interim;
end
$$;
alter function activity.check_digit(text) owner to referee;

-- OS-2026-000042-7: the year, the serial number in that year, the check digit of both.
create function activity.number_text(p_year integer, p_serial integer) returns text
language sql
immutable
strict
set search_path = pg_catalog, pg_temp
as $$
  select 'OS-' || p_year || '-' || serial || '-' || activity.check_digit(p_year || serial)
  from (select lpad(p_serial::text, greatest(6, char_length(p_serial::text)), '0')) s (serial)
$$;
alter function activity.number_text(integer, integer) owner to referee;

-- A number as it is written, from what somebody typed: O for 0, I and L for 1, spaces and missing hyphens
-- are forgiven. Null where it can be none, which a wrong check digit says.
create function activity.typed_number(p_typed text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case
    -- Of the form before, whose last ten places are letters and digits.
    when typed ~ '^0S\d{4}[0-9A-HJKMNP-TV-Z]{10}$'
      then 'OS-' || substr(typed, 3, 4) || '-' || substr(typed, 7, 5) || '-' || substr(typed, 12)
    when typed ~ '^0S\d{4}\d{7,9}$' and activity.check_digit(substr(typed, 3)) = 0
      then 'OS-' || substr(typed, 3, 4) || '-' || substr(typed, 7, char_length(typed) - 7) || '-' || right(typed, 1)
  end
  from (select translate(upper(regexp_replace(left(p_typed, 100), '[\s\u2010-\u2015\u2212-]', '', 'g')), 'OIL', '011')) t (typed)
$$;
alter function activity.typed_number(text) owner to referee;

-- 128 random bits as 26 letters of Crockford's base 32, lower case. Each of two version 4 UUIDs gives 64
-- of its random bits.
create function activity.new_secret() returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  letters constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  halves text := '';
  bits bit(130);
  secret text := '';
begin
  for half in 1 .. 2 loop
    -- The first 32 bits and the last 32 are random, whatever the version says in between.
    halves := halves || (select left(u, 8) || right(u, 8) from (select gen_random_uuid()::text) g (u));
  end loop;
  bits := B'00' || ('x' || halves)::bit(128);
  for place in 0 .. 25 loop
    secret := secret || substr(letters, 1 + substring(bits from 1 + place * 5 for 5)::integer, 1);
  end loop;
  return secret;
end
$$;
alter function activity.new_secret() owner to referee;

-- The next serial number of a year. The row stays locked until the transaction ends, so whoever takes a
-- number takes it last of all locks.
create function activity.next_serial(p_year integer) returns integer
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into activity.certificate_numbers as n (year, last) values (p_year, 1)
  on conflict (year) do update set last = n.last + 1
  returning last
$$;
alter function activity.next_serial(integer) owner to referee;

-- Puts down that a year's numbers were given up to this one, which the database knows nothing of because
-- it was put back to an earlier state; the thousand after it too, which may have been given in the moment
-- before and are told by nothing outside. Returns how many numbers are never given because of that.
create function activity.void_numbers(p_year integer, p_known integer, p_reason text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reached integer;
  upto constant integer := least(p_known + 1000, 99999999);
begin
  insert into activity.certificate_numbers (year, last) values (p_year, upto) on conflict do nothing;
  if found then
    reached := 0;
  else
    select last into reached from activity.certificate_numbers where year = p_year for update;
  end if;
  if p_known <= reached then
    return 0;
  end if;
  update activity.certificate_numbers set last = upto where year = p_year and last < upto;
  insert into activity.void_certificate_numbers (year, serial, reason)
  select p_year, serial, p_reason from generate_series(reached + 1, upto) serial;
  perform audit.note('certificates.numbers-void', 'certificate', null,
    jsonb_build_object('year', p_year, 'from', reached + 1, 'to', upto, 'known', p_known, 'why', p_reason));
  return upto - reached;
end
$$;
alter function activity.void_numbers(integer, integer, text) owner to referee;
grant execute on function activity.void_numbers(integer, integer, text) to guru;

-- An instant as JSON has it.
create function activity.instant(p_at timestamptz) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
alter function activity.instant(timestamptz) owner to referee;

-- What a reader takes for the first letter of a word (Unicode Standard Annex 29, as far as names need it):
-- with its marks and vowel signs, with what an Indic virama joins, an emoji with all its parts, a flag.
create function activity.first_letter(p_word text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    substring(p_word from '^[\U0001F1E6-\U0001F1FF]{2}'),
    substring(p_word from '^.(?:'
      -- marks and signs, block by block; the Indic ones from Devanagari to Sinhala
      '[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670'
      '\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a'
      '\u0900-\u0903\u093a-\u093c\u093e-\u094c\u094e\u094f\u0951-\u0957\u0962\u0963'
      '\u0981-\u0983\u09bc\u09be-\u09cc\u09d7\u09e2\u09e3\u09fe'
      '\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc\u0abe-\u0acc\u0ae2\u0ae3\u0afa-\u0aff'
      '\u0b01-\u0b03\u0b3c\u0b3e-\u0b4c\u0b55-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7'
      '\u0c00-\u0c04\u0c3c\u0c3e-\u0c4c\u0c55\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0ccd\u0cd5\u0cd6\u0ce2\u0ce3'
      '\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d4c\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0ddf\u0df2\u0df3'
      '\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3'
      '\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f'
      '\U0001F3FB-\U0001F3FF\U000E0020-\U000E007F]'
      -- a virama and the consonant it joins, in the scripts that join
      '|[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]\u200d?'
      '[\u0915-\u0939\u0958-\u095f\u0995-\u09b9\u09dc-\u09df\u0a95-\u0ab9\u0b15-\u0b39\u0b5c-\u0b5f\u0c15-\u0c39\u0d15-\u0d3a]?'
      -- the parts of an emoji
      '|\u200d[\u2190-\u2bff\U0001F000-\U0001FAFF]?'
      ')*'), '')
$$;
alter function activity.first_letter(text) owner to referee;

-- "A. R.": the first letters of the first and of the last word; of a single word, its own.
create function activity.initials_of(p_name text) returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  clean constant text := btrim(regexp_replace(regexp_replace(normalize(p_name, nfc),
    '[\u0001-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]', ' ', 'g'), '\s+', ' ', 'g'));
  words text[] := array(
    select coalesce(nullif(regexp_replace(w.word, '^[!-/:-@\[-`{-~\u2010-\u201f]+', ''), ''), w.word)
    from regexp_split_to_table(clean, ' ') with ordinality w (word, place) order by w.place);
begin
  if clean is null or clean = '' then
    return '';
  end if;
  return upper(activity.first_letter(words[1])) || '.'
    || case when cardinality(words) > 1
      then ' ' || upper(activity.first_letter(words[cardinality(words)])) || '.' else '' end;
end
$$;
alter function activity.initials_of(text) owner to referee;

-- Scores ------------------------------------------------------------------------------------------------

-- How a student's score comes about, in a version: every test with its best attempt by the keys that are
-- right today, every lab, every project, what each part weighs, and the total. A part counts where the
-- certificate asks for it, or where the student has finished all of it: what is left to choice lowers
-- nobody's score. Labs are those that the server can verify. The figures of the parts are rounded down
-- to two decimals, and the total is computed from them as they stand there, rounded down.
create function activity.certificate_trace(p_student integer, p_course_id integer, p_version integer) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    with offer as (
      select c.* from live.certificates c where c.course_id = p_course_id and c.version = p_version
    ), tests as (
      select t.id, t.title, t.module_id,
        row_number() over (order by m.order_index nulls last, m.id, t.order_index, t.id) as place, coalesce(b.attempts, 0) as attempts, coalesce(b.score, 0) as score,
        coalesce(b.max_score, q.every) as max_score, coalesce(b.percentage, 0) as percentage, coalesce(b.passed, false) as passed
      from live.tests t
      left join live.modules m on m.id = t.module_id and m.version = t.version
      cross join lateral (
        select count(*)::integer as every from live.questions q where q.test_id = t.id and q.version = t.version
      ) q
      left join lateral (
        select a.score, a.max_score, a.percentage, count(*) over () as attempts, bool_or(a.passed) over () as passed
        from activity.graded_attempts a
        where a.test_id = t.id and a.shishya_user_id = p_student
        order by a.percentage desc, a.score desc, a.id
        limit 1
      ) b on true
      where t.course_id = p_course_id and t.version = p_version
    ), labs as (
      select b.id, b.title, v.verifiable,
        row_number() over (order by m.order_index nulls last, m.id, l.order_index nulls last, l.id, b.order_index, b.id) as place, coalesce(u.hints_used, 0) as hints_used,
        case when v.verifiable then u.verified_at else u.completed_at end as completed_at
      from live.practice_labs b
      left join live.lessons l on l.id = b.lesson_id and l.version = b.version
      left join live.modules m on m.id = coalesce(b.module_id, l.module_id) and m.version = b.version
      cross join lateral live.lab_is_verifiable(b.id, b.version) v (verifiable)
      left join activity.user_lab_progress u on u.lab_id = b.id and u.shishya_user_id = p_student
      where b.course_id = p_course_id and b.version = p_version
    ), projects as (
      select p.id, p.title,
        row_number() over (order by m.order_index nulls last, m.id, p.order_index, p.id) as place, l.status, l.score, l.checklist, coalesce(l.submissions, 0) as submissions
      from live.projects p
      left join live.modules m on m.id = p.module_id and m.version = p.version
      left join lateral (
        select u.status, u.score, u.checklist, count(*) over () as submissions
        from activity.user_project_submissions u
        where u.project_id = p.id and u.shishya_user_id = p_student and u.withdrawn_at is null
        order by u.submission_number desc
        limit 1
      ) l on true
      where p.course_id = p_course_id and p.version = p_version
    ), parts as (
      select 1 as place, 'tests' as part, o.test_weight as weight, trunc(avg(t.percentage), 2) as percentage
      from offer o, tests t group by o.test_weight, o.requires_test_pass
      having o.requires_test_pass or bool_and(t.passed)
      union all
      select 2, 'labs', o.lab_weight, trunc(100 * count(b.completed_at)::numeric / count(*), 2)
      from offer o, labs b where b.verifiable group by o.lab_weight, o.requires_lab_completion
      having o.requires_lab_completion or bool_and(b.completed_at is not null)
      union all
      select 3, 'projects', o.project_weight, trunc(avg(case when p.status = 'approved' then p.score else 0 end), 2)
      from offer o, projects p group by o.project_weight, o.requires_project_completion
      having o.requires_project_completion or bool_and(p.status is not distinct from 'approved')
    ), total as (
      select sum(weight) as weight, floor(sum(weight * percentage) / sum(weight))::integer as percentage
      from parts where weight > 0
    )
    select jsonb_build_object(
      'tests', (select coalesce(jsonb_agg(jsonb_build_object('test_id', t.id, 'title', t.title,
          'kind', case when t.module_id is null then 'final' else 'module' end,
          'required', coalesce((select o.requires_test_pass from offer o), false), 'attempts', t.attempts,
          'score', trim_scale(t.score), 'max_score', t.max_score, 'percentage', t.percentage, 'passed', t.passed)
        order by t.place), '[]') from tests t),
      'labs', (select coalesce(jsonb_agg(jsonb_build_object('lab_id', b.id, 'title', b.title,
          'required', b.verifiable and coalesce((select o.requires_lab_completion from offer o), false),
          'verifiable', b.verifiable, 'completed', b.completed_at is not null, 'hints_used', b.hints_used,
          'completed_at', activity.instant(b.completed_at))
        order by b.place), '[]') from labs b),
      'projects', (select coalesce(jsonb_agg(jsonb_build_object('project_id', p.id, 'title', p.title,
          'required', coalesce((select o.requires_project_completion from offer o), false), 'status', p.status,
          'score', p.score, 'max_score', 100, 'submissions', p.submissions,
          'checklist', (select coalesce(jsonb_agg(jsonb_build_object('text', c.entry -> 'criterion', 'met', c.entry -> 'met')
              order by c.place), '[]')
            from jsonb_array_elements(p.checklist) with ordinality c (entry, place)))
        order by p.place), '[]') from projects p),
      'lessons', (select jsonb_build_object('done', count(g.id), 'of', count(*))
        from live.lessons l
        left join activity.lesson_progress g
          on g.lesson_id = l.id and g.shishya_user_id = p_student and g.status = 'completed'
        where l.course_id = p_course_id and l.version = p_version),
      'parts', (select coalesce(jsonb_agg(jsonb_build_object('part', p.part, 'weight', p.weight,
          'share', trim_scale(round(100 * p.weight::numeric / t.weight, 2)), 'percentage', trim_scale(p.percentage))
        order by p.place), '[]') from parts p, total t where p.weight > 0),
      'percentage', t.percentage,
      'grade', case when t.percentage is null then 'Pass' else activity.grade_of(t.percentage) end)
    from total t
  );
end
$$;
alter function activity.certificate_trace(integer, integer, integer) owner to referee;

-- As before; and an assessment asks for its passing percentage in the total, where anything is scored.
create or replace function activity.certificate_eligibility(p_student integer, p_course_id integer, p_version integer)
returns table (eligible boolean, lessons integer, lessons_done integer, tests integer, tests_passed integer,
  labs integer, labs_done integer, projects integer, projects_done integer)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    case when t.lessons_done = t.lessons
        and (not c.requires_test_pass or t.tests_passed = t.tests)
        and (not c.requires_lab_completion or t.labs_done = t.labs)
        and (not c.requires_project_completion or t.projects_done = t.projects)
      then c.type <> 'assessment'
        or coalesce((activity.certificate_trace(p_student, p_course_id, p_version) ->> 'percentage')::integer
          >= c.passing_percentage, true)
      else false end,
    t.lessons, t.lessons_done,
    case when c.requires_test_pass then t.tests end, case when c.requires_test_pass then t.tests_passed end,
    case when c.requires_lab_completion then t.labs end, case when c.requires_lab_completion then t.labs_done end,
    case when c.requires_project_completion then t.projects end,
    case when c.requires_project_completion then t.projects_done end
  from live.certificates c
  cross join lateral activity.tally(p_student, p_course_id, p_version) t
  where c.course_id = p_course_id and c.version = p_version
$$;

-- Whether a trace of the certificate's version is all that the certificate asks for.
create function activity.is_earned(p_offer live.certificates, p_trace jsonb) returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select (p_trace #>> '{lessons,done}') = (p_trace #>> '{lessons,of}')
    and not jsonb_path_exists(p_trace, '$.tests[*] ? (@.required == true && @.passed == false)')
    and not jsonb_path_exists(p_trace, '$.labs[*] ? (@.required == true && @.completed == false)')
    and not jsonb_path_exists(p_trace, '$.projects[*] ? (@.required == true && !(@.status == "approved"))')
    and (p_offer.type <> 'assessment' or coalesce((p_trace ->> 'percentage')::integer >= p_offer.passing_percentage, true))
$$;
alter function activity.is_earned(live.certificates, jsonb) owner to referee;

-- What is still missing, in the course's order, the first hundred: {kind, id, title}; and the total where
-- it is too low: {kind: 'result', reached, of}.
create function activity.missing_steps(p_student integer, p_course_id integer, p_version integer) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with offer as (
    select c.* from live.certificates c where c.course_id = p_course_id and c.version = p_version
  ), open as (
    select s.kind, s.id, s.title, s.place
    from offer o
    cross join lateral live.course_steps(p_course_id, p_version) s
    where case s.kind
      when 'lesson' then not exists (select from activity.lesson_progress g
        where g.shishya_user_id = p_student and g.lesson_id = s.id and g.status = 'completed')
      when 'test' then o.requires_test_pass and not exists (select from activity.graded_attempts a
        where a.shishya_user_id = p_student and a.test_id = s.id and a.passed)
      when 'lab' then o.requires_lab_completion and live.lab_is_verifiable(s.id, p_version)
        and not exists (select from activity.user_lab_progress u
          where u.shishya_user_id = p_student and u.lab_id = s.id and u.verified_at is not null)
      else o.requires_project_completion and not exists (select from activity.user_project_submissions u
        where u.shishya_user_id = p_student and u.project_id = s.id and u.status = 'approved') end
    order by s.place
    limit 100
  )
  select coalesce((select jsonb_agg(jsonb_build_object('kind', m.kind, 'id', m.id, 'title', m.title) order by m.place)
      from open m), '[]')
    || coalesce((select jsonb_build_array(jsonb_build_object('kind', 'result', 'reached', r.percentage, 'of', o.passing_percentage))
      from offer o
      cross join lateral (select (activity.certificate_trace(p_student, p_course_id, p_version) ->> 'percentage')::integer) r (percentage)
      where o.type = 'assessment' and r.percentage < o.passing_percentage), '[]')
$$;
alter function activity.missing_steps(integer, integer, integer) owner to referee;

-- How a student stands with the certificate of a course, or null without an enrolment: {offered, eligible,
-- version, lessons, tests, labs, projects, missing, issued, trace}; of counts {done, of}, null where the
-- certificate does not ask.
create function activity.certificate_state(p_student integer, p_course_id integer) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'offered', g.eligible is not null, 'eligible', coalesce(g.eligible, false), 'version', e.version,
    'lessons', jsonb_build_object('done', g.lessons_done, 'of', g.lessons),
    'tests', case when g.tests is not null then jsonb_build_object('done', g.tests_passed, 'of', g.tests) end,
    'labs', case when g.labs is not null then jsonb_build_object('done', g.labs_done, 'of', g.labs) end,
    'projects', case when g.projects is not null then jsonb_build_object('done', g.projects_done, 'of', g.projects) end,
    'missing', activity.missing_steps(e.shishya_user_id, e.course_id, e.version),
    -- The one that stands: none takes its place.
    'issued', (select c.certificate_number from activity.issued_certificates c
      where c.shishya_user_id = e.shishya_user_id and c.course_id = e.course_id
        and not exists (select from activity.issued_certificates n where n.replaces_id = c.id)),
    'trace', activity.certificate_trace(e.shishya_user_id, e.course_id, e.version))
  from activity.course_enrollments e
  left join lateral activity.certificate_eligibility(e.shishya_user_id, e.course_id, e.version) g on true
  where e.shishya_user_id = p_student and e.course_id = p_course_id
$$;
alter function activity.certificate_state(integer, integer) owner to referee;
grant execute on function activity.certificate_state(integer, integer) to guru;

-- The same for whoever asks about themselves. A closed course shows its learners no titles.
create function activity.my_certificate_state(p_course_id integer) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when not c.is_closed then s.state else s.state || jsonb_build_object(
    'missing', (select coalesce(jsonb_agg(m.entry || case when m.entry ? 'title' then '{"title":""}' else '{}' end::jsonb
        order by m.place), '[]')
      from jsonb_array_elements(s.state -> 'missing') with ordinality m (entry, place)),
    'trace', s.state -> 'trace' || (
      select jsonb_object_agg(k.kind, (select coalesce(jsonb_agg(t.entry || '{"title":""}' order by t.place), '[]')
        from jsonb_array_elements(s.state -> 'trace' -> k.kind) with ordinality t (entry, place)))
      from (values ('tests'), ('labs'), ('projects')) k (kind))) end
  from live.courses c
  cross join lateral (select activity.certificate_state(activity.require_me(), c.id)) s (state)
  where c.id = p_course_id
$$;
alter function activity.my_certificate_state(integer) owner to referee;
grant execute on function activity.my_certificate_state(integer) to shishya;

-- The day, in UTC, on which the last requirement was met.
create function activity.completed_on(p_student integer, p_course_id integer, p_version integer) returns date
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select (coalesce(greatest(
    (select max(g.completed_at) from live.lessons l
      join activity.lesson_progress g on g.lesson_id = l.id and g.shishya_user_id = p_student
      where l.course_id = p_course_id and l.version = p_version),
    case when c.requires_test_pass then (select max(f.at) from live.tests t
      cross join lateral (select min(a.submitted_at) as at from activity.graded_attempts a
        where a.test_id = t.id and a.shishya_user_id = p_student and a.passed) f
      where t.course_id = p_course_id and t.version = p_version) end,
    case when c.requires_lab_completion then (select max(u.verified_at) from live.practice_labs b
      join activity.user_lab_progress u on u.lab_id = b.id and u.shishya_user_id = p_student
      where b.course_id = p_course_id and b.version = p_version) end,
    case when c.requires_project_completion then (select max(u.reviewed_at) from live.projects p
      join activity.user_project_submissions u on u.project_id = p.id and u.shishya_user_id = p_student and u.status = 'approved'
      where p.course_id = p_course_id and p.version = p_version) end
  ), clock_timestamp()) at time zone 'UTC')::date
  from live.certificates c where c.course_id = p_course_id and c.version = p_version
$$;
alter function activity.completed_on(integer, integer, integer) owner to referee;

-- Issuing -----------------------------------------------------------------------------------------------

-- Writes a marksheet; the caller has computed what stands in it.
create function activity.write_marksheet(p_certificate activity.issued_certificates, p_trace jsonb,
  p_replaces activity.marksheets, p_reason text, p_changes jsonb) returns activity.marksheets
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into activity.marksheets (shishya_user_id, course_id, issued_certificate_id, test_scores, lab_scores,
    project_scores, total_score, total_max_score, percentage, grade, revision, replaces_id, reason, changes, trace, secret)
  values (p_certificate.shishya_user_id, p_certificate.course_id, p_certificate.id, p_trace -> 'tests',
    p_trace -> 'labs', p_trace -> 'projects', coalesce((p_trace ->> 'percentage')::integer, 0),
    case when p_trace ->> 'percentage' is null then 0 else 100 end, (p_trace ->> 'percentage')::integer,
    p_trace ->> 'grade', coalesce(p_replaces.revision, 0) + 1, p_replaces.id, p_reason, p_changes, p_trace,
    activity.new_secret())
  returning *
$$;
alter function activity.write_marksheet(activity.issued_certificates, jsonb, activity.marksheets, text, jsonb)
  owner to referee;

-- Issues a certificate with its marksheet: everything is looked up and frozen here. The caller holds the
-- enrolment and has seen that the trace is all that the certificate asks for. `p_replaces` is the one that
-- the new one takes the place of, whose day of completion it keeps.
create function activity.freeze_certificate(p_enrolment activity.course_enrollments, p_issued_by text,
  p_offer live.certificates, p_trace jsonb, p_replaces activity.issued_certificates default null,
  p_student_name text default null)
returns activity.issued_certificates
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  learned constant integer := p_offer.version;
  student constant integer := p_enrolment.shishya_user_id;
  course constant integer := p_enrolment.course_id;
  contents live.course_contents;
  named text;
  issued activity.issued_certificates;
  moment timestamptz;
  year integer;
  serial integer;
  number text;
begin
  select * into strict contents from live.course_contents where id = course and version = learned;
  select coalesce(p_student_name, s.name) into strict named from activity.shishya_users s where s.id = student;

  -- Leaves its line in the log, and with it from where the student acts, before the number is taken: of
  -- two transactions of one student none waits for the other while it holds the number.
  update activity.course_enrollments set certificate_issued = true where id = p_enrolment.id;
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata, ip_address, user_agent)
  values (student, 'earn', 'certificate', p_offer.id::text, jsonb_build_object('by', p_issued_by),
    nullif(current_setting('app.ip_address', true), ''), nullif(current_setting('app.user_agent', true), ''));

  moment := clock_timestamp();
  year := extract(year from moment at time zone 'UTC');
  serial := activity.next_serial(year);
  number := activity.number_text(year, serial);
  insert into activity.issued_certificates (shishya_user_id, course_id, certificate_id, version, certificate_number,
    number_year, number_serial, issue_date, final_score, grade, student_name, course_name, certificate_name,
    template_id, qr_verification, pdf_url, qr_code, type, outcomes, completed_on, design_id, initials, trace,
    issued_by, replaces_id)
  values (student, course, p_offer.id, learned, number, year, serial, moment, (p_trace ->> 'percentage')::integer,
    p_trace ->> 'grade', named, contents.name, p_offer.name, p_offer.template_id, p_offer.qr_verification,
    '/certificates/' || number || '.pdf', '/certificates/' || number, p_offer.type,
    array(select jsonb_array_elements_text(contents.learning_outcomes)),
    coalesce(p_replaces.completed_on, activity.completed_on(student, course, learned)),
    (select max(d.id) from activity.certificate_designs d), activity.initials_of(named), p_trace, p_issued_by,
    p_replaces.id)
  returning * into issued;
  insert into activity.certificate_secrets (issued_certificate_id, secret) values (issued.id, activity.new_secret());
  perform activity.write_marksheet(issued, p_trace, null, null, '[]');
  perform activity.note(student, 'issue', 'certificate', number);
  perform pg_notify('certificates', number);
  return issued;
end
$$;
alter function activity.freeze_certificate(activity.course_enrollments, text, live.certificates, jsonb,
  activity.issued_certificates, text) owner to referee;

-- The certificate of a student and course that stands, if there is one.
create function activity.standing_certificate(p_student integer, p_course_id integer)
returns activity.issued_certificates
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select c.* from activity.issued_certificates c
  where c.shishya_user_id = p_student and c.course_id = p_course_id
    and not exists (select from activity.issued_certificates n where n.replaces_id = c.id)
$$;
alter function activity.standing_certificate(integer, integer) owner to referee;

-- Issues, once, what was earned, or returns the number of the one that stands. The caller holds the enrolment.
create function activity.issue_to(p_enrolment activity.course_enrollments, p_issued_by text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  issued activity.issued_certificates := activity.standing_certificate(p_enrolment.shishya_user_id, p_enrolment.course_id);
  offer live.certificates;
  reached jsonb;
begin
  if issued.id is not null then
    return issued.certificate_number;
  end if;
  select * into offer from live.certificates
  where course_id = p_enrolment.course_id and version = p_enrolment.version;
  if not found then
    raise exception 'certificate.not-offered' using errcode = 'OS404';
  end if;
  reached := activity.certificate_trace(p_enrolment.shishya_user_id, p_enrolment.course_id, p_enrolment.version);
  if not activity.is_earned(offer, reached) then
    raise exception 'certificate.not-eligible' using errcode = 'OS409';
  end if;
  issued := activity.freeze_certificate(p_enrolment, p_issued_by, offer, reached);
  return issued.certificate_number;
end
$$;
alter function activity.issue_to(activity.course_enrollments, text) owner to referee;

-- The student takes what was earned; it came by itself unless that failed.
create or replace function activity.issue_certificate(p_course_id integer) returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return activity.issue_to(activity.require_enrollment(p_course_id), 'the student');
end
$$;

-- A registrar issues what a student earned. Whoever may not sign in is given nothing.
create function activity.issue_for(p_student integer, p_course_id integer, p_issued_by text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments;
begin
  select * into enrolment from activity.course_enrollments
  where shishya_user_id = p_student and course_id = p_course_id
  for update;
  if not found then
    raise exception 'enrollment.not-found' using errcode = 'OS404';
  end if;
  if not exists (select from activity.shishya_users where id = p_student and status = 'active') then
    raise exception 'certificate.student-suspended' using errcode = 'OS409';
  end if;
  return activity.issue_to(enrolment, p_issued_by);
end
$$;
alter function activity.issue_for(integer, integer, text) owner to referee;
grant execute on function activity.issue_for(integer, integer, text) to guru;

-- The dry run of a batch: everybody enrolled in the course who has no certificate yet, by number, with
-- what is missing. A page at a time: after the student `p_after`.
create function activity.batch_candidates(p_course_id integer, p_after integer default 0, p_limit integer default 500)
returns table (shishya_user_id integer, student_name text, eligible boolean, suspended boolean, lessons jsonb,
  tests jsonb, labs jsonb, projects jsonb, percentage integer, grade text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select e.shishya_user_id, s.name, activity.is_earned(c, t.trace), s.status <> 'active',
    t.trace -> 'lessons',
    case when c.requires_test_pass then jsonb_build_object(
      'done', jsonb_array_length(jsonb_path_query_array(t.trace, '$.tests[*] ? (@.passed == true)')),
      'of', jsonb_array_length(t.trace -> 'tests')) end,
    case when c.requires_lab_completion then jsonb_build_object(
      'done', jsonb_array_length(jsonb_path_query_array(t.trace, '$.labs[*] ? (@.verifiable == true && @.completed == true)')),
      'of', jsonb_array_length(jsonb_path_query_array(t.trace, '$.labs[*] ? (@.verifiable == true)'))) end,
    case when c.requires_project_completion then jsonb_build_object(
      'done', jsonb_array_length(jsonb_path_query_array(t.trace, '$.projects[*] ? (@.status == "approved")')),
      'of', jsonb_array_length(t.trace -> 'projects')) end,
    (t.trace ->> 'percentage')::integer, t.trace ->> 'grade'
  from (
    select x.* from activity.course_enrollments x
    where x.course_id = p_course_id and x.shishya_user_id > p_after and not x.certificate_issued
    order by x.shishya_user_id
    limit p_limit
  ) e
  join activity.shishya_users s on s.id = e.shishya_user_id and s.erased_at is null
  join live.certificates c on c.course_id = e.course_id and c.version = e.version
  cross join lateral (select activity.certificate_trace(e.shishya_user_id, e.course_id, e.version)) t (trace)
  order by e.shishya_user_id
$$;
alter function activity.batch_candidates(integer, integer, integer) owner to referee;
grant execute on function activity.batch_candidates(integer, integer, integer) to guru;

-- Issues in the transaction that met the last requirement. What goes wrong here is not the student's: it
-- is put down, and done again by activity.issue_due. So is a certificate earned in a transaction at
-- REPEATABLE READ that meets another one's number. Whoever may not sign in is given nothing.
create function activity.issue_when_earned(p_enrolment activity.course_enrollments) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from activity.shishya_users where id = p_enrolment.shishya_user_id and status = 'active') then
    perform activity.issue_to(p_enrolment, 'the course');
  end if;
exception
  -- The total of an assessment is too low, or the course has no certificate.
  when sqlstate 'OS409' or sqlstate 'OS404' then
    null;
  when others then
    insert into activity.certificates_due (enrollment_id, reason) values (p_enrolment.id, sqlstate || ' ' || sqlerrm)
    on conflict do nothing;
end
$$;
alter function activity.issue_when_earned(activity.course_enrollments) owner to referee;

-- Issues what could not be issued when it was earned, at most so many, and says how many it did. Any
-- number of these may run at once. What fails again is tried a minute later.
create function activity.issue_due(p_limit integer) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  due activity.certificates_due;
  enrolment activity.course_enrollments;
  issued integer := 0;
begin
  for due in
    select d.* from activity.certificates_due d where d.next_try_at <= clock_timestamp()
    order by d.next_try_at limit p_limit
  loop
    -- The enrolment first, as everywhere; what another one holds is left for the next time.
    select e.* into enrolment from activity.course_enrollments e where e.id = due.enrollment_id for update skip locked;
    continue when not found or not exists (select from activity.certificates_due d where d.enrollment_id = due.enrollment_id);
    begin
      delete from activity.certificates_due d where d.enrollment_id = due.enrollment_id;
      -- Whoever may not sign in by now is given it by a registrar, later.
      if exists (select from activity.shishya_users where id = enrolment.shishya_user_id and status = 'active') then
        perform activity.issue_to(enrolment, 'the course');
        issued := issued + 1;
      end if;
    exception when others then
      update activity.certificates_due d
      set reason = sqlstate || ' ' || sqlerrm, next_try_at = clock_timestamp() + interval '1 minute'
      where d.enrollment_id = due.enrollment_id;
    end;
  end loop;
  return issued;
end
$$;
alter function activity.issue_due(integer) owner to referee;
grant execute on function activity.issue_due(integer) to guru;

-- As before; and when everything asked for may be there, the certificate is issued at once.
create or replace function activity.refresh_enrollment(p_enrollment_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments;
  standing record;
begin
  select * into enrolment from activity.course_enrollments where id = p_enrollment_id;
  select * into standing
  from activity.tally(enrolment.shishya_user_id, enrolment.course_id, enrolment.version);
  update activity.course_enrollments e
  set progress_percentage = standing.percentage,
      started_at = coalesce(e.started_at, clock_timestamp()),
      last_activity_at = clock_timestamp(),
      status = case when standing.percentage = 100 then 'completed' else e.status end,
      completed_at = case when standing.percentage = 100 then coalesce(e.completed_at, clock_timestamp()) else e.completed_at end
  where e.id = p_enrollment_id
  returning e.* into enrolment;
  if standing.lessons_done = standing.lessons and not enrolment.certificate_issued
    and exists (select from live.certificates c
      where c.course_id = enrolment.course_id and c.version = enrolment.version
        and (not c.requires_test_pass or standing.tests_passed = standing.tests)
        and (not c.requires_lab_completion or standing.labs_done = standing.labs)
        and (not c.requires_project_completion or standing.projects_done = standing.projects)) then
    perform activity.issue_when_earned(enrolment);
  end if;
end
$$;

-- As before, but every enrolment is locked before the first certificate is issued: who holds the last
-- number given waits for nothing more.
create or replace function activity.correct_key(p_question_id integer, p_correct_answer text, p_further_answers jsonb,
  p_reason text, p_actor text, p_version integer default null)
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  question live.questions;
  made integer;
  enrolments integer[];
  enrolment integer;
begin
  if char_length(btrim(coalesce(p_reason, ''))) not between 3 and 2000 then
    raise exception 'correction.no-reason' using errcode = 'OS422';
  end if;
  question := activity.corrected_question(p_question_id, p_version, p_correct_answer, p_further_answers);
  -- Whoever grades holds this lock shared: an attempt is graded before this and found below, or after
  -- this and by the new key.
  perform pg_advisory_xact_lock(hashtext('activity.key_corrections'), question.course_id);
  insert into activity.key_corrections (question_id, course_id, type, question_text, options, replaced_keys,
    correct_answer, further_answers, reason, actor)
  select question.id, question.course_id, question.type, question.question_text, question.options,
    array_agg(distinct jsonb_build_array(k.correct_answer, k.further_answers)::text),
    p_correct_answer, p_further_answers, btrim(p_reason), p_actor
  from live.questions q
  join keys.question_keys k on k.question_id = q.id and k.version = q.version
  where q.id = question.id and q.type = question.type and q.question_text = question.question_text
    and q.options = question.options
  returning id into made;

  insert into activity.attempt_regrades (attempt_id, shishya_user_id, correction_id, score, percentage, passed)
  select c.attempt_id, c.shishya_user_id, made, c.score_after, c.percentage_after, c.passed_after
  from activity.preview_key_correction(p_question_id, p_correct_answer, p_further_answers, question.version) c;

  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata)
  select r.shishya_user_id, 'regrade', 'test', question.test_id::text,
    jsonb_build_object('correction_id', made, 'attempt_ids', jsonb_agg(r.attempt_id order by r.attempt_id))
  from activity.attempt_regrades r
  where r.correction_id = made
  group by r.shishya_user_id;

  select array_agg(l.id order by l.id) into enrolments from (
    select e.id from activity.course_enrollments e
    where e.course_id = question.course_id and e.shishya_user_id in (
      select r.shishya_user_id from activity.attempt_regrades r where r.correction_id = made)
    order by e.id
    for update
  ) l;
  foreach enrolment in array coalesce(enrolments, '{}') loop
    perform activity.refresh_enrollment(enrolment);
  end loop;
  return made;
end
$$;

-- What two approve -----------------------------------------------------------------------------------

-- { "number": …, "reason": …, "name_sha256"?: … }: a certificate that takes the place of this one, with
-- today's marks on the version that was learned. With a hash, the name the student has today is printed,
-- and otherwise the name of the old one. The hash, SHA-256 of number, space and name, is of the name that
-- was voted for, so that no other is printed; the payload itself, which stays for ever, holds no name. One
-- that was revoked may get a successor, because there is no other way back; it stays revoked.
create function activity.reissue_certificate(p_payload jsonb, p_request_id integer) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  old activity.issued_certificates;
  fresh activity.issued_certificates;
  offer live.certificates;
  reached jsonb;
  enrolment activity.course_enrollments;
  student activity.shishya_users;
begin
  if char_length(btrim(coalesce(p_payload ->> 'reason', ''))) not between 3 and 2000 then
    raise exception 'certificate.reason' using errcode = 'OS422';
  end if;
  select * into old from activity.issued_certificates where certificate_number = p_payload ->> 'number';
  if not found then
    raise exception 'certificate.not-found' using errcode = 'OS404';
  end if;
  select * into enrolment from activity.course_enrollments
  where shishya_user_id = old.shishya_user_id and course_id = old.course_id
  for update;
  if exists (select from activity.issued_certificates where replaces_id = old.id) then
    raise exception 'certificate.replaced' using errcode = 'OS409';
  end if;
  select * into student from activity.shishya_users where id = old.shishya_user_id;
  if student.erased_at is not null then
    raise exception 'certificate.student-erased' using errcode = 'OS409';
  end if;
  if p_payload ? 'name_sha256' and p_payload ->> 'name_sha256'
    is distinct from encode(sha256(convert_to(old.certificate_number || ' ' || student.name, 'UTF8')), 'hex') then
    raise exception 'certificate.name-changed' using errcode = 'OS409';
  end if;
  select * into strict offer from live.certificates where course_id = old.course_id and version = old.version;
  reached := activity.certificate_trace(old.shishya_user_id, old.course_id, old.version);
  if not activity.is_earned(offer, reached) then
    raise exception 'certificate.not-eligible' using errcode = 'OS409';
  end if;
  select f.* into fresh
  from audit.approval_requests r
  cross join lateral activity.freeze_certificate(enrolment, r.requested_by, offer, reached, old,
    case when p_payload ? 'name_sha256' then student.name else old.student_name end) f
  where r.id = p_request_id;
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata)
  values (old.shishya_user_id, 'reissue', 'certificate', old.certificate_number,
    jsonb_build_object('approval', p_request_id, 'by', fresh.certificate_number));
  -- The page, the status list and the student's page of the old one are another now, too.
  perform pg_notify('certificates', old.certificate_number);
  return jsonb_build_object('number', fresh.certificate_number, 'replaces', old.certificate_number);
end
$$;
alter function activity.reissue_certificate(jsonb, integer) owner to referee;

-- What is different between two traces: [{part, id?, title?, field, before, after}].
create function activity.trace_changes(p_before jsonb, p_after jsonb) returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  with kinds (part, key, place) as (
    values ('tests', 'test_id', 1), ('labs', 'lab_id', 2), ('projects', 'project_id', 3), ('parts', 'part', 4)
  ), pairs as (
    select k.part, k.key, k.place, coalesce(a.at, b.at) as at, b.entry as before, a.entry as after
    from kinds k
    cross join lateral (
      select coalesce(b.entry ->> k.key, a.entry ->> k.key) as id, b.entry as was, a.entry as now
      from jsonb_array_elements(p_before -> k.part) b (entry)
      full join jsonb_array_elements(p_after -> k.part) a (entry) on a.entry ->> k.key = b.entry ->> k.key
    ) both_sides
    cross join lateral (select both_sides.was as entry, both_sides.id as at) b
    cross join lateral (select both_sides.now as entry, both_sides.id as at) a
  ), fields as (
    select p.part, p.key, p.place, p.at, coalesce(p.after, p.before) as entry, f.field,
      p.before -> f.field as before, p.after -> f.field as after
    from pairs p
    cross join lateral (
      select jsonb_object_keys(coalesce(p.before, '{}') || coalesce(p.after, '{}'))) f (field)
    where f.field not in ('title', p.key) and p.before -> f.field is distinct from p.after -> f.field
    union all
    select 'total', null, 5, null, null, f.field, p_before -> f.field, p_after -> f.field
    from (values ('percentage'), ('grade')) f (field)
    where p_before -> f.field is distinct from p_after -> f.field
  )
  select coalesce(jsonb_agg(
      jsonb_strip_nulls(jsonb_build_object('part', case when f.part = 'parts' then f.at else f.part end,
        'id', case when f.part <> 'parts' then f.entry -> f.key end, 'title', f.entry -> 'title'))
      || jsonb_build_object('field', f.field, 'before', f.before, 'after', f.after)
    order by f.place, f.at, f.field), '[]')
  from fields f
$$;
alter function activity.trace_changes(jsonb, jsonb) owner to referee;

-- { "number": …, "reason": … }: the marks of today's record as a further revision of the marksheet. The
-- certificate stays as it was issued; where its score or grade would be another, the outcome says that a
-- reissue is needed.
create function activity.correct_marksheet(p_payload jsonb, p_request_id integer) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  certificate activity.issued_certificates;
  latest activity.marksheets;
  fresh activity.marksheets;
  reached jsonb;
  changed jsonb;
  why constant text := btrim(coalesce(p_payload ->> 'reason', ''));
begin
  if char_length(why) not between 3 and 2000 then
    raise exception 'certificate.reason' using errcode = 'OS422';
  end if;
  select * into certificate from activity.issued_certificates where certificate_number = p_payload ->> 'number';
  if not found then
    raise exception 'certificate.not-found' using errcode = 'OS404';
  end if;
  -- One revision at a time, and none while the record of the student changes.
  perform from activity.course_enrollments
  where shishya_user_id = certificate.shishya_user_id and course_id = certificate.course_id
  for update;
  if exists (select from activity.shishya_users where id = certificate.shishya_user_id and erased_at is not null) then
    raise exception 'certificate.student-erased' using errcode = 'OS409';
  end if;
  select * into strict latest from activity.marksheets
  where issued_certificate_id = certificate.id order by revision desc limit 1;
  reached := activity.certificate_trace(certificate.shishya_user_id, certificate.course_id, certificate.version);
  changed := activity.trace_changes(latest.trace, reached);
  if changed = '[]' then
    raise exception 'marksheet.unchanged' using errcode = 'OS409';
  end if;
  fresh := activity.write_marksheet(certificate, reached, latest, why, changed);
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata)
  values (certificate.shishya_user_id, 'correct', 'marksheet', certificate.certificate_number,
    jsonb_build_object('approval', p_request_id, 'revision', fresh.revision));
  perform pg_notify('certificates', certificate.certificate_number);
  return jsonb_build_object('number', certificate.certificate_number, 'revision', fresh.revision,
    'percentage', fresh.percentage, 'grade', fresh.grade,
    'reissue_needed', (fresh.percentage, fresh.grade) is distinct from (certificate.final_score, certificate.grade));
end
$$;
alter function activity.correct_marksheet(jsonb, integer) owner to referee;

set local role referee;
insert into audit.approval_actions (action, executor, permission) values
  ('certificate.reissue', 'activity.reissue_certificate', 'plugin::approvals.request'),
  ('marksheet.correct', 'activity.correct_marksheet', 'plugin::approvals.request');
reset role;

-- A revoked certificate is told to who listens, as an issued one is.
create function activity.tell_revocation() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('certificates', c.certificate_number)
  from activity.issued_certificates c where c.id = new.issued_certificate_id;
  return null;
end
$$;
alter function activity.tell_revocation() owner to referee;
grant execute on function activity.tell_revocation() to ourshiksha_owner;
set local role ourshiksha_owner;
create trigger tell after insert on activity.certificate_revocations
  for each row execute function activity.tell_revocation();
reset role;

-- Designs ---------------------------------------------------------------------------------------------

-- Puts a new design in use. `p_design` is {issuer_name, issuer_url, accent, paper, signatories}; the file
-- of a signature is checked here, the rest by the table.
create function activity.set_certificate_design(p_design jsonb, p_logo bytea, p_created_by text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made integer;
begin
  if exists (
    select from jsonb_array_elements(coalesce(p_design -> 'signatories', '[]')) s (one)
    where case when jsonb_typeof(s.one) = 'object' then
      s.one - 'name' - 'title' - 'signature' <> '{}'
      or char_length(btrim(coalesce(s.one ->> 'name', ''))) not between 1 and 200
      or char_length(coalesce(s.one ->> 'title', '')) > 200
      or char_length(coalesce(s.one ->> 'signature', '')) > 400000
      or coalesce(s.one ->> 'signature', 'iVBORw0KGgo') !~ '^iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$'
    else true end
  ) then
    raise exception 'design.signatories' using errcode = 'OS422';
  end if;
  insert into activity.certificate_designs (issuer_name, issuer_url, accent, paper, logo, signatories, created_by)
  values (btrim(p_design ->> 'issuer_name'), nullif(btrim(p_design ->> 'issuer_url'), ''),
    lower(p_design ->> 'accent'), p_design ->> 'paper', p_logo, coalesce(p_design -> 'signatories', '[]'), p_created_by)
  returning id into made;
  return made;
exception
  when check_violation or not_null_violation then
    raise exception 'design.unfit' using errcode = 'OS422', detail = sqlerrm;
end
$$;
alter function activity.set_certificate_design(jsonb, bytea, text) owner to referee;
grant execute on function activity.set_certificate_design(jsonb, bytea, text) to guru;

-- Verifying -------------------------------------------------------------------------------------------

-- It told everything to who had a number, and numbers can be counted now.
drop function activity.verify_certificate(text);
drop function activity.new_certificate_number();

-- Whether the certificate has a credential; the table of these comes later and says so then.
create function activity.has_credential(p_certificate integer) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as 'select false';
alter function activity.has_credential(integer) owner to referee;

-- Everything that is printed on a certificate.
create function activity.printed_of(c activity.issued_certificates) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object('certificate_number', c.certificate_number, 'certificate_name', c.certificate_name,
      'type', c.type, 'course_name', c.course_name, 'course_version', c.version, 'student_name', c.student_name,
      'issue_date', activity.instant(c.issue_date), 'completed_on', c.completed_on, 'outcomes', to_jsonb(c.outcomes),
      'final_score', c.final_score, 'grade', c.grade,
      'issuer_name', (select d.issuer_name from activity.certificate_designs d where d.id = c.design_id))
  );
end
$$;
alter function activity.printed_of(activity.issued_certificates) owner to referee;

-- What became of a certificate: {status, since, revoked_at, revoked_reason, replaced_by, replaces}; the
-- last two are {certificate_number, secret}, or null. Revoked goes before replaced.
create function activity.standing_of(c activity.issued_certificates) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object(
      'status', case when r.revoked_at is not null then 'revoked' when n.id is not null then 'replaced' else 'valid' end,
      'since', activity.instant(coalesce(r.revoked_at, n.issue_date, c.issue_date)),
      'revoked_at', activity.instant(r.revoked_at), 'revoked_reason', r.revoked_reason,
      'replaced_by', case when n.id is not null then jsonb_build_object('certificate_number', n.certificate_number,
        'secret', (select s.secret from activity.certificate_secrets s where s.issued_certificate_id = n.id)) end,
      'replaces', case when o.id is not null then jsonb_build_object('certificate_number', o.certificate_number,
        'secret', (select s.secret from activity.certificate_secrets s where s.issued_certificate_id = o.id)) end)
    from (select) one
    left join activity.certificate_revocations r on r.issued_certificate_id = c.id
    left join activity.issued_certificates n on n.replaces_id = c.id
    left join activity.issued_certificates o on o.id = c.replaces_id
  );
end
$$;
alter function activity.standing_of(activity.issued_certificates) owner to referee;

-- What the holder of a secret may know: the standing, and `certificate` with everything printed, secret,
-- summary of the trace, pdf_sha256, has_credential, marksheet_secret.
create function activity.certificate_told(c activity.issued_certificates) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select activity.standing_of(c) || jsonb_build_object('certificate', activity.printed_of(c) || jsonb_build_object(
      'secret', (select s.secret from activity.certificate_secrets s where s.issued_certificate_id = c.id),
      'summary', jsonb_build_object('parts', c.trace -> 'parts', 'percentage', c.trace -> 'percentage', 'grade', c.trace -> 'grade'),
      'pdf_sha256', (select f.sha256 from activity.certificate_files f
        where f.issued_certificate_id = c.id and f.kind = 'certificate'),
      'has_credential', activity.has_credential(c.id),
      'marksheet_secret', (select m.secret from activity.marksheets m
        where m.issued_certificate_id = c.id order by m.revision desc limit 1)))
  );
end
$$;
alter function activity.certificate_told(activity.issued_certificates) owner to referee;

-- The certificate that a secret opens; numbers of the form before are secrets themselves.
create function activity.certificate_of_secret(p_secret text) returns activity.issued_certificates
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.* from activity.issued_certificates c
  where c.id = coalesce(
    (select s.issued_certificate_id from activity.certificate_secrets s where s.secret = p_secret),
    (select o.id from activity.issued_certificates o where o.certificate_number = p_secret and o.number_year is null
      and exists (select from activity.certificate_secrets s where s.issued_certificate_id = o.id)))
$$;
alter function activity.certificate_of_secret(text) owner to referee;

-- A certificate by its secret, or null.
create function activity.verify_by_secret(p_secret text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select activity.certificate_told(c) from activity.certificate_of_secret(p_secret) c where c.id is not null
$$;
alter function activity.verify_by_secret(text) owner to referee;
grant execute on function activity.verify_by_secret(text) to guru, shishya;

-- What a bare number tells: {status, certificate_number, initials, issued_in, revoked_at, replaced_by}, or
-- null. The same three indexes are asked for a number that nobody has.
create function activity.verify_by_number(p_number text) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select case when c.id is not null then jsonb_build_object(
      'status', case when r.revoked_at is not null then 'revoked' when n.id is not null then 'replaced' else 'valid' end,
      'certificate_number', c.certificate_number, 'initials', c.initials,
      'issued_in', extract(year from c.issue_date at time zone 'UTC')::integer,
      'revoked_at', activity.instant(r.revoked_at), 'replaced_by', n.certificate_number) end
    from (select coalesce(activity.typed_number(p_number), '')) asked (number)
    left join activity.issued_certificates c on c.certificate_number = asked.number
    left join activity.certificate_revocations r on r.issued_certificate_id = coalesce(c.id, 0)
    left join activity.issued_certificates n on n.replaces_id = coalesce(c.id, 0)
  );
end
$$;
alter function activity.verify_by_number(text) owner to referee;
grant execute on function activity.verify_by_number(text) to guru, shishya;

-- A marksheet by its secret, with everything in it and all its revisions, the newest first; or null.
create function activity.verify_marksheet(p_secret text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'certificate', (select jsonb_object_agg(k.key, k.value) from jsonb_each(activity.printed_of(c)) k
        where k.key in ('certificate_number', 'certificate_name', 'course_name', 'course_version', 'student_name',
          'issue_date', 'issuer_name'))
      || jsonb_build_object('status', activity.standing_of(c) ->> 'status',
        'secret', (select s.secret from activity.certificate_secrets s where s.issued_certificate_id = c.id)),
    'revision', m.revision, 'generated_at', activity.instant(m.generated_at), 'reason', m.reason, 'changes', m.changes,
    'trace', m.trace,
    'pdf_sha256', (select f.sha256 from activity.marksheet_files f where f.marksheet_id = m.id),
    'revisions', (select jsonb_agg(jsonb_build_object('revision', v.revision, 'secret', v.secret,
        'generated_at', activity.instant(v.generated_at)) order by v.revision desc)
      from activity.marksheets v where v.issued_certificate_id = c.id))
  from activity.marksheets m
  join activity.issued_certificates c on c.id = m.issued_certificate_id
  where m.secret = p_secret
$$;
alter function activity.verify_marksheet(text) owner to referee;
grant execute on function activity.verify_marksheet(text) to guru, shishya;

-- What a file is, by the SHA-256 of its bytes: as by the secret, with `kind`; null for a file that was not
-- issued.
create function activity.verify_by_file(p_sha256 text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (select jsonb_build_object('kind', 'certificate') || activity.certificate_told(c)
      from activity.certificate_files f
      join activity.issued_certificates c on c.id = f.issued_certificate_id
      where f.sha256 = p_sha256 and f.kind = 'certificate'),
    (select jsonb_build_object('kind', 'marksheet') || activity.verify_marksheet(m.secret)
      from activity.marksheet_files f
      join activity.marksheets m on m.id = f.marksheet_id
      where f.sha256 = p_sha256))
$$;
alter function activity.verify_by_file(text) owner to referee;
grant execute on function activity.verify_by_file(text) to guru, shishya;

-- The student's certificates, the newest first: everything printed, the standing, course_id, secret,
-- pdf_ready, and `marksheet` {secret, revision, pdf_ready}.
create function activity.my_certificates(p_course_id integer default null) returns setof jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select activity.printed_of(c) || activity.standing_of(c) - 'since' || jsonb_build_object('course_id', c.course_id,
    'secret', s.secret,
    'pdf_ready', exists (select from activity.certificate_files f
      where f.issued_certificate_id = c.id and f.kind = 'certificate'),
    'marksheet', (select jsonb_build_object('secret', m.secret, 'revision', m.revision,
        'pdf_ready', exists (select from activity.marksheet_files f where f.marksheet_id = m.id))
      from activity.marksheets m where m.issued_certificate_id = c.id order by m.revision desc limit 1))
  from activity.issued_certificates c
  join activity.certificate_secrets s on s.issued_certificate_id = c.id
  where c.shishya_user_id = activity.require_me() and (p_course_id is null or c.course_id = p_course_id)
  order by c.issue_date desc, c.id desc
$$;
alter function activity.my_certificates(integer) owner to referee;
grant execute on function activity.my_certificates(integer) to shishya;

-- Drawing ---------------------------------------------------------------------------------------------

create function activity.design_told(p_design integer) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', d.id, 'issuer_name', d.issuer_name, 'issuer_url', d.issuer_url, 'accent', d.accent,
    'paper', d.paper, 'logo', translate(encode(d.logo, 'base64'), E'\n', ''), 'signatories', d.signatories)
  from activity.certificate_designs d where d.id = p_design
$$;
alter function activity.design_told(integer) owner to referee;

-- Everything a certificate is drawn from: what is printed, id, shishya_user_id, template_id,
-- qr_verification, secret, replaces (a number), trace, design (pictures in base 64), and file (storage_url,
-- sha256) once there is one. Null for a number that nobody has, or that was erased.
create function activity.certificate_to_draw(p_number text) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select activity.printed_of(c) || jsonb_build_object('id', c.id, 'shishya_user_id', c.shishya_user_id,
      'course_id', c.course_id, 'template_id', c.template_id, 'qr_verification', c.qr_verification, 'secret', s.secret,
      'replaces', (select o.certificate_number from activity.issued_certificates o where o.id = c.replaces_id),
      'trace', c.trace, 'design', activity.design_told(c.design_id),
      'file', (select jsonb_build_object('storage_url', f.storage_url, 'sha256', f.sha256)
        from activity.certificate_files f where f.issued_certificate_id = c.id and f.kind = 'certificate'))
    from activity.issued_certificates c
    join activity.certificate_secrets s on s.issued_certificate_id = c.id
    where c.certificate_number = p_number
  );
end
$$;
alter function activity.certificate_to_draw(text) owner to referee;
grant execute on function activity.certificate_to_draw(text) to guru;

-- The same of a marksheet, by its id.
create function activity.marksheet_to_draw(p_marksheet integer) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', m.id, 'certificate_number', c.certificate_number, 'student_name', c.student_name,
    'course_name', c.course_name, 'certificate_name', c.certificate_name, 'course_version', c.version,
    'issue_date', activity.instant(c.issue_date), 'generated_at', activity.instant(m.generated_at),
    'revision', m.revision, 'replaces_revision', o.revision, 'reason', m.reason, 'changes', m.changes,
    'trace', m.trace, 'secret', m.secret, 'design', activity.design_told(c.design_id),
    'file', (select jsonb_build_object('storage_url', f.storage_url, 'sha256', f.sha256)
      from activity.marksheet_files f where f.marksheet_id = m.id))
  from activity.marksheets m
  join activity.issued_certificates c on c.id = m.issued_certificate_id
  left join activity.marksheets o on o.id = m.replaces_id
  where m.id = p_marksheet and m.secret is not null
$$;
alter function activity.marksheet_to_draw(integer) owner to referee;
grant execute on function activity.marksheet_to_draw(integer) to guru;

-- Held by who keeps a file of a certificate and by who erases it: nothing is kept of what was erased.
create function activity.hold_certificate(p_certificate integer) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select pg_advisory_xact_lock(hashtext('activity.hold_certificate'), p_certificate)
$$;
alter function activity.hold_certificate(integer) owner to referee;
grant execute on function activity.hold_certificate(integer) to eraser;

-- As before, but nothing is kept of a certificate that was erased, and nothing returned for it.
create or replace function activity.keep_certificate_file(p_number text, p_kind text, p_storage_url text, p_sha256 text,
  p_byte_count integer)
returns activity.certificate_files
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  certificate integer;
  kept activity.certificate_files;
begin
  select c.id into certificate from activity.issued_certificates c where c.certificate_number = p_number;
  perform activity.hold_certificate(certificate);
  insert into activity.certificate_files (issued_certificate_id, kind, storage_url, sha256, byte_count)
  select c.id, p_kind, p_storage_url, p_sha256, p_byte_count
  from activity.issued_certificates c where c.id = certificate and c.student_name <> '(erased)'
  on conflict do nothing;
  select f.* into kept from activity.certificate_files f
  where f.issued_certificate_id = certificate and f.kind = p_kind;
  return kept;
end
$$;

-- Puts down the drawn file of a marksheet. It stands for ever; whoever comes second is told which one that is.
create function activity.keep_marksheet_file(p_marksheet integer, p_storage_url text, p_sha256 text,
  p_byte_count integer) returns activity.marksheet_files
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept activity.marksheet_files;
begin
  perform activity.hold_certificate(m.issued_certificate_id) from activity.marksheets m where m.id = p_marksheet;
  insert into activity.marksheet_files (marksheet_id, issued_certificate_id, storage_url, sha256, byte_count)
  select m.id, m.issued_certificate_id, p_storage_url, p_sha256, p_byte_count
  from activity.marksheets m where m.id = p_marksheet and m.secret is not null
  on conflict do nothing;
  select f.* into kept from activity.marksheet_files f where f.marksheet_id = p_marksheet;
  return kept;
end
$$;
alter function activity.keep_marksheet_file(integer, text, text, integer) owner to referee;
grant execute on function activity.keep_marksheet_file(integer, text, text, integer) to guru;

-- Being forgotten -------------------------------------------------------------------------------------

set local role ourshiksha_owner;
do $$
declare
  place text;
begin
  foreach place in array array['activity.certificate_secrets', 'activity.marksheets', 'activity.marksheet_files']
  loop
    execute format('create policy eraser on %s to eraser using (true) with check (true)', place::regclass);
    execute format('grant select on %s to eraser', place::regclass);
  end loop;
end
$$;
grant delete on activity.certificate_secrets, activity.marksheet_files to eraser;
grant update (student_name, initials) on activity.issued_certificates to eraser;
grant update (secret, reason) on activity.marksheets to eraser;
reset role;

-- What goes with a student's certificates: names, addresses, files. What stays says that there was a
-- certificate, and its marks. Returns the files to be taken out of the storage.
create function activity.erase_certificates(p_student integer)
returns table (kind text, storage_key text, storage_url text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  perform activity.hold_certificate(c.id) from activity.issued_certificates c
  where c.shishya_user_id = p_student order by c.id;
  return query
    delete from activity.certificate_files f
    using activity.issued_certificates c
    where c.id = f.issued_certificate_id and c.shishya_user_id = p_student
    returning 'certificate', null::text, f.storage_url;
  return query
    delete from activity.marksheet_files f
    using activity.issued_certificates c
    where c.id = f.issued_certificate_id and c.shishya_user_id = p_student
    returning 'marksheet', null::text, f.storage_url;
  insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
  select c.id, 'Erased at the request of its holder.', 'the holder'
  from activity.issued_certificates c where c.shishya_user_id = p_student
  on conflict (issued_certificate_id) do update set revoked_reason = excluded.revoked_reason;
  update activity.issued_certificates set student_name = '(erased)', initials = '' where shishya_user_id = p_student;
  delete from activity.certificate_secrets s
  using activity.issued_certificates c
  where c.id = s.issued_certificate_id and c.shishya_user_id = p_student;
  update activity.marksheets m
  set secret = null, reason = case when m.reason is not null then '(erased)' end
  where m.shishya_user_id = p_student;
end
$$;
alter function activity.erase_certificates(integer) owner to eraser;

-- As before, with what a certificate has become.
create or replace function activity.carry_out_erasure(p_erasure integer)
returns table (kind text, storage_key text, storage_url text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  erasure activity.erasures;
  student integer;
  accounts integer[];
  lines int8multirange;
  digests text[];
begin
  select * into erasure from activity.erasures where id = p_erasure for update;
  if not found or erasure.state <> 'approved' or erasure.due_at > clock_timestamp() then
    raise exception 'erasure.not-due' using errcode = 'OS409';
  end if;
  student := erasure.shishya_user_id;

  return query
    delete from activity.submission_files f where f.shishya_user_id = student
    returning 'submission', f.storage_key, case when f.erased_at is null then f.storage_url end;
  delete from activity.lab_code where shishya_user_id = student;
  delete from activity.idempotency_keys where shishya_user_id = student;
  delete from activity.attempt_answers
  where attempt_id in (select a.id from activity.user_test_attempts a where a.shishya_user_id = student);

  update activity.user_test_attempts set answers = '{}' where shishya_user_id = student and answers <> '{}';
  update activity.user_lab_progress set user_code = null where shishya_user_id = student and user_code is not null;
  update activity.lab_runs set code = '', output = '', error = null, results = '[]' where shishya_user_id = student;
  update activity.user_project_submissions s
  set submission_url = null, submission_notes = '', submission_key = 'erased-' || s.id,
    feedback = case when s.feedback is not null then '(erased)' end,
    checklist = (select coalesce(jsonb_agg(c.criterion - 'comment' order by c.place), '[]')
      from jsonb_array_elements(s.checklist) with ordinality c (criterion, place))
  where s.shishya_user_id = student;
  update activity.activity_logs set metadata = '{}', ip_address = null, user_agent = null
  where shishya_user_id = student;

  if erasure.with_certificates then
    return query select * from activity.erase_certificates(student);
  end if;

  select array_agg(account_id) into accounts from audit.accounts_of(student) account_id;

  perform activity.forget_sign_ins(gone) from unnest(accounts) gone;

  update activity.shishya_users
  set user_id = -id, external_id = null, name = 'Erased student', email = 'erased-' || id || '@erased.invalid',
    phone = null, avatar_url = null, status = 'suspended', last_active_at = null, erased_at = clock_timestamp()
  where id = student;
  update activity.erasures set state = 'done', told = 'done', ended_at = clock_timestamp() where id = erasure.id;

  -- Last, because what was changed above has left its lines too.
  with gone as (
    delete from audit.personal_values p
    where p.shishya_user_id = student or (p.shishya_user_id is null and p.account_id = any (accounts))
    returning p.log_id
  )
  select range_agg(int8range(g.log_id, g.log_id, '[]')) into lines from gone g;
  with gone as (
    delete from audit.origins o where o.shishya_user_id = student or o.account_id = any (accounts)
    returning o.digest
  )
  select array_agg(g.digest) into digests from gone g;
  -- The log says which values are missing by right; of others the verifier says that they were deleted.
  perform audit.note('student.erased', 'student', student::text,
    jsonb_build_object('erasure', erasure.id, 'lines', coalesce(lines::text, '{}'),
      'origins', coalesce(to_jsonb(digests), '[]')));
end
$$;

-- As before, with the files of marksheets.
create or replace function audit.lines_about(p_student integer) returns setof bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select log_id from audit.personal_values where shishya_user_id = p_student
  union
  select log_id from audit.personal_values
  where shishya_user_id is null and account_id in (select audit.accounts_of(p_student))
  union
  select id from audit.log where user_id in (select audit.accounts_of(p_student)::text)
  union
  select l.id from (
    select 'activity.course_enrollments', e.id from activity.course_enrollments e where e.shishya_user_id = p_student
    union all
    select 'activity.lesson_progress', p.id from activity.lesson_progress p where p.shishya_user_id = p_student
    union all
    select 'activity.issued_certificates', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.certificate_revocations', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.certificate_files', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.marksheets', m.id from activity.marksheets m where m.shishya_user_id = p_student
    union all
    select 'activity.marksheet_files', c.id from activity.issued_certificates c where c.shishya_user_id = p_student
    union all
    select 'activity.attempt_regrades', r.id from activity.attempt_regrades r where r.shishya_user_id = p_student
    union all
    select 'activity.erasures', r.id from activity.erasures r where r.shishya_user_id = p_student
    union all
    select 'activity.shishya_users', p_student
  ) own (subject, id)
  join audit.log l on l.subject = own.subject and l.subject_id = own.id::text
$$;

-- What there was before ---------------------------------------------------------------------------------

-- Certificates of before get what was not kept of them as far as the record says it; nothing that was
-- printed changes. The marks are those of the marksheet; whatever else counts today did not count then.
alter table activity.issued_certificates disable trigger refuse_change;
alter table activity.marksheets disable trigger refuse_change;
update activity.issued_certificates c
set type = o.type,
    outcomes = array(select jsonb_array_elements_text(t.learning_outcomes)),
    completed_on = (c.issue_date at time zone 'UTC')::date,
    initials = case when c.student_name = '(erased)' then '' else activity.initials_of(c.student_name) end,
    trace = jsonb_build_object(
      'tests', coalesce((select jsonb_agg(m.test || jsonb_build_object('required', o.requires_test_pass,
          'kind', case when x.module_id is null then 'final' else 'module' end,
          'passed', o.requires_test_pass or (m.test ->> 'percentage')::integer >= x.passing_percentage) order by m.place)
        from activity.marksheets s
        cross join lateral jsonb_array_elements(s.test_scores) with ordinality m (test, place)
        left join live.tests x on x.id = (m.test ->> 'test_id')::integer and x.version = c.version
        where s.issued_certificate_id = c.id), '[]'),
      'labs', '[]'::jsonb, 'projects', '[]'::jsonb,
      'lessons', (select jsonb_build_object('done', count(*), 'of', count(*)) from live.lessons l
        where l.course_id = c.course_id and l.version = c.version),
      'parts', case when c.final_score is null then '[]'
        else jsonb_build_array(jsonb_build_object('part', 'tests', 'weight', 100, 'share', 100, 'percentage', c.final_score)) end,
      'percentage', c.final_score, 'grade', c.grade)
from live.certificates o, live.course_contents t
where o.id = c.certificate_id and o.version = c.version and t.id = c.course_id and t.version = c.version;
insert into activity.certificate_secrets (issued_certificate_id, secret)
select c.id, activity.new_secret() from activity.issued_certificates c where c.student_name <> '(erased)';
update activity.marksheets m
set trace = c.trace, secret = case when c.student_name <> '(erased)' then activity.new_secret() end
from activity.issued_certificates c where c.id = m.issued_certificate_id;
alter table activity.issued_certificates enable trigger refuse_change;
alter table activity.marksheets enable trigger refuse_change;

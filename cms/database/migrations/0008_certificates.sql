-- Issued certificates and marksheets: rows that no role changes. Revocation is a row beside them.

set local role ourshiksha_owner;

create table activity.issued_certificates (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  certificate_id integer not null,
  version integer not null,
  certificate_number text not null unique check (certificate_number ~ '^OS-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$'),
  issue_date timestamptz not null,
  -- Average of the best percentages, rounded down; null for a course without tests.
  final_score integer check (final_score between 0 and 100),
  grade text not null check (grade in ('A', 'B', 'C', 'Pass')),
  -- Everything printed, as it was: later renaming changes nothing here.
  student_name text not null,
  course_name text not null,
  certificate_name text not null,
  template_id text not null,
  qr_verification boolean not null,
  -- Paths on the learner site; its address may change, these do not.
  pdf_url text not null,
  qr_code text not null,
  created_at timestamptz not null default clock_timestamp(),
  -- One for a student and a course, ever.
  unique (shishya_user_id, course_id),
  foreign key (certificate_id, version) references live.certificates (id, version),
  foreign key (certificate_id, course_id) references live.nodes (id, course_id)
);

create table activity.certificate_revocations (
  issued_certificate_id integer primary key references activity.issued_certificates (id),
  revoked_at timestamptz not null default clock_timestamp(),
  revoked_reason text not null check (char_length(revoked_reason) >= 3),
  revoked_by text not null
);

-- The drawn file: where it is kept and what its bytes hash to.
create table activity.certificate_files (
  issued_certificate_id integer not null references activity.issued_certificates (id),
  kind text not null check (kind in ('certificate', 'marksheet')),
  storage_url text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  byte_count integer not null check (byte_count > 0),
  created_at timestamptz not null default clock_timestamp(),
  primary key (issued_certificate_id, kind)
);

create table activity.marksheets (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  issued_certificate_id integer not null unique references activity.issued_certificates (id),
  test_scores jsonb not null,
  lab_scores jsonb not null,
  project_scores jsonb not null,
  total_score integer not null,
  total_max_score integer not null,
  percentage integer not null check (percentage between 0 and 100),
  grade text not null check (grade in ('A', 'B', 'C', 'Pass')),
  pdf_url text,
  generated_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp()
);

-- The register as the specification's columns have it, validity included.
create view activity.certificate_register with (security_invoker = true) as
  select c.*, r.issued_certificate_id is null as is_valid, r.revoked_at, r.revoked_reason
  from activity.issued_certificates c
  left join activity.certificate_revocations r on r.issued_certificate_id = c.id;

do $$
declare
  record_table text;
begin
  foreach record_table in array array['issued_certificates', 'certificate_revocations', 'certificate_files', 'marksheets']
  loop
    call live.write_once(('activity.' || record_table)::regclass);
    call live.protect(('activity.' || record_table)::regclass, 'select');
    execute format('grant select, insert on activity.%I to referee', record_table);
    execute format(
      'create trigger audit after insert on activity.%I for each row execute function audit.record()', record_table);
  end loop;
  foreach record_table in array array['issued_certificates', 'marksheets']
  loop
    execute format('grant select on activity.%I to shishya', record_table);
    execute format(
      'create policy own_rows on activity.%I for select to shishya using (shishya_user_id = (select activity.me()))',
      record_table);
  end loop;
end
$$;
grant select on activity.certificate_revocations to shishya;
create policy own_rows on activity.certificate_revocations for select to shishya using (
  exists (select from activity.issued_certificates c where c.id = issued_certificate_id));
grant select on activity.certificate_register to guru, shishya, referee;

reset role;

-- What the certificate asks for and what the student has, in the student's version. Null counts
-- mean that the certificate does not ask.
create function activity.certificate_eligibility(p_student integer, p_course_id integer, p_version integer)
returns table (eligible boolean, lessons integer, lessons_done integer, tests integer, tests_passed integer,
  labs integer, labs_done integer, projects integer, projects_done integer)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    t.lessons_done = t.lessons
      and (not c.requires_test_pass or t.tests_passed = t.tests)
      and (not c.requires_lab_completion or l.done = l.every)
      and (not c.requires_project_completion or p.done = p.every),
    t.lessons, t.lessons_done,
    case when c.requires_test_pass then t.tests end, case when c.requires_test_pass then t.tests_passed end,
    case when c.requires_lab_completion then l.every end, case when c.requires_lab_completion then l.done end,
    case when c.requires_project_completion then p.every end, case when c.requires_project_completion then p.done end
  from live.certificates c
  cross join lateral activity.tally(p_student, p_course_id, p_version) t
  cross join lateral (
    select count(*)::integer as every, count(u.id)::integer as done
    from live.practice_labs b
    left join activity.user_lab_progress u on u.lab_id = b.id and u.shishya_user_id = p_student and u.status = 'completed'
    where b.course_id = p_course_id and b.version = p_version
  ) l
  cross join lateral (
    select count(*)::integer as every,
      (count(*) filter (where exists (select from activity.user_project_submissions s
        where s.project_id = j.id and s.shishya_user_id = p_student and s.status = 'approved')))::integer as done
    from live.projects j
    where j.course_id = p_course_id and j.version = p_version
  ) p
  where c.course_id = p_course_id and c.version = p_version
$$;
alter function activity.certificate_eligibility(integer, integer, integer) owner to referee;

-- The same for whoever asks about themselves.
create function activity.my_eligibility(p_course_id integer)
returns table (eligible boolean, lessons integer, lessons_done integer, tests integer, tests_passed integer,
  labs integer, labs_done integer, projects integer, projects_done integer)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select g.*
  from activity.course_enrollments e
  cross join lateral activity.certificate_eligibility(e.shishya_user_id, e.course_id, e.version) g
  where e.shishya_user_id = activity.require_me() and e.course_id = p_course_id
$$;
alter function activity.my_eligibility(integer) owner to referee;
grant execute on function activity.my_eligibility(integer) to shishya;

-- Spec section 9, step 3.
create function activity.grade_of(p_percentage integer) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case when p_percentage >= 90 then 'A' when p_percentage >= 80 then 'B' when p_percentage >= 70 then 'C'
    else 'Pass' end
$$;
alter function activity.grade_of(integer) owner to referee;

-- A number nobody can guess: the year and 50 random bits in Crockford's base 32.
create function activity.new_certificate_number() returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  digits constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  -- The last 48 bits of a version 4 UUID are random, and so are its first 32.
  bits bit(80) := ('x' || right(replace(gen_random_uuid()::text, '-', ''), 12)
    || left(replace(gen_random_uuid()::text, '-', ''), 8))::bit(80);
  letters text := '';
begin
  for place in 0..9 loop
    letters := letters || substr(digits, 1 + substring(bits from 1 + place * 5 for 5)::integer, 1);
  end loop;
  return 'OS-' || to_char(clock_timestamp() at time zone 'UTC', 'YYYY') || '-' || left(letters, 5) || '-' || right(letters, 5);
end
$$;
alter function activity.new_certificate_number() owner to referee;

-- Issues the certificate with its marksheet, once: everything is looked up and frozen here.
create function activity.issue_certificate(p_course_id integer) returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_enrollment(p_course_id);
  offer live.certificates;
  state record;
  scores record;
  issued activity.issued_certificates;
  number text;
begin
  select * into issued from activity.issued_certificates
  where shishya_user_id = enrolment.shishya_user_id and course_id = p_course_id;
  if found then
    return issued.certificate_number;
  end if;
  select * into offer from live.certificates where course_id = p_course_id and version = enrolment.version;
  if not found then
    raise exception 'certificate.not-offered' using errcode = 'OS404';
  end if;
  select * into state
  from activity.certificate_eligibility(enrolment.shishya_user_id, p_course_id, enrolment.version);
  if not state.eligible then
    raise exception 'certificate.not-eligible' using errcode = 'OS409';
  end if;

  -- The best attempt of each test of the version; the final score is the average of their percentages.
  select
    floor(avg(coalesce(b.percentage, 0)))::integer as average,
    coalesce(sum(coalesce(b.score, 0)), 0)::integer as total,
    coalesce(sum(coalesce(b.max_score, q.every)), 0)::integer as total_max,
    coalesce(jsonb_agg(jsonb_build_object('test_id', t.id, 'title', t.title, 'score', coalesce(b.score, 0),
      'max_score', coalesce(b.max_score, q.every), 'percentage', coalesce(b.percentage, 0),
      'attempts', coalesce(b.attempts, 0)) order by t.order_index, t.id), '[]') as list
  into scores
  from live.tests t
  cross join lateral (
    select count(*)::integer as every from live.questions q where q.test_id = t.id and q.version = t.version
  ) q
  left join lateral (
    select a.score, a.max_score, a.percentage, count(*) over () as attempts
    from activity.user_test_attempts a
    where a.test_id = t.id and a.shishya_user_id = enrolment.shishya_user_id and a.submitted_at is not null
    order by a.percentage desc, a.id
    limit 1
  ) b on true
  where t.course_id = p_course_id and t.version = enrolment.version;

  number := activity.new_certificate_number();
  insert into activity.issued_certificates (shishya_user_id, course_id, certificate_id, version, certificate_number,
    issue_date, final_score, grade, student_name, course_name, certificate_name, template_id, qr_verification,
    pdf_url, qr_code)
  select s.id, p_course_id, offer.id, enrolment.version, number, clock_timestamp(), scores.average,
    case when scores.average is null then 'Pass' else activity.grade_of(scores.average) end,
    s.name, c.name, offer.name, offer.template_id, offer.qr_verification,
    '/certificates/' || number || '.pdf', '/certificates/' || number
  from activity.shishya_users s, live.course_contents c
  where s.id = enrolment.shishya_user_id and c.id = p_course_id and c.version = enrolment.version
  returning * into issued;

  insert into activity.marksheets (shishya_user_id, course_id, issued_certificate_id, test_scores, lab_scores,
    project_scores, total_score, total_max_score, percentage, grade)
  values (issued.shishya_user_id, p_course_id, issued.id, scores.list, '[]', '[]', scores.total, scores.total_max,
    coalesce(issued.final_score, 100), issued.grade);

  update activity.course_enrollments set certificate_issued = true where id = enrolment.id;
  perform activity.note(enrolment.shishya_user_id, 'issue', 'certificate', number);
  return number;
end
$$;
alter function activity.issue_certificate(integer) owner to referee;
grant execute on function activity.issue_certificate(integer) to shishya;

-- What anybody may know of a number.
create function activity.verify_certificate(p_number text)
returns table (certificate_number text, certificate_name text, course_id integer, course_name text,
  student_name text, issue_date timestamptz, final_score integer, grade text, is_valid boolean,
  revoked_at timestamptz, revoked_reason text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.certificate_number, c.certificate_name, c.course_id, c.course_name, c.student_name, c.issue_date,
    c.final_score, c.grade, c.is_valid, c.revoked_at, c.revoked_reason
  from activity.certificate_register c
  where c.certificate_number = p_number
$$;
alter function activity.verify_certificate(text) owner to referee;
grant execute on function activity.verify_certificate(text) to shishya;

-- Puts down where a drawn PDF is kept and its hash. The first one stands; a second drawing of the
-- same certificate is told which one that is.
create function activity.keep_certificate_file(p_number text, p_kind text, p_storage_url text, p_sha256 text,
  p_byte_count integer)
returns activity.certificate_files
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept activity.certificate_files;
begin
  insert into activity.certificate_files (issued_certificate_id, kind, storage_url, sha256, byte_count)
  select c.id, p_kind, p_storage_url, p_sha256, p_byte_count
  from activity.issued_certificates c where c.certificate_number = p_number
  on conflict do nothing;
  select f.* into kept from activity.certificate_files f
  join activity.issued_certificates c on c.id = f.issued_certificate_id
  where c.certificate_number = p_number and f.kind = p_kind;
  return kept;
end
$$;
alter function activity.keep_certificate_file(text, text, text, text, integer) owner to referee;
grant execute on function activity.keep_certificate_file(text, text, text, text, integer) to guru;

-- The record of labs. The server runs the stored code in a jail (cms/src/lib/lab-runner) and hands in
-- what was observed: the console output and the value of each test's expression. What is expected never
-- leaves this database; here the two are compared, and here alone a lab becomes verified.

set local role ourshiksha_owner;

alter table activity.user_lab_progress
  -- Set by the server's verdict alone. Completed without it is by the student's word.
  add column verified_at timestamptz,
  add constraint user_lab_progress_verified_is_completed check (verified_at is null or status = 'completed');

-- What a student wrote so far, saved while typing. No record: what is judged is kept with its run.
create table activity.lab_code (
  shishya_user_id integer not null references activity.shishya_users (id),
  lab_id integer not null,
  course_id integer not null,
  code text not null check (char_length(code) <= 100000),
  saved_at timestamptz not null default clock_timestamp(),
  primary key (shishya_user_id, lab_id),
  foreign key (lab_id, course_id) references live.nodes (id, course_id)
);

create table activity.lab_runs (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  lab_id integer not null,
  -- Fixed at the start: the run is judged by the tests of this version. No foreign key: a judged run says
  -- all there is to know, and does not keep a version in live that nobody learns any more.
  version integer not null,
  code text not null check (char_length(code) <= 100000),
  status text not null default 'running'
    check (status in ('running', 'finished', 'error', 'timeout', 'memory', 'output', 'crashed')),
  passed boolean,
  output text not null default '' check (char_length(output) <= 65536),
  error text check (char_length(error) <= 4000),
  -- Null where the output is not checked.
  output_passed boolean,
  -- [{name, hidden, passed, actual, expected}]; of hidden tests neither value.
  results jsonb not null default '[]' check (jsonb_typeof(results) = 'array'),
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  -- How long the code ran, as its jailer measured it.
  ms integer check (ms >= 0),
  foreign key (lab_id, course_id) references live.nodes (id, course_id),
  check ((status = 'running') = (finished_at is null) and (finished_at is null) = (passed is null)),
  check (not passed or status = 'finished')
);
-- One at a time for each student, in whichever course.
create unique index lab_runs_one_running on activity.lab_runs (shishya_user_id) where finished_at is null;
create index lab_runs_of_lab on activity.lab_runs (shishya_user_id, lab_id, id desc);

create function activity.refuse_judged_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.finished_at is not null then
    raise exception 'run % was judged; a record is not changed', old.id using errcode = '42501';
  end if;
  return new;
end
$$;
grant execute on function activity.refuse_judged_change() to referee;
create trigger refuse_judged_change before update on activity.lab_runs
  for each row execute function activity.refuse_judged_change();
create trigger audit after insert or update or delete on activity.lab_runs
  for each row execute function audit.record();

do $$
declare
  own text;
begin
  foreach own in array array['lab_code', 'lab_runs']
  loop
    call live.protect(('activity.' || own)::regclass, 'select');
    execute format('grant select on activity.%I to shishya', own);
    execute format('grant select, insert, update on activity.%I to referee', own);
    execute format(
      'create policy own_rows on activity.%I for select to shishya using (shishya_user_id = (select activity.me()))',
      own);
    execute format(
      'create trigger refuse_delete before delete on activity.%I for each row execute function live.refuse_change()',
      own);
    execute format(
      'create trigger refuse_truncate before truncate on activity.%I for each statement execute function live.refuse_change()',
      own);
  end loop;
end
$$;

-- Hints are unlocked one by one, so students read every column of a lab but these.
revoke select on live.practice_labs from shishya;
grant select (id, version, course_id, module_id, lesson_id, slug, title, description, difficulty, language,
  estimated_time, instructions, setup_code, starter_code, expected_output, validation_type, tests, order_index,
  status, created_at, updated_at) on live.practice_labs to shishya;

reset role;

-- What runs a language as an editor wrote it; null where the school cannot run it.
-- cms/src/lib/lab-runner/languages.ts knows the same names.
create function live.lab_runtime(p_language text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case lower(btrim(p_language))
    when 'javascript' then 'javascript' when 'js' then 'javascript'
    when 'typescript' then 'typescript' when 'ts' then 'typescript'
    when 'python' then 'python' when 'python3' then 'python' when 'py' then 'python'
    when 'sql' then 'sql' when 'postgresql' then 'sql'
    when 'html' then 'html'
    when 'css' then 'css'
  end
$$;
alter function live.lab_runtime(text) owner to referee;
grant execute on function live.lab_runtime(text) to shishya, guru;

-- Whether the server can judge a lab: the school runs its language, and there is something to check.
-- A page prints nothing, so of html and css only tests can tell.
create function live.lab_is_verifiable(p_lab_id integer, p_version integer) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((
    select live.lab_runtime(b.language) is not null
      and (jsonb_array_length(b.tests) > 0 or jsonb_array_length(k.hidden_tests) > 0
        or (btrim(coalesce(b.expected_output, '')) <> '' and live.lab_runtime(b.language) not in ('html', 'css')))
    from live.practice_labs b
    join keys.lab_keys k on k.lab_id = b.id and k.version = b.version
    where b.id = p_lab_id and b.version = p_version), false)
$$;
alter function live.lab_is_verifiable(integer, integer) owner to referee;
grant execute on function live.lab_is_verifiable(integer, integer) to shishya, guru;

create function live.lab_hidden_test_count(p_lab_id integer, p_version integer) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_array_length(hidden_tests) from keys.lab_keys where lab_id = p_lab_id and version = p_version
$$;
alter function live.lab_hidden_test_count(integer, integer) owner to referee;
grant execute on function live.lab_hidden_test_count(integer, integer) to shishya;

create function live.lab_hint_count(p_lab_id integer, p_version integer) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_array_length(hints) from live.practice_labs where id = p_lab_id and version = p_version
$$;
alter function live.lab_hint_count(integer, integer) owner to referee;
grant execute on function live.lab_hint_count(integer, integer) to shishya;

-- A lab of the version somebody learns, with the enrolment locked, or the refusal.
create function activity.require_lab(p_course_id integer, p_lab_id integer,
  out enrolment activity.course_enrollments, out lab live.practice_labs)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  enrolment := activity.require_open_enrollment(p_course_id);
  select * into lab from live.practice_labs
  where id = p_lab_id and version = enrolment.version and course_id = p_course_id;
  if not found then
    raise exception 'lab.not-found' using errcode = 'OS404';
  end if;
end
$$;
alter function activity.require_lab(integer, integer) owner to referee;

-- The student's row of a lab; made at the first thing done in it.
create function activity.begin_lab(p_student integer, p_course_id integer, p_lab_id integer) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into activity.user_lab_progress (shishya_user_id, course_id, lab_id, status, started_at)
  values (p_student, p_course_id, p_lab_id, 'in_progress', clock_timestamp())
  on conflict (shishya_user_id, lab_id) do nothing
$$;
alter function activity.begin_lab(integer, integer, integer) owner to referee;

create function activity.store_lab_code(p_student integer, p_course_id integer, p_lab_id integer, p_code text)
returns timestamptz
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  saved timestamptz := clock_timestamp();
begin
  if char_length(p_code) > 100000 then
    raise exception 'lab.code-too-long' using errcode = 'OS422';
  end if;
  insert into activity.lab_code (shishya_user_id, lab_id, course_id, code, saved_at)
  values (p_student, p_lab_id, p_course_id, p_code, saved)
  on conflict (shishya_user_id, lab_id) do update set code = excluded.code, saved_at = excluded.saved_at;
  return saved;
end
$$;
alter function activity.store_lab_code(integer, integer, integer, text) owner to referee;

-- Saves what was written so far. The last one saved stands.
create function activity.save_lab_code(p_course_id integer, p_lab_id integer, p_code text) returns timestamptz
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  place record;
begin
  select * into place from activity.require_lab(p_course_id, p_lab_id);
  perform activity.begin_lab((place.enrolment).shishya_user_id, p_course_id, p_lab_id);
  return activity.store_lab_code((place.enrolment).shishya_user_id, p_course_id, p_lab_id, p_code);
end
$$;
alter function activity.save_lab_code(integer, integer, text) owner to referee;
grant execute on function activity.save_lab_code(integer, integer, text) to shishya;

-- Stores the code, counts the attempt and opens a run, which whoever has a jail then judges. A run whose
-- jailer died is closed as crashed; nobody waits longer than a minute for one.
create function activity.start_lab_run(p_course_id integer, p_lab_id integer, p_code text) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  place record;
  student integer;
  made integer;
begin
  select * into place from activity.require_lab(p_course_id, p_lab_id);
  student := (place.enrolment).shishya_user_id;
  if not live.lab_is_verifiable(p_lab_id, (place.lab).version) then
    raise exception 'lab.not-verifiable' using errcode = 'OS409';
  end if;
  perform activity.begin_lab(student, p_course_id, p_lab_id);
  perform activity.store_lab_code(student, p_course_id, p_lab_id, p_code);
  update activity.lab_runs
  set status = 'crashed', passed = false, finished_at = clock_timestamp()
  where shishya_user_id = student and finished_at is null and started_at < clock_timestamp() - interval '1 minute';
  insert into activity.lab_runs (shishya_user_id, course_id, lab_id, version, code)
  values (student, p_course_id, p_lab_id, (place.lab).version, p_code)
  on conflict (shishya_user_id) where finished_at is null do nothing
  returning id into made;
  if made is null then
    raise exception 'lab.run-open' using errcode = 'OS409';
  end if;
  update activity.user_lab_progress
  set attempts = attempts + 1, user_code = p_code, updated_at = clock_timestamp()
  where shishya_user_id = student and lab_id = p_lab_id;
  perform activity.note(student, 'run', 'lab', p_lab_id::text);
  return made;
end
$$;
alter function activity.start_lab_run(integer, integer, text) owner to referee;
grant execute on function activity.start_lab_run(integer, integer, text) to shishya;

-- The tests of a lab in the order in which they are evaluated: those students see, then the hidden ones.
create function activity.lab_tests(p_lab_id integer, p_version integer)
returns table (place integer, hidden boolean, name text, expression text, expected text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select (row_number() over (order by t.hidden, t.n))::integer, t.hidden, coalesce(t.test ->> 'name', ''),
    coalesce(t.test ->> 'expression', ''), coalesce(t.test ->> 'expected', '')
  from (
    select false as hidden, v.test, v.n
    from live.practice_labs b, jsonb_array_elements(b.tests) with ordinality v (test, n)
    where b.id = p_lab_id and b.version = p_version
    union all
    select true, h.test, h.n
    from keys.lab_keys k, jsonb_array_elements(k.hidden_tests) with ordinality h (test, n)
    where k.lab_id = p_lab_id and k.version = p_version
  ) t
$$;
alter function activity.lab_tests(integer, integer) owner to referee;

-- What the jail needs of an open run. What is expected is not in it.
create function activity.lab_run_material(p_run_id integer)
returns table (runtime text, setup_code text, code text, expressions jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select live.lab_runtime(b.language), b.setup_code, r.code,
    coalesce((select jsonb_agg(t.expression order by t.place) from activity.lab_tests(b.id, b.version) t), '[]')
  from activity.lab_runs r
  join live.practice_labs b on b.id = r.lab_id and b.version = r.version
  where r.id = p_run_id and r.finished_at is null
$$;
alter function activity.lab_run_material(integer) owner to referee;
grant execute on function activity.lab_run_material(integer) to guru;

-- Whether two JSON values are the same: numbers within a billionth of the larger, objects whatever the
-- order of their keys, everything else exactly.
create function activity.same_value(a jsonb, b jsonb) returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  kind constant text := jsonb_typeof(a);
begin
  if kind is distinct from jsonb_typeof(b) then
    return false;
  end if;
  if kind = 'number' then
    return abs(a::numeric - b::numeric) <= 1e-9 * greatest(abs(a::numeric), abs(b::numeric));
  elsif kind = 'array' then
    return jsonb_array_length(a) = jsonb_array_length(b) and not exists (
      select from generate_series(0, jsonb_array_length(a) - 1) n where not activity.same_value(a -> n, b -> n));
  elsif kind = 'object' then
    return (select coalesce(array_agg(k order by k), '{}') from jsonb_object_keys(a) k)
        = (select coalesce(array_agg(k order by k), '{}') from jsonb_object_keys(b) k)
      and not exists (select from jsonb_object_keys(a) k where not activity.same_value(a -> k, b -> k));
  end if;
  return a = b;
end
$$;
alter function activity.same_value(jsonb, jsonb) owner to referee;

-- What a test expects: JSON where it parses, otherwise the text itself.
create function activity.expected_value(p_expected text) returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case when pg_input_is_valid(p_expected, 'jsonb') then p_expected::jsonb else to_jsonb(p_expected) end
$$;
alter function activity.expected_value(text) owner to referee;

-- Console output without what nobody sees: kinds of line ends, spaces before them, empty lines at the end.
create function activity.console_text(p_output text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select regexp_replace(regexp_replace(replace(p_output, E'\r\n', E'\n'), '[ \t\r]+(?=\n|$)', '', 'g'), '\n+$', '')
$$;
alter function activity.console_text(text) owner to referee;

-- The verdict. `p_observed` is what the jailer saw: {status, output, error, ms, values: [{value} | {error}]},
-- the values in the order of activity.lab_tests. A run is judged once; a second report changes nothing.
create function activity.record_lab_run(p_run_id integer, p_observed jsonb) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  run activity.lab_runs;
  lab live.practice_labs;
  enrolment_id integer;
  ended constant text := p_observed ->> 'status';
  printed constant text := coalesce(p_observed ->> 'output', '');
  judged jsonb;
  same_output boolean;
  right_one boolean;
begin
  select * into run from activity.lab_runs where id = p_run_id;
  if not found then
    raise exception 'lab.not-found' using errcode = 'OS404';
  end if;
  -- The enrolment first, as everywhere.
  select id into enrolment_id from activity.course_enrollments
  where shishya_user_id = run.shishya_user_id and course_id = run.course_id
  for update;
  select * into run from activity.lab_runs where id = p_run_id for update;
  if run.finished_at is not null then
    return;
  end if;
  select * into lab from live.practice_labs where id = run.lab_id and version = run.version;

  select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'hidden', t.hidden, 'passed', t.passed,
    'actual', case when not t.hidden then left(coalesce(t.seen ->> 'error', (t.seen -> 'value')::text), 2000) end,
    'expected', case when not t.hidden then t.expected end) order by t.place), '[]')
  into judged
  from (
    select e.*, v.seen,
      ended = 'finished' and coalesce(v.seen ? 'value', false)
        and activity.same_value(v.seen -> 'value', activity.expected_value(e.expected)) as passed
    from activity.lab_tests(run.lab_id, run.version) e
    cross join lateral (select p_observed -> 'values' -> (e.place - 1) as seen) v
  ) t;

  if btrim(coalesce(lab.expected_output, '')) <> '' and live.lab_runtime(lab.language) not in ('html', 'css') then
    same_output := activity.console_text(printed) = activity.console_text(lab.expected_output);
  end if;
  right_one := ended = 'finished' and coalesce(same_output, true)
    and not exists (select from jsonb_array_elements(judged) t where not (t ->> 'passed')::boolean)
    and (same_output is not null or jsonb_array_length(judged) > 0);

  update activity.lab_runs
  set status = ended, passed = right_one, output = left(printed, 65536), error = left(p_observed ->> 'error', 4000),
    output_passed = same_output, results = judged, finished_at = clock_timestamp(),
    ms = greatest(0, (p_observed ->> 'ms')::numeric)::integer
  where id = run.id;

  if right_one then
    update activity.user_lab_progress
    set status = 'completed', completed_at = coalesce(completed_at, clock_timestamp()),
      verified_at = clock_timestamp(), updated_at = clock_timestamp()
    where shishya_user_id = run.shishya_user_id and lab_id = run.lab_id and verified_at is null;
    if found then
      perform activity.note(run.shishya_user_id, 'verify', 'lab', run.lab_id::text);
      perform activity.refresh_enrollment(enrolment_id);
    end if;
  end if;
end
$$;
alter function activity.record_lab_run(integer, jsonb) owner to referee;
grant execute on function activity.record_lab_run(integer, jsonb) to guru;

-- Unlocks the next hint. It names its number, so that a repeated request does not unlock one more.
create function activity.reveal_hint(p_course_id integer, p_lab_id integer, p_number integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  place record;
  student integer;
  unlocked integer;
begin
  select * into place from activity.require_lab(p_course_id, p_lab_id);
  student := (place.enrolment).shishya_user_id;
  perform activity.begin_lab(student, p_course_id, p_lab_id);
  select hints_used into unlocked from activity.user_lab_progress
  where shishya_user_id = student and lab_id = p_lab_id
  for update;
  if p_number <= unlocked then
    return;
  end if;
  if p_number <> unlocked + 1 or p_number > jsonb_array_length((place.lab).hints) then
    raise exception 'lab.no-such-hint' using errcode = 'OS404';
  end if;
  update activity.user_lab_progress set hints_used = p_number, updated_at = clock_timestamp()
  where shishya_user_id = student and lab_id = p_lab_id;
  perform activity.note(student, 'hint', 'lab', p_lab_id::text);
end
$$;
alter function activity.reveal_hint(integer, integer, integer) owner to referee;
grant execute on function activity.reveal_hint(integer, integer, integer) to shishya;

-- The hints of a lab that the student unlocked, in the student's version.
create function activity.lab_hints(p_course_id integer, p_lab_id integer) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(h.hint order by h.n), '[]')
  from activity.course_enrollments e
  join activity.user_lab_progress u on u.shishya_user_id = e.shishya_user_id and u.lab_id = p_lab_id
  join live.practice_labs b on b.id = u.lab_id and b.version = e.version and b.course_id = e.course_id
  cross join lateral jsonb_array_elements_text(b.hints) with ordinality h (hint, n)
  where e.shishya_user_id = activity.require_me() and e.course_id = p_course_id and h.n <= u.hints_used
$$;
alter function activity.lab_hints(integer, integer) owner to referee;
grant execute on function activity.lab_hints(integer, integer) to shishya;

-- Done by the student's word: only where the server cannot judge.
create function activity.declare_lab_done(p_course_id integer, p_lab_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  place record;
  student integer;
begin
  select * into place from activity.require_lab(p_course_id, p_lab_id);
  student := (place.enrolment).shishya_user_id;
  if live.lab_is_verifiable(p_lab_id, (place.lab).version) then
    raise exception 'lab.verifiable' using errcode = 'OS409';
  end if;
  perform activity.begin_lab(student, p_course_id, p_lab_id);
  update activity.user_lab_progress
  set status = 'completed', completed_at = clock_timestamp(), updated_at = clock_timestamp()
  where shishya_user_id = student and lab_id = p_lab_id and status <> 'completed';
  if found then
    perform activity.note(student, 'declare', 'lab', p_lab_id::text);
    perform activity.refresh_enrollment((place.enrolment).id);
  end if;
end
$$;
alter function activity.declare_lab_done(integer, integer) owner to referee;
grant execute on function activity.declare_lab_done(integer, integer) to shishya;

-- The solution, to who is done: verified where the server judges, by one's word where it does not.
create function activity.lab_solution(p_course_id integer, p_lab_id integer) returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student integer := activity.require_me();
  found_version integer;
  solution text;
begin
  select b.version, k.solution_code into found_version, solution
  from activity.course_enrollments e
  join live.courses c on c.id = e.course_id and not c.is_closed
  join live.practice_labs b on b.course_id = e.course_id and b.version = e.version
  join keys.lab_keys k on k.lab_id = b.id and k.version = b.version
  where e.shishya_user_id = student and e.course_id = p_course_id and b.id = p_lab_id;
  if not found then
    raise exception 'lab.not-found' using errcode = 'OS404';
  end if;
  if not exists (select from activity.user_lab_progress u
    where u.shishya_user_id = student and u.lab_id = p_lab_id and u.status = 'completed'
      and (u.verified_at is not null or not live.lab_is_verifiable(p_lab_id, found_version))) then
    raise exception 'lab.not-completed' using errcode = 'OS403';
  end if;
  return solution;
end
$$;
alter function activity.lab_solution(integer, integer) owner to referee;
grant execute on function activity.lab_solution(integer, integer) to shishya;

-- As before, but of labs it asks for those the server can judge, and takes no word for them.
create or replace function activity.certificate_eligibility(p_student integer, p_course_id integer, p_version integer)
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
    select count(*)::integer as every, count(u.verified_at)::integer as done
    from live.practice_labs b
    left join activity.user_lab_progress u on u.lab_id = b.id and u.shishya_user_id = p_student
    where b.course_id = p_course_id and b.version = p_version and live.lab_is_verifiable(b.id, b.version)
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

-- Answers that are saved as one goes, limits, partial credit, attempts that are closed at their
-- deadline without their student, and keys that were wrong.

set local role ourshiksha_owner;

-- A question may be right in part. Shown with four decimals; whether somebody passed is decided on the
-- exact sum (activity.marks_of).
alter table activity.user_test_attempts alter column score type numeric(8, 4);
-- Nobody hands in at the deadline to the microsecond; who is closed by the clock is closed exactly there.
alter table activity.user_test_attempts add column closed_by text generated always as (
  case when submitted_at = deadline then 'deadline' when submitted_at is not null then 'student' end) stored;
create index user_test_attempts_due on activity.user_test_attempts (deadline) where submitted_at is null;

-- What is answered so far. Written very often, so it is not in the audit log; what counted in the end
-- stands in the attempt itself.
create table activity.attempt_answers (
  attempt_id integer not null references activity.user_test_attempts (id),
  question_id integer not null,
  -- A text, or a list of texts for multiple_select.
  answer jsonb not null check (jsonb_typeof(answer) in ('string', 'array')),
  -- Counted by the player; the highest wins.
  sequence bigint not null check (sequence > 0),
  answered_at timestamptz not null,
  primary key (attempt_id, question_id)
  -- Room on every page, so that saving again seldom touches the index.
) with (fillfactor = 70);
call live.protect('activity.attempt_answers', 'select');
grant select on activity.attempt_answers to shishya;
grant select, insert, update on activity.attempt_answers to referee;
create policy own_rows on activity.attempt_answers for select to shishya using (
  exists (select from activity.user_test_attempts a
    where a.id = attempt_id and a.shishya_user_id = (select activity.me())));
create trigger refuse_delete before delete on activity.attempt_answers
  for each row execute function live.refuse_change();
create trigger refuse_truncate before truncate on activity.attempt_answers
  for each statement execute function live.refuse_change();

-- A key that was wrong. The versions themselves never change; grading looks here first.
create table activity.key_corrections (
  id integer generated always as identity primary key,
  question_id integer not null references live.nodes (id),
  course_id integer not null,
  -- The question as it was asked; the correction is for every version that asks the same.
  type text not null,
  question_text text not null,
  options jsonb not null,
  -- The keys it takes the place of, each as the text of [correct_answer, further_answers]. A version
  -- published later with one of these is corrected too; one with another key was put right by its editor.
  replaced_keys text[] not null,
  correct_answer text not null,
  further_answers jsonb not null check (jsonb_typeof(further_answers) = 'array'),
  reason text not null check (char_length(reason) between 3 and 2000),
  actor text not null check (char_length(actor) between 1 and 300),
  created_at timestamptz not null default clock_timestamp()
);
create index key_corrections_question on activity.key_corrections (question_id, id desc);

-- The figures of an attempt since a correction, beside the attempt, which stays as it was.
create table activity.attempt_regrades (
  id integer generated always as identity primary key,
  attempt_id integer not null references activity.user_test_attempts (id),
  shishya_user_id integer not null references activity.shishya_users (id),
  correction_id integer not null references activity.key_corrections (id),
  score numeric(8, 4) not null check (score >= 0),
  percentage integer not null check (percentage between 0 and 100),
  passed boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (attempt_id, correction_id)
);
create index attempt_regrades_latest on activity.attempt_regrades (attempt_id, id desc);

do $$
declare
  record_table text;
begin
  foreach record_table in array array['key_corrections', 'attempt_regrades']
  loop
    call live.write_once(('activity.' || record_table)::regclass);
    call live.protect(('activity.' || record_table)::regclass, 'select');
    execute format('grant select, insert on activity.%I to referee', record_table);
    execute format(
      'create trigger audit after insert on activity.%I for each row execute function audit.record()', record_table);
  end loop;
end
$$;
grant select (id, attempt_id, shishya_user_id, score, percentage, passed, created_at)
  on activity.attempt_regrades to shishya;
create policy own_rows on activity.attempt_regrades for select to shishya
  using (shishya_user_id = (select activity.me()));

-- Every submitted attempt with the figures that count now.
create view activity.graded_attempts with (security_invoker = true) as
  select a.id, a.shishya_user_id, a.course_id, a.test_id, a.version, a.attempt_number,
    coalesce(r.score, a.score) as score, a.max_score, coalesce(r.percentage, a.percentage) as percentage,
    coalesce(r.passed, a.passed) as passed, a.submitted_at, r.created_at as regraded_at
  from activity.user_test_attempts a
  left join lateral (
    select g.score, g.percentage, g.passed, g.created_at
    from activity.attempt_regrades g where g.attempt_id = a.id order by g.id desc limit 1
  ) r on true
  where a.submitted_at is not null;
grant select on activity.graded_attempts to shishya, guru, referee;

reset role;

-- Grading ------------------------------------------------------------------------------------------

-- How a typed answer is compared: in Unicode's form NFKC, without characters that have no width and no
-- meaning, without regard to case and to spaces, except where the question says that these matter.
create function activity.normal_answer(p_text text, p_case_sensitive boolean, p_exact_spaces boolean) returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  answer text := normalize(p_text, nfkc);
begin
  if not p_exact_spaces then
    answer := btrim(regexp_replace(translate(answer, U&'\00AD\200B\2060\FEFF', ''), '\s+', ' ', 'g'));
  end if;
  if not p_case_sensitive then
    answer := lower(answer);
  end if;
  return answer;
end
$$;
alter function activity.normal_answer(text, boolean, boolean) owner to referee;
-- The checks before publishing compare with the same eyes.
grant execute on function activity.normal_answer(text, boolean, boolean) to guru;

-- What an answer is worth, 0 to 1, to thirty digits. For multiple_select the right ones chosen less the
-- wrong ones chosen, as a share of the right ones, never below nothing: so choosing everything is worth
-- no more than choosing nothing (docs/grading.md). An answer in another form than the type's is worth
-- nothing.
create function activity.answer_points(p_type text, p_given jsonb, p_correct_answer text, p_further_answers jsonb,
  p_case_sensitive boolean, p_exact_spaces boolean)
returns numeric
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  given text;
begin
  if p_given is null
    or jsonb_typeof(p_given) <> (case p_type when 'multiple_select' then 'array' else 'string' end) then
    return 0;
  end if;
  if p_type = 'multiple_select' then
    return (
      with accepted as (
        select p_correct_answer as option union select jsonb_array_elements_text(p_further_answers)
      ), chosen as (
        select distinct c.option from jsonb_array_elements_text(p_given) c (option)
      )
      select greatest(0, count(*) filter (where a.option is not null) - count(*) filter (where a.option is null))
        ::numeric(40, 30) / (select count(*) from accepted)
      from chosen left join accepted a using (option));
  end if;
  given := p_given #>> '{}';
  if p_type = 'fill_blank' then
    given := activity.normal_answer(given, p_case_sensitive, p_exact_spaces);
    return (given = activity.normal_answer(p_correct_answer, p_case_sensitive, p_exact_spaces)
      or exists (select from jsonb_array_elements_text(p_further_answers) a (answer)
        where activity.normal_answer(a.answer, p_case_sensitive, p_exact_spaces) = given))::integer;
  end if;
  return (given = p_correct_answer or p_further_answers ? given)::integer;
end
$$;
alter function activity.answer_points(text, jsonb, text, jsonb, boolean, boolean) owner to referee;

-- The keys of a test that count now: those of the version, or of the latest correction of each.
create function activity.keys_of(p_test_id integer, p_version integer)
returns table (question_id integer, type text, correct_answer text, further_answers jsonb, case_sensitive boolean,
  exact_spaces boolean, explanation text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select q.id, q.type, coalesce(c.correct_answer, k.correct_answer), coalesce(c.further_answers, k.further_answers),
    k.case_sensitive, k.exact_spaces, k.explanation
  from live.questions q
  join keys.question_keys k on k.question_id = q.id and k.version = q.version
  left join lateral (
    select n.correct_answer, n.further_answers
    from activity.key_corrections n
    where n.question_id = q.id and n.type = q.type and n.question_text = q.question_text and n.options = q.options
      and jsonb_build_array(k.correct_answer, k.further_answers)::text = any (n.replaced_keys)
    order by n.id desc
    limit 1
  ) c on true
  where q.test_id = p_test_id and q.version = p_version
$$;
alter function activity.keys_of(integer, integer) owner to referee;

-- The one place where answers meet keys: the points of all answers together, to twenty digits, so that
-- thirds add up to a whole. With a question and a key: as if that were its key.
create function activity.points_of(p_test_id integer, p_version integer, p_answers jsonb,
  p_question_id integer default null, p_correct_answer text default null, p_further_answers jsonb default null)
returns numeric
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select round(coalesce(sum(activity.answer_points(k.type, p_answers -> k.question_id::text,
    case when k.question_id = p_question_id then p_correct_answer else k.correct_answer end,
    case when k.question_id = p_question_id then p_further_answers else k.further_answers end,
    k.case_sensitive, k.exact_spaces)), 0), 20)
  from activity.keys_of(p_test_id, p_version) k
$$;
alter function activity.points_of(integer, integer, jsonb, integer, text, jsonb) owner to referee;

-- The figures of a sum of points. Percentages are rounded down; passing compares the exact share.
create function activity.marks_of(p_points numeric, p_max_score integer, p_passing_percentage integer,
  out score numeric, out percentage integer, out passed boolean)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select round(p_points, 4), floor(100 * p_points / p_max_score)::integer,
    100 * p_points >= p_passing_percentage * p_max_score
$$;
alter function activity.marks_of(numeric, integer, integer) owner to referee;

create or replace function activity.grade_attempt(p_attempt_id integer, p_answers jsonb, p_submitted_at timestamptz)
returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.user_test_attempts a
  set answers = p_answers,
      score = m.score,
      percentage = m.percentage,
      passed = m.passed,
      submitted_at = p_submitted_at,
      time_taken_seconds = greatest(0, floor(extract(epoch from p_submitted_at - a.started_at)))::integer
  from live.tests t
  cross join lateral activity.points_of(t.id, t.version, p_answers) p (points)
  cross join lateral activity.marks_of(p.points,
    (select b.max_score from activity.user_test_attempts b where b.id = p_attempt_id), t.passing_percentage) m
  where a.id = p_attempt_id and t.id = a.test_id and t.version = a.version
$$;
drop function activity.same_answer(text, text, text);

-- How long after its deadline an attempt still takes answers: a slow line is not a late student.
create function activity.grace() returns interval
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$ select interval '30 seconds' $$;
alter function activity.grace() owner to referee;

-- Held by whoever grades, so that a correction of a key comes before or after it as a whole. Taken
-- before the enrolment.
create function activity.hold_keys(p_course_id integer) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$ select pg_advisory_xact_lock_shared(hashtext('activity.key_corrections'), p_course_id) $$;
alter function activity.hold_keys(integer) owner to referee;

create function activity.saved_answers(p_attempt_id integer) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_object_agg(question_id, answer), '{}') from activity.attempt_answers
  where attempt_id = p_attempt_id
$$;
alter function activity.saved_answers(integer) owner to referee;

-- Closes an open attempt at its deadline with what was saved by then. The caller holds the keys, the
-- enrolment and the attempt.
create function activity.close_attempt(p_attempt activity.user_test_attempts, p_enrollment_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform activity.grade_attempt(p_attempt.id, activity.saved_answers(p_attempt.id), p_attempt.deadline);
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata)
  values (p_attempt.shishya_user_id, 'submit', 'test', p_attempt.test_id::text,
    jsonb_build_object('attempt_id', p_attempt.id, 'closed_by', 'deadline'));
  perform activity.refresh_enrollment(p_enrollment_id);
end
$$;
alter function activity.close_attempt(activity.user_test_attempts, integer) owner to referee;

-- Refuses answers to questions of another test or version, and in another form than the type's.
create function activity.require_answers(p_attempt activity.user_test_attempts, p_answers jsonb) returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  flaw text;
begin
  select case when q.id is null then 'attempt.foreign-question' else 'attempt.answer-form' end into flaw
  from jsonb_each(p_answers) g
  left join live.questions q
    on q.id::text = g.key and q.test_id = p_attempt.test_id and q.version = p_attempt.version
  where q.id is null
    or jsonb_typeof(g.value) <> case q.type when 'multiple_select' then 'array' else 'string' end
    or jsonb_path_exists(g.value, 'strict $[*] ? (@.type() != "string")', silent => true)
  order by q.id is null desc
  limit 1;
  if found then
    raise exception '%', flaw using errcode = 'OS422';
  end if;
end
$$;
alter function activity.require_answers(activity.user_test_attempts, jsonb) owner to referee;

-- The student's verbs -------------------------------------------------------------------------------

-- What a student may still begin of a test in a version: null attempts are unlimited, a null time is
-- now. Every attempt counts, in whichever version it was made.
create function activity.allowance(p_student integer, p_test_id integer, p_version integer,
  out attempts_left integer, out next_attempt_at timestamptz)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when t.attempts_limit is not null then greatest(0, t.attempts_limit - made.attempts) end,
    case when made.ended + make_interval(hours => t.attempt_pause_hours) > clock_timestamp()
      then made.ended + make_interval(hours => t.attempt_pause_hours) end
  from live.tests t
  cross join lateral (
    select count(*)::integer as attempts, max(a.submitted_at) as ended
    from activity.user_test_attempts a where a.shishya_user_id = p_student and a.test_id = t.id
  ) made
  where t.id = p_test_id and t.version = p_version
$$;
alter function activity.allowance(integer, integer, integer) owner to referee;

-- The same for whoever asks about themselves. None are left where the version of the enrolment has the
-- test no more.
create function activity.my_allowance(p_course_id integer, p_test_id integer,
  out attempts_left integer, out next_attempt_at timestamptz)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when t.id is null then 0 else l.attempts_left end, l.next_attempt_at
  from activity.course_enrollments e
  left join live.tests t on t.id = p_test_id and t.version = e.version and t.course_id = e.course_id
  left join lateral activity.allowance(e.shishya_user_id, p_test_id, e.version) l on true
  where e.shishya_user_id = activity.require_me() and e.course_id = p_course_id
$$;
alter function activity.my_allowance(integer, integer) owner to referee;
grant execute on function activity.my_allowance(integer, integer) to shishya;

-- Starts an attempt on the student's version, or returns the open one. An open one whose time and grace
-- are over is first closed at its deadline, with what was saved.
create or replace function activity.start_attempt(p_course_id integer, p_test_id integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments;
  chosen live.tests;
  open_attempt activity.user_test_attempts;
  allowed record;
  questions integer;
  made integer;
  started timestamptz;
begin
  perform activity.hold_keys(p_course_id);
  enrolment := activity.require_enrollment(p_course_id);
  started := clock_timestamp();
  select * into open_attempt from activity.user_test_attempts
  where shishya_user_id = enrolment.shishya_user_id and test_id = p_test_id and course_id = p_course_id
    and submitted_at is null
  for update;
  if found then
    if open_attempt.deadline is null or started <= open_attempt.deadline + activity.grace() then
      return open_attempt.id;
    end if;
    perform activity.close_attempt(open_attempt, enrolment.id);
  end if;
  -- An attempt that was open goes on in a closed course; a new one does not begin.
  enrolment := activity.require_open_enrollment(p_course_id);

  select * into chosen from live.tests
  where id = p_test_id and version = enrolment.version and course_id = p_course_id;
  if not found then
    raise exception 'test.not-found' using errcode = 'OS404';
  end if;
  select * into allowed from activity.allowance(enrolment.shishya_user_id, chosen.id, chosen.version);
  if allowed.attempts_left = 0 then
    raise exception 'test.no-attempts-left' using errcode = 'OS409';
  end if;
  if allowed.next_attempt_at is not null then
    raise exception 'test.pause' using errcode = 'OS409';
  end if;
  select count(*) into questions from live.questions where test_id = chosen.id and version = chosen.version;

  insert into activity.user_test_attempts (shishya_user_id, course_id, test_id, version, attempt_number, max_score,
    started_at, deadline)
  select enrolment.shishya_user_id, p_course_id, p_test_id, chosen.version, 1 + count(*), questions,
    started, started + make_interval(mins => chosen.time_limit)
  from activity.user_test_attempts
  where shishya_user_id = enrolment.shishya_user_id and test_id = p_test_id
  returning id into made;
  perform activity.note(enrolment.shishya_user_id, 'start', 'test', p_test_id::text);
  return made;
end
$$;

-- Saves answers of an open attempt: by question the higher sequence wins, in whatever order they come.
-- Replies with all that is saved, and with the questions sent whose answer another one kept out.
-- The clock is read after the attempt is locked.
create function activity.save_answers(p_attempt_id integer, p_sequence bigint, p_answers jsonb,
  out sequence bigint, out deadline timestamptz, out server_time timestamptz, out answers jsonb, out stale jsonb)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  student constant integer := activity.require_me();
  attempt activity.user_test_attempts;
begin
  select * into attempt from activity.user_test_attempts a
  where a.id = p_attempt_id and a.shishya_user_id = student
  for no key update;
  if not found then
    raise exception 'attempt.not-found' using errcode = 'OS404';
  end if;
  if attempt.submitted_at is not null then
    raise exception 'attempt.submitted' using errcode = 'OS409';
  end if;
  server_time := clock_timestamp();
  deadline := attempt.deadline;
  if server_time > attempt.deadline + activity.grace() then
    raise exception 'attempt.too-late' using errcode = 'OS409';
  end if;
  perform activity.require_answers(attempt, p_answers);
  insert into activity.attempt_answers as s (attempt_id, question_id, answer, sequence, answered_at)
  select p_attempt_id, g.key::integer, g.value, p_sequence, server_time
  from jsonb_each(p_answers) g
  on conflict (attempt_id, question_id) do update
  set answer = excluded.answer, sequence = excluded.sequence,
    answered_at = case when s.answer = excluded.answer then s.answered_at else excluded.answered_at end
  where s.sequence < excluded.sequence;
  select coalesce(max(s.sequence), 0), coalesce(jsonb_object_agg(s.question_id, s.answer), '{}'),
    coalesce(jsonb_agg(s.question_id order by s.question_id)
      filter (where s.answer <> p_answers -> s.question_id::text), '[]')
  into sequence, answers, stale
  from activity.attempt_answers s where s.attempt_id = p_attempt_id;
end
$$;
alter function activity.save_answers(integer, bigint, jsonb) owner to referee;
grant execute on function activity.save_answers(integer, bigint, jsonb) to shishya;

-- Submits an attempt once; a second submission changes nothing, the first result stands. What comes
-- along goes before what was saved. The clock is read after the attempt is locked; after the grace the
-- attempt is closed at its deadline and only what was saved counts.
create or replace function activity.submit_attempt(p_attempt_id integer, p_answers jsonb) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student constant integer := activity.require_me();
  course integer;
  enrolment activity.course_enrollments;
  attempt activity.user_test_attempts;
  handed_in timestamptz;
begin
  select course_id into course from activity.user_test_attempts
  where id = p_attempt_id and shishya_user_id = student;
  if not found then
    raise exception 'attempt.not-found' using errcode = 'OS404';
  end if;
  perform activity.hold_keys(course);
  -- The enrolment first and then the attempt, as when starting one: so the two cannot lock each other out.
  enrolment := activity.require_enrollment(course);
  select * into attempt from activity.user_test_attempts where id = p_attempt_id for update;
  if attempt.submitted_at is not null then
    return;
  end if;
  handed_in := clock_timestamp();
  if handed_in > attempt.deadline + activity.grace() then
    perform activity.close_attempt(attempt, enrolment.id);
    return;
  end if;
  perform activity.require_answers(attempt, p_answers);
  perform activity.grade_attempt(p_attempt_id, activity.saved_answers(p_attempt_id) || p_answers, handed_in);
  perform activity.note(student, 'submit', 'test', attempt.test_id::text);
  perform activity.refresh_enrollment(enrolment.id);
end
$$;

-- Closes attempts whose time and grace are over, at most so many, and says how many it closed. Any
-- number of these may run at once: what another one or the student holds is left for the next time.
create function activity.sweep_attempts(p_limit integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  due record;
  enrolment integer;
  attempt activity.user_test_attempts;
  closed integer := 0;
begin
  for due in
    select a.id, a.course_id, a.shishya_user_id from activity.user_test_attempts a
    where a.submitted_at is null and a.deadline < clock_timestamp() - activity.grace()
    order by a.deadline
    limit p_limit
  loop
    continue when not pg_try_advisory_xact_lock_shared(hashtext('activity.key_corrections'), due.course_id);
    select e.id into enrolment from activity.course_enrollments e
    where e.shishya_user_id = due.shishya_user_id and e.course_id = due.course_id
    for update skip locked;
    continue when not found;
    select * into attempt from activity.user_test_attempts a
    where a.id = due.id and a.submitted_at is null and a.deadline < clock_timestamp() - activity.grace()
    for update skip locked;
    continue when not found;
    perform activity.close_attempt(attempt, enrolment);
    closed := closed + 1;
  end loop;
  return closed;
end
$$;
alter function activity.sweep_attempts(integer) owner to referee;
grant execute on function activity.sweep_attempts(integer) to guru;

-- What an attempt shows ------------------------------------------------------------------------------

-- The questions of an attempt as its student sees them. A shuffled order hangs on the attempt's number
-- alone, so it is the same at every look and nothing is stored for it. True and false keep their order.
create function activity.asked(p_attempt_id integer)
returns table (place bigint, id integer, type text, question_text text, options jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    row_number() over (order by case when t.shuffle_questions then md5(a.id || ':' || q.id) end, q.order_index, q.id),
    q.id, q.type, q.question_text,
    case when t.shuffle_options and q.type in ('mcq', 'multiple_select') then (
      select coalesce(jsonb_agg(o.option order by md5(a.id || ':' || q.id || ':' || o.option)), '[]')
      from jsonb_array_elements_text(q.options) o (option))
    else q.options end
  from activity.user_test_attempts a
  join live.tests t on t.id = a.test_id and t.version = a.version
  join live.questions q on q.test_id = t.id and q.version = t.version
  where a.id = p_attempt_id
$$;
alter function activity.asked(integer) owner to referee;

create function activity.attempt_questions(p_attempt_id integer)
returns table (id integer, type text, question_text text, options jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select q.id, q.type, q.question_text, q.options
  from activity.user_test_attempts a
  cross join lateral activity.asked(a.id) q
  where a.id = p_attempt_id and a.shishya_user_id = activity.require_me()
  order by q.place
$$;
alter function activity.attempt_questions(integer) owner to referee;
grant execute on function activity.attempt_questions(integer) to shishya;

-- Right and wrong with the explanations, by question: only of one's own attempt, only once it is
-- submitted, and where the test says so only when the attempt's time is over. Until then every row says
-- in answers_shown_at when that is.
drop function activity.attempt_results(integer);
create function activity.attempt_results(p_attempt_id integer)
returns table (id integer, type text, question_text text, options jsonb, answer jsonb, correct boolean,
  points double precision, correct_answer text, further_answers jsonb, explanation text, answers_shown_at timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  attempt activity.user_test_attempts;
  shown_at timestamptz;
begin
  select * into attempt from activity.user_test_attempts a
  where a.id = p_attempt_id and a.shishya_user_id = activity.require_me();
  if not found then
    raise exception 'attempt.not-found' using errcode = 'OS404';
  end if;
  if attempt.submitted_at is null then
    raise exception 'attempt.still-open' using errcode = 'OS409';
  end if;
  select attempt.deadline into shown_at from live.tests t
  where t.id = attempt.test_id and t.version = attempt.version and t.results_after_deadline
    and attempt.deadline > clock_timestamp();
  if shown_at is not null then
    return query
      select q.id, q.type, q.question_text, q.options, attempt.answers -> q.id::text, null::boolean,
        null::double precision, null::text, '[]'::jsonb, null::text, shown_at
      from activity.asked(p_attempt_id) q
      order by q.place;
    return;
  end if;
  return query
    select q.id, q.type, q.question_text, q.options, attempt.answers -> q.id::text, p.points = 1,
      round(p.points, 4)::double precision, k.correct_answer, k.further_answers, k.explanation, null::timestamptz
    from activity.asked(p_attempt_id) q
    join activity.keys_of(attempt.test_id, attempt.version) k on k.question_id = q.id
    cross join lateral activity.answer_points(k.type, attempt.answers -> q.id::text, k.correct_answer,
      k.further_answers, k.case_sensitive, k.exact_spaces) p (points)
    order by q.place;
end
$$;
alter function activity.attempt_results(integer) owner to referee;
grant execute on function activity.attempt_results(integer) to shishya;

-- A submitted attempt for the school: what was answered when, and what it is worth.
create function activity.attempt_record(p_attempt_id integer)
returns table (question_id integer, question_text text, type text, options jsonb, answer jsonb, correct boolean,
  points numeric, answered_at timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  attempt activity.user_test_attempts;
begin
  select * into attempt from activity.user_test_attempts a where a.id = p_attempt_id;
  if not found then
    raise exception 'attempt.not-found' using errcode = 'OS404';
  end if;
  if attempt.submitted_at is null then
    raise exception 'attempt.still-open' using errcode = 'OS409';
  end if;
  return query
    select q.id, q.question_text, q.type, q.options, given.answer, p.points = 1, round(p.points, 4),
      -- What came with the submission itself was never saved before.
      case when given.answer is null then null
        when s.answer = given.answer then s.answered_at else attempt.submitted_at end
    from activity.asked(p_attempt_id) q
    join activity.keys_of(attempt.test_id, attempt.version) k on k.question_id = q.id
    cross join lateral (select attempt.answers -> q.id::text as answer) given
    cross join lateral activity.answer_points(k.type, given.answer, k.correct_answer, k.further_answers,
      k.case_sensitive, k.exact_spaces) p (points)
    left join activity.attempt_answers s on s.attempt_id = p_attempt_id and s.question_id = q.id
    order by q.place;
end
$$;
alter function activity.attempt_record(integer) owner to referee;
grant execute on function activity.attempt_record(integer) to guru;

-- Keys that were wrong -------------------------------------------------------------------------------

-- The question a correction speaks of: as the newest version in live asks it, or the version named.
-- Refuses a key that does not fit it.
create function activity.corrected_question(p_question_id integer, p_version integer, p_correct_answer text,
  p_further_answers jsonb)
returns live.questions
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  question live.questions;
begin
  select * into question from live.questions q
  where q.id = p_question_id and (p_version is null or q.version = p_version)
  order by q.version desc
  limit 1;
  if not found then
    raise exception 'question.not-found' using errcode = 'OS404';
  end if;
  if p_correct_answer is null or p_further_answers is null or jsonb_typeof(p_further_answers) <> 'array' then
    raise exception 'correction.answer-unfit' using errcode = 'OS422';
  end if;
  if exists (
    select from jsonb_array_elements(p_further_answers || to_jsonb(p_correct_answer)) g (answer)
    where jsonb_typeof(g.answer) <> 'string'
      or char_length(g.answer #>> '{}') not between 1 and 2000
      or btrim(g.answer #>> '{}') = ''
      or (question.type <> 'fill_blank' and not question.options @> jsonb_build_array(g.answer))
  ) then
    raise exception 'correction.answer-unfit' using errcode = 'OS422';
  end if;
  return question;
end
$$;
alter function activity.corrected_question(integer, integer, text, jsonb) owner to referee;

-- The dry run of a correction: every submitted attempt whose figures would change, in whichever version
-- asks the question in the same words. Changes nothing. The version says whose words are meant: the
-- newest in live unless one is named.
create function activity.preview_key_correction(p_question_id integer, p_correct_answer text, p_further_answers jsonb,
  p_version integer default null)
returns table (attempt_id integer, shishya_user_id integer, student_name text, attempt_number integer,
  version integer, score_before numeric, score_after numeric, percentage_before integer, percentage_after integer,
  passed_before boolean, passed_after boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select a.id, a.shishya_user_id, s.name, a.attempt_number, a.version, g.score, m.score, g.percentage, m.percentage,
    g.passed, m.passed
  from activity.corrected_question(p_question_id, p_version, p_correct_answer, p_further_answers) c
  join live.questions q on q.id = c.id and q.type = c.type and q.question_text = c.question_text
    and q.options = c.options
  join live.tests t on t.id = q.test_id and t.version = q.version
  join activity.user_test_attempts a on a.test_id = t.id and a.version = t.version
  join activity.graded_attempts g on g.id = a.id
  join activity.shishya_users s on s.id = a.shishya_user_id
  cross join lateral activity.points_of(t.id, t.version, a.answers, c.id, p_correct_answer, p_further_answers) p (points)
  cross join lateral activity.marks_of(p.points, a.max_score, t.passing_percentage) m
  where (g.score, g.percentage, g.passed) is distinct from (m.score, m.percentage, m.passed)
  order by s.name, a.shishya_user_id, a.attempt_number
$$;
alter function activity.preview_key_correction(integer, text, jsonb, integer) owner to referee;
grant execute on function activity.preview_key_correction(integer, text, jsonb, integer) to guru;

-- Puts a key right: from now on it is graded by, and every attempt that the dry run lists gets a row
-- with its new figures. The attempts themselves and certificates that were issued stay as they are.
-- Returns the correction's id.
create function activity.correct_key(p_question_id integer, p_correct_answer text, p_further_answers jsonb,
  p_reason text, p_actor text, p_version integer default null)
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  question live.questions;
  made integer;
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

  for enrolment in
    select e.id from activity.course_enrollments e
    where e.course_id = question.course_id and e.shishya_user_id in (
      select r.shishya_user_id from activity.attempt_regrades r where r.correction_id = made)
    order by e.id
    for update
  loop
    perform activity.refresh_enrollment(enrolment);
  end loop;
  return made;
end
$$;
alter function activity.correct_key(integer, text, jsonb, text, text, integer) owner to referee;
grant execute on function activity.correct_key(integer, text, jsonb, text, text, integer) to guru;

-- As before, but the marks are those that count now, and whole points stand without decimals.
create or replace function activity.issue_certificate(p_course_id integer) returns text
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
    floor(coalesce(sum(coalesce(b.score, 0)), 0))::integer as total,
    coalesce(sum(coalesce(b.max_score, q.every)), 0)::integer as total_max,
    coalesce(jsonb_agg(jsonb_build_object('test_id', t.id, 'title', t.title, 'score', trim_scale(coalesce(b.score, 0)),
      'max_score', coalesce(b.max_score, q.every), 'percentage', coalesce(b.percentage, 0),
      'attempts', coalesce(b.attempts, 0)) order by t.order_index, t.id), '[]') as list
  into scores
  from live.tests t
  cross join lateral (
    select count(*)::integer as every from live.questions q where q.test_id = t.id and q.version = t.version
  ) q
  left join lateral (
    select a.score, a.max_score, a.percentage, count(*) over () as attempts
    from activity.graded_attempts a
    where a.test_id = t.id and a.shishya_user_id = enrolment.shishya_user_id
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

-- As before; what students see of a test and of a lab has grown.
create or replace function live.outline_parts(p_course_id integer, p_version integer)
returns table (kind text, id integer, module_id integer, title text, place bigint, fingerprint text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with parts as (
    select 'module' as kind, m.id, m.id as module_id, m.title, m.order_index as module_order, 0 as rank, 0 as own_order,
      md5(row(m.title, m.description, m.estimated_time)::text) as fingerprint
    from live.modules m where m.course_id = p_course_id and m.version = p_version
    union all
    select 'lesson', l.id, l.module_id, l.title, m.order_index, 1, l.order_index,
      md5(row(l.title, l.objectives, l.estimated_time, l.key_concepts, l.video_url, l.youtube_references,
        l.external_links, n.content, n.simplified_explanation, n.bullet_notes, n.key_takeaways, n.interview_questions)::text)
    from live.lessons l
    join live.modules m on m.id = l.module_id and m.version = l.version
    left join live.ai_notes n on n.lesson_id = l.id and n.version = l.version
    where l.course_id = p_course_id and l.version = p_version
    union all
    select 'practice_lab', b.id, coalesce(b.module_id, l.module_id), b.title, m.order_index, 2, b.order_index,
      md5(row(b.title, b.difficulty, b.language, b.estimated_time, b.validation_type, b.description, b.instructions,
        b.starter_code, b.expected_output, b.hints, b.setup_code, b.tests)::text)
    from live.practice_labs b
    left join live.lessons l on l.id = b.lesson_id and l.version = b.version
    left join live.modules m on m.id = coalesce(b.module_id, l.module_id) and m.version = b.version
    where b.course_id = p_course_id and b.version = p_version
    union all
    select 'test', t.id, t.module_id, t.title, m.order_index, 3, t.order_index,
      md5(row(t.title, t.description, t.passing_percentage, t.time_limit, t.difficulty, t.attempts_limit,
        t.attempt_pause_hours, t.shuffle_questions, t.shuffle_options, t.results_after_deadline,
        (select jsonb_agg(jsonb_build_array(q.id, q.type, q.question_text, q.options) order by q.order_index, q.id)
          from live.questions q where q.test_id = t.id and q.version = t.version))::text)
    from live.tests t
    left join live.modules m on m.id = t.module_id and m.version = t.version
    where t.course_id = p_course_id and t.version = p_version
    union all
    select 'project', p.id, p.module_id, p.title, m.order_index, 4, p.order_index,
      md5(row(p.title, p.difficulty, p.description, p.problem_statement, p.objectives, p.deliverables,
        p.submission_instructions, p.tech_stack, p.evaluation_checklist,
        (select jsonb_agg(jsonb_build_array(s.id, s.title, s.description, s.code_snippet, s.tips) order by s.step_number)
          from live.project_steps s where s.project_id = p.id and s.version = p.version))::text)
    from live.projects p
    left join live.modules m on m.id = p.module_id and m.version = p.version
    where p.course_id = p_course_id and p.version = p_version
  )
  select parts.kind, parts.id, parts.module_id, parts.title,
    row_number() over (order by parts.module_order nulls last, parts.rank, parts.own_order, parts.id), parts.fingerprint
  from parts
$$;

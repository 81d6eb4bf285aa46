-- Time and place of learning: what a student's browser reports of a lesson, held against the server's
-- own clock, and where in the course the student was last. docs/progress.md says what it means.

set local role ourshiksha_owner;

alter table activity.lesson_progress
  -- The last report that changed this row; the next one counts from here.
  add column last_activity_at timestamptz,
  -- Seconds of the video that were played, and how long the player said it is.
  add column watched int4multirange not null default '{}',
  add column video_seconds integer check (video_seconds between 1 and 86400);

alter table activity.course_enrollments
  add column last_kind text check (last_kind in ('lesson', 'lab', 'test', 'project')),
  add column last_id integer,
  add check ((last_kind is null) = (last_id is null));

-- Up to this moment time was counted in some lesson, so no second counts in two.
alter table activity.shishya_users add column counted_until timestamptz;

-- Rows that a report changes stand in no index by what it changes; with room on their page they are
-- updated in place (HOT).
alter table activity.lesson_progress set (fillfactor = 70);
alter table activity.course_enrollments set (fillfactor = 80);
alter table activity.shishya_users set (fillfactor = 80);

-- The log is told of what changes a record, not of every half minute of reading.
do $$
declare
  quiet record;
begin
  for quiet in select * from (values
    ('lesson_progress', array['last_activity_at', 'watched', 'video_seconds', 'video_watch_percentage',
      'time_spent_seconds', 'updated_at']),
    ('course_enrollments', array['last_kind', 'last_id', 'last_activity_at']),
    ('shishya_users', array['last_active_at', 'counted_until'])
  ) as t (name, columns)
  loop
    execute format('drop trigger audit on activity.%I', quiet.name);
    execute format(
      'create trigger audit after insert or delete on activity.%I for each row execute function audit.record()',
      quiet.name);
    execute format(
      'create trigger audit_change after update on activity.%1$I for each row
        when (to_jsonb(old) - %2$L::text[] is distinct from to_jsonb(new) - %2$L::text[])
        execute function audit.record()',
      quiet.name, quiet.columns);
  end loop;
end
$$;

reset role;

-- Remembers where in the course the student is; written when that changes, and else once a minute.
create function activity.stand_at(p_enrollment_id integer, p_kind text, p_id integer) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.course_enrollments
  set last_kind = p_kind,
      last_id = p_id,
      last_activity_at = clock_timestamp(),
      started_at = coalesce(started_at, clock_timestamp())
  where id = p_enrollment_id
    and ((last_kind, last_id) is distinct from (p_kind, p_id)
      or last_activity_at < clock_timestamp() - interval '1 minute')
$$;
alter function activity.stand_at(integer, text, integer) owner to referee;

-- The student has opened a step of the course. What the version does not have is refused.
create function activity.keep_place(p_course_id integer, p_kind text, p_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_open_enrollment(p_course_id);
begin
  if not (case p_kind
    when 'lesson' then exists (select from live.lessons
      where id = p_id and version = enrolment.version and course_id = p_course_id)
    when 'lab' then exists (select from live.practice_labs
      where id = p_id and version = enrolment.version and course_id = p_course_id)
    when 'test' then exists (select from live.tests
      where id = p_id and version = enrolment.version and course_id = p_course_id)
    when 'project' then exists (select from live.projects
      where id = p_id and version = enrolment.version and course_id = p_course_id)
    else false
  end) then
    raise exception '%', coalesce(p_kind, 'lesson') || '.not-found' using errcode = 'OS404';
  end if;
  perform activity.stand_at(enrolment.id, p_kind, p_id);
end
$$;
alter function activity.keep_place(integer, text, integer) owner to referee;
grant execute on function activity.keep_place(integer, text, integer) to shishya;

-- A report of a lesson that is open before the student. The first one begins the lesson. Later ones
-- add time: what is reported, but never more than has passed by the server's clock since the last
-- report of this lesson, nor since time was last counted in any lesson of this student, nor than four
-- hours, which is as long as a browser without a line may save up. A report sooner than 15 seconds
-- after the last changes nothing. `p_watched` is a list of [from, to) in seconds of the video.
-- Returns what is recorded, and how many of the reported seconds were counted now.
create function activity.record_activity(p_course_id integer, p_lesson_id integer, p_seconds integer,
  p_watched jsonb, p_video_seconds integer, p_notes_read boolean)
returns table (status text, started_at timestamptz, completed_at timestamptz, time_spent_seconds integer,
  video_watch_percentage integer, notes_read boolean, counted_seconds integer)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_open_enrollment(p_course_id);
  student constant integer := enrolment.shishya_user_id;
  own activity.lesson_progress;
  has_video boolean;
  counted_until timestamptz;
  moment timestamptz;
  counted integer := 0;
begin
  select l.video_url is not null into has_video from live.lessons l
  where l.id = p_lesson_id and l.version = enrolment.version and l.course_id = p_course_id;
  if not found then
    raise exception 'lesson.not-found' using errcode = 'OS404';
  end if;
  -- The enrolment is locked, so nobody else writes this student's row of this lesson meanwhile.
  select * into own from activity.lesson_progress p
  where p.shishya_user_id = student and p.lesson_id = p_lesson_id;
  if not found then
    moment := clock_timestamp();
    insert into activity.lesson_progress (shishya_user_id, course_id, lesson_id, status, started_at, last_activity_at)
    values (student, p_course_id, p_lesson_id, 'in_progress', moment, moment)
    returning * into own;
    perform activity.note(student, 'start', 'lesson', p_lesson_id::text);
  else
    -- Two lessons of one student wait for each other here, also those of two courses.
    select s.counted_until into counted_until from activity.shishya_users s
    where s.id = student for no key update;
    moment := clock_timestamp();
    if moment < coalesce(own.last_activity_at, own.updated_at) + interval '15 seconds' then
      return query select own.status, own.started_at, own.completed_at, own.time_spent_seconds,
        own.video_watch_percentage, own.notes_read, 0;
      return;
    end if;
    counted := greatest(0, least(coalesce(p_seconds, 0), 14400, floor(extract(epoch from
      moment - greatest(coalesce(own.last_activity_at, own.updated_at), counted_until)))::integer));
    -- Only time that counts moves the mark: opening one lesson takes nothing from another.
    update activity.shishya_users s
    set counted_until = case when counted > 0 then moment else s.counted_until end,
        last_active_at = moment
    where s.id = student;
  end if;

  if has_video and p_video_seconds is not null then
    own.video_seconds := p_video_seconds;
    own.watched := (own.watched + coalesce((
      select range_agg(int4range((part ->> 0)::integer, (part ->> 1)::integer)) from jsonb_array_elements(p_watched) part
    ), '{}')) * int4multirange(int4range(0, p_video_seconds));
    own.video_watch_percentage := (
      select coalesce(100 * sum(upper(part) - lower(part)) / p_video_seconds, 0)::integer
      from unnest(own.watched) part);
  end if;
  update activity.lesson_progress p
  set time_spent_seconds = p.time_spent_seconds + counted,
      watched = own.watched,
      video_seconds = own.video_seconds,
      video_watch_percentage = own.video_watch_percentage,
      notes_read = p.notes_read or p_notes_read,
      last_activity_at = moment,
      updated_at = moment
  where p.id = own.id
  returning p.* into own;
  perform activity.stand_at(enrolment.id, 'lesson', p_lesson_id);
  return query select own.status, own.started_at, own.completed_at, own.time_spent_seconds,
    own.video_watch_percentage, own.notes_read, counted;
end
$$;
alter function activity.record_activity(integer, integer, integer, jsonb, integer, boolean) owner to referee;
grant execute on function activity.record_activity(integer, integer, integer, jsonb, integer, boolean) to shishya;

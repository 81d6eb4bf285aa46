import type { Client } from 'pg';

/** Lines such as triggers write, written by the superuser at once; a number is left out now and then. */
export async function writeLines(superuser: Client, count: number): Promise<void> {
  await superuser.query(
    `insert into audit.log (id, at, transaction_id, login, user_id, ip_address, user_agent, action, subject,
      subject_id, before, after)
    overriding system value
    select base + n + n / 50, clock_timestamp() - interval '5 minutes', pg_current_xact_id(), 'shishya_login',
      (n % 5000)::text, '203.0.113.' || n % 200, 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101',
      'update', 'activity.course_enrollments', (n % 9000)::text,
      jsonb_build_object('id', n % 9000, 'course_id', n % 40, 'shishya_user_id', n % 5000, 'progress_percentage',
        n % 100, 'enrolled_at', now(), 'completed_at', null, 'status', 'active'),
      jsonb_build_object('id', n % 9000, 'course_id', n % 40, 'shishya_user_id', n % 5000, 'progress_percentage',
        n % 100 + 1, 'enrolled_at', now(), 'completed_at', null, 'status', 'active')
    from (select nextval('audit.log_id_seq') as base) b, generate_series(1, $1::integer) n`,
    [count],
  );
  await superuser.query(`select setval('audit.log_id_seq', (select max(id) + 1 from audit.log))`);
}

/**
 * A school of so many students, all enrolled and begun, and as many again who have completed the course's
 * first lesson, so that no table that is written to is empty: PostgreSQL keeps plans that it made for an
 * empty table, in which reading all of it was best.
 * The first half has the users-permissions ids from 1.
 */
export async function writeSchool(
  superuser: Client,
  course: { readonly id: number; readonly lessons: readonly number[] },
  students: number,
): Promise<void> {
  await superuser.query('set session_replication_role = replica');
  await superuser.query(
    `with made as (
      insert into activity.shishya_users (user_id, name, email, status)
      select n, 'Student ' || n, 'student' || n || '@school.example', 'active'
      from generate_series(1, 2 * $1::integer) n returning id, user_id),
    enrolled as (
      insert into activity.course_enrollments (shishya_user_id, course_id, version, started_at)
      select id, $2, 1, now() from made),
    completed as (
      insert into activity.lesson_progress (shishya_user_id, course_id, lesson_id, status, completed_at)
      select id, $2, $3, 'completed', now() from made where user_id > $1)
    insert into audit.origins (digest, shishya_user_id, account_id, salt, "values")
    select encode(sha256(user_id::text::bytea), 'hex'), id, user_id, uuid_send(gen_random_uuid()),
      jsonb_build_object('ip_address', '198.51.100.' || user_id % 200, 'user_agent', 'bench')
    from made where user_id > $1`,
    [students, course.id, course.lessons[0]],
  );
  await superuser.query('set session_replication_role = origin');
  await writeLines(superuser, 20_000);
  await superuser.query('vacuum analyze');
}

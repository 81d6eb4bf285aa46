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

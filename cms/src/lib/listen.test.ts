import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../scripts/testing/database.ts';
import { insertLiveCourse, type LiveCourse } from '../../../scripts/testing/live-course.ts';
import { withClient } from '../../database/roles';
import { CurrentVersions, type Subscriber } from './current-versions';
import { backoff, listen } from './listen';

/** A loaded machine may take its time. */
const eventually = (hold: () => void | Promise<void>) => vi.waitFor(hold, 20_000);

let database: TestDatabase;
let course: LiveCourse;
beforeAll(async () => {
  database = await createDatabase();
  course = await withClient(database.guru, (guru) => insertLiveCourse(guru));
});
afterAll(() => database?.drop());

const asGuru = (statement: string, parameters: unknown[] = []) =>
  withClient(database.guru, (guru) => guru.query(statement, parameters));

/** A subscriber that writes down what it was told. */
function recorder() {
  const heard: unknown[] = [];
  const subscriber: Subscriber = {
    changed: (change) => heard.push(change),
    resync: () => heard.push('resync'),
    end: () => heard.push('end'),
  };
  return { heard, subscriber };
}

/** An instance of the cms as far as hearing goes; `ready` once it listens. */
async function listener() {
  const versions = new CurrentVersions(database.shishya);
  const { heard, subscriber } = recorder();
  const unsubscribe = versions.subscribe(subscriber);
  await eventually(() => expect(heard).toEqual(['resync', 'resync']));
  heard.length = 0;
  return { versions, heard, unsubscribe };
}

const listeners = () =>
  withClient(database.admin, async (admin) => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and application_name = 'ourshiksha-current_versions'`,
    );
    return rows.map(({ pid }) => pid);
  });

describe('what is current', () => {
  it('is heard by every instance when it changes, and only then', async () => {
    const [one, other] = [await listener(), await listener()];
    await withClient(database.guru, async (guru) => {
      await guru.query('begin');
      await guru.query('update live.courses set deleted_at = now() where id = $1', [course.id]);
      await guru.query('rollback');
    });
    await asGuru(`update live.courses set status = 'draft' where id = $1`, [course.id]);
    await eventually(() => {
      for (const { heard } of [one, other])
        expect(heard).toEqual([{ course_id: course.id, version: 1 }]);
    });
    await asGuru(`update live.courses set status = 'published' where id = $1`, [course.id]);
    await eventually(() => expect(other.heard).toHaveLength(2));
    await Promise.all([one.versions.close(), other.versions.close()]);
  });

  it('names no course that was never published', async () => {
    const { versions, heard } = await listener();
    await withClient(database.guru, async (guru) => {
      await guru.query('begin');
      const { rows } = await guru.query<{ id: number }>(
        `with made as (select nextval('live.nodes_id_seq')::integer as id)
        insert into live.nodes (id, kind, course_id) select id, 'course', id from made returning id`,
      );
      const id = rows[0]?.id;
      await guru.query(
        `insert into live.courses (id, name, level, certificate_type) values ($1, 'Unseen', 'beginner', 'completion')`,
        [id],
      );
      await guru.query(`update live.courses set name = 'Still unseen' where id = $1`, [id]);
      await guru.query('commit');
    });
    await asGuru('update live.courses set updated_at = now() where id = $1', [course.id]);
    await eventually(() => expect(heard).toEqual([{ course_id: course.id, version: 1 }]));
    await versions.close();
  });

  it('is looked at anew where a notification makes no sense', async () => {
    const { versions, heard } = await listener();
    await asGuru(`select pg_notify('current_versions', 'nonsense')`);
    await eventually(() => expect(heard).toEqual(['resync']));
    await versions.close();
  });
});

describe('a connection that breaks', () => {
  it('is opened again, and everything may have changed meanwhile', async () => {
    const { versions, heard } = await listener();
    // That of a listener before may still be leaving.
    await eventually(async () => expect(await listeners()).toHaveLength(1));
    const [pid] = await listeners();
    await withClient(database.admin, (admin) =>
      admin.query('select pg_terminate_backend($1)', [pid]),
    );
    await eventually(() => expect(heard).toEqual(['resync']));
    await asGuru('update live.courses set updated_at = now() where id = $1', [course.id]);
    await eventually(() => expect(heard).toHaveLength(2));
    await versions.close();
  });

  it('is tried again at growing distances, each instance at its own moment', () => {
    const tries = Array.from({ length: 100 }, () => backoff(3));
    expect(Math.min(...tries)).toBeGreaterThanOrEqual(400);
    expect(Math.max(...tries)).toBeLessThanOrEqual(800);
    expect(new Set(tries).size).toBeGreaterThan(1);
    expect(backoff(100)).toBeLessThanOrEqual(5000);
  });
});

describe('a presence', () => {
  const present = (member: number) =>
    withClient(database.guru, async (guru) => {
      const { rows } = await guru.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and classid = 77 and objid = $1
          and database = (select oid from pg_database where datname = current_database())`,
        [member],
      );
      return rows.map(({ pid }) => pid);
    });

  it('is seen while somebody listens, taken again after a break, and gone with the listener', async () => {
    let times = 0;
    const ready = () => {
      times += 1;
    };
    const hearing = { ready, message: () => undefined };
    const listening = listen(database.guru, 'presence', hearing, { group: 77, member: 5 });
    await eventually(() => expect(times).toBe(1));
    const [pid] = await present(5);
    await withClient(database.admin, (admin) =>
      admin.query('select pg_terminate_backend($1)', [pid]),
    );
    await eventually(() => expect(times).toBe(2));
    // The broken one may hold its lock a moment longer.
    await eventually(async () => expect(await present(5)).toHaveLength(1));
    await listening.stop();
    await eventually(async () => expect(await present(5)).toEqual([]));
  });
});

describe('an instance that stops', () => {
  it('tells its subscribers and leaves no connection', async () => {
    const { versions, heard } = await listener();
    await versions.close();
    expect(heard).toEqual(['end']);
    expect(versions.size).toBe(0);
    await eventually(async () => expect(await listeners()).toEqual([]));
  });

  it('does not wait for a connection that is still being made', async () => {
    const versions = new CurrentVersions(database.shishya);
    versions.subscribe(recorder().subscriber);
    await versions.close();
    await eventually(async () => expect(await listeners()).toEqual([]));
  });

  it('tells nothing to whoever has gone', async () => {
    const { versions, heard, unsubscribe } = await listener();
    unsubscribe();
    await versions.close();
    expect(heard).toEqual([]);
  });
});

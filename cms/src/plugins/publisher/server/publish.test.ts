import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../scripts/testing/strapi.ts';
import { type Students, studentsOf } from '../../../../../scripts/testing/students.ts';
import { ownTypes } from '../../../lib/types';
import { withStatementsWatched } from '../testing/broken-connections';
import { createDraftCourse, type DraftCourse, drafts } from '../testing/draft-course';
import { findDrift } from './drift';
import { publishCourse } from './publish';
import { tree } from './tree';

let running: TestStrapi;
let superuser: Client;
let students: Students;
const learner = 700_001;
beforeAll(async () => {
  running = await startTestStrapi();
  // Strapi changes what pg makes of json and numbers, for every connection without types of its own.
  superuser = new Client({ connectionString: running.database.admin, types: ownTypes });
  await superuser.connect();
  students = studentsOf(running.database);
  await students.add(learner);
});
afterAll(async () => {
  await superuser?.end();
  await students?.end();
  await running?.stop();
});

const actor = { id: 1, name: 'Guru One' };
const rows = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await superuser.query(text, values)).rows as Row[];
const publish = (documentId: string, message = '', app = running.strapi) =>
  publishCourse(app, documentId, actor, message);
async function published(documentId: string, app = running.strapi) {
  const outcome = await publish(documentId, '', app);
  if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}
const history = (documentId: string) =>
  rows(
    `select outcome, version, actor_name, message, counts, problems from live.course_publish_history
     where draft_document_id = $1 order by id`,
    [documentId],
  );

/** What can be told of the database without the history: every row of live, keys and the drafts. */
async function everything(): Promise<Record<string, string>> {
  const tables = await rows<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and (n.nspname in ('live', 'keys') or (n.nspname = 'cms' and c.relname like 'draft\\_%'))
       and c.relname <> 'course_publish_history' order by 1`,
  );
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await rows<{ sum: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`,
    );
    sums[name] = row?.sum ?? '';
  }
  return sums;
}

/** What a visitor and an enrolled student get to see of all courses. */
async function seen(): Promise<string> {
  // Hints of a lab are none of them, so a star would be refused.
  const readable = new Map(
    (
      await rows<{ name: string; columns: string }>(
        `select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = 'live'::regnamespace and has_column_privilege('shishya', c.oid, a.attnum, 'select')
         group by c.relname`,
      )
    ).map(({ name, columns }) => [name, columns]),
  );
  const see = (user: number | null) =>
    students.as(user, async (database) => {
      const parts: unknown[] = [];
      for (const table of ['courses', ...tree.map(({ liveTable }) => liveTable)])
        parts.push(
          await database.rows(
            `select ${readable.get(table)} from live.${table} order by id, version`,
          ),
        );
      return parts;
    });
  return JSON.stringify([await see(null), await see(learner)]);
}

let draft: DraftCourse;
beforeEach(async () => {
  draft = await createDraftCourse(running.strapi);
});

describe('a publish', () => {
  it('writes every kind as rows of version 1, in the editor’s order, numbered from 1', async () => {
    const { courseId, version, counts } = await published(draft.course.documentId);
    expect(version).toBe(1);
    expect(counts).toEqual({
      course: 1,
      module: 2,
      lesson: 4,
      ai_note: 4,
      test: 1,
      question: 2,
      practice_lab: 1,
      project: 1,
      project_step: 1,
      certificate: 1,
    });
    for (const kind of tree) {
      const [found] = await rows<{ n: number }>(
        `select count(*)::int as n from live.${kind.liveTable} where course_id = $1 and version = 1`,
        [courseId],
      );
      expect([kind.name, found?.n]).toEqual([kind.name, counts[kind.name]]);
    }
    expect(
      await rows(
        `select m.title as module, m.order_index as place, l.title, l.order_index as within, l.video_url
         from live.lessons l join live.modules m on m.id = l.module_id and m.version = l.version
         where l.course_id = $1 order by 2, 4`,
        [courseId],
      ),
    ).toEqual([
      { module: 'Springs', place: 1, title: 'Springs one', within: 1, video_url: null },
      { module: 'Springs', place: 1, title: 'Springs two', within: 2, video_url: null },
      { module: 'Mouths', place: 2, title: 'Mouths one', within: 1, video_url: null },
      { module: 'Mouths', place: 2, title: 'Mouths two', within: 2, video_url: null },
    ]);
    expect(
      await rows('select version, status, name from live.courses where id = $1', [courseId]),
    ).toEqual([{ version: 1, status: 'published', name: 'Rivers' }]);
    expect(
      await rows('select status, version, live_course_id from cms.draft_courses where id = $1', [
        draft.course.id,
      ]),
    ).toEqual([{ status: 'published', version: 1, live_course_id: courseId }]);
  });

  it('puts answers, explanations and solutions into keys and nowhere else', async () => {
    const { courseId } = await published(draft.course.documentId);
    expect(
      await rows(
        'select correct_answer, explanation from keys.question_keys where course_id = $1 order by question_id',
        [courseId],
      ),
    ).toEqual([
      { correct_answer: 'Spring', explanation: 'Water comes out of the ground there.' },
      { correct_answer: 'mouth', explanation: '' },
    ]);
    expect(
      await rows('select solution_code from keys.lab_keys where course_id = $1', [courseId]),
    ).toEqual([{ solution_code: 'flow();' }]);
    expect(await seen()).not.toContain('Water comes out');
    expect(await seen()).not.toContain('flow();');
  });

  it('keeps the complete course as a snapshot with its checksum', async () => {
    const { courseId } = await published(draft.course.documentId);
    const [version] = await rows<{
      text: string;
      checksum: string;
      snapshot: Record<string, Record<string, unknown>[]>;
      published_by: string;
    }>(
      'select snapshot, snapshot::text as text, checksum, published_by from live.course_versions where course_id = $1',
      [courseId],
    );
    expect(version?.checksum).toBe(
      createHash('sha256')
        .update(version?.text ?? '')
        .digest('hex'),
    );
    expect(version?.published_by).toBe('Guru One');
    const snapshot = version?.snapshot ?? {};
    expect(Object.keys(snapshot).sort()).toEqual(tree.map(({ liveTable }) => liveTable).sort());
    expect(snapshot.questions).toMatchObject([
      { correct_answer: 'Spring', explanation: 'Water comes out of the ground there.' },
      { correct_answer: 'mouth' },
    ]);
    for (const kind of tree) {
      const stored = await rows(
        `select * from live.${kind.liveTable} where course_id = $1 and version = 1 order by id`,
        [courseId],
      );
      const shown = kind.columns.map(({ name }) => name);
      const pick = (row: Record<string, unknown>) => shown.map((name) => [name, row[name]]);
      expect((snapshot[kind.liveTable] ?? []).map(pick)).toEqual(stored.map(pick));
    }
  });

  it('is put down in the history with who, what and how many', async () => {
    await publish(draft.course.documentId, 'The first one');
    expect(await history(draft.course.documentId)).toMatchObject([
      {
        outcome: 'done',
        version: 1,
        actor_name: 'Guru One',
        message: 'The first one',
        counts: { lesson: 4, question: 2 },
        problems: null,
      },
    ]);
  });

  it('again writes version 2 beside version 1: same identities, changed text, gone lessons gone', async () => {
    const { courseId } = await published(draft.course.documentId);
    const lessonsOf = (version: number) =>
      rows<{ id: number; title: string }>(
        'select id, title from live.lessons where course_id = $1 and version = $2 order by id',
        [courseId, version],
      );
    const before = await lessonsOf(1);
    await drafts(running.strapi, 'lesson').update({
      documentId: draft.lessons[0]?.documentId ?? '',
      data: { title: 'Deltas' },
    });
    await drafts(running.strapi, 'lesson').delete({
      documentId: draft.lessons[3]?.documentId ?? '',
    });
    expect((await published(draft.course.documentId)).version).toBe(2);
    expect(await lessonsOf(1)).toEqual(before);
    expect(await lessonsOf(2)).toEqual(
      before
        .slice(0, 3)
        .map((lesson) => (lesson.title === 'Mouths one' ? { ...lesson, title: 'Deltas' } : lesson)),
    );
  });

  it('of a course that is not there is refused and leaves nothing', async () => {
    const before = await everything();
    await expect(publish('a'.repeat(24))).rejects.toMatchObject({
      status: 404,
      code: 'publish.not-found',
    });
    expect(await everything()).toEqual(before);
  });
});

describe('a refused publish', () => {
  it('leaves nothing but its line in the history', async () => {
    await drafts(running.strapi, 'question').update({
      documentId: draft.questions[0]?.documentId ?? '',
      data: { correct_answer: 'Lake' },
    });
    const before = await everything();
    const outcome = await publish(draft.course.documentId);
    expect(outcome).toMatchObject({
      kind: 'refused',
      problems: [
        {
          rule: 'correct-answer-among-options',
          severity: 'error',
          documentId: draft.questions[0]?.documentId,
        },
      ],
    });
    expect(await everything()).toEqual(before);
    expect(await history(draft.course.documentId)).toMatchObject([
      { outcome: 'refused', version: null, counts: null, problems: [{ severity: 'error' }] },
    ]);
  });
});

describe('a fault', () => {
  class Fault extends Error {}

  /** How many statements an undisturbed publish runs; each of them is disturbed once below. */
  async function statements(documentId: string): Promise<number> {
    let last = 0;
    await published(
      documentId,
      withStatementsWatched(running.strapi, (count) => {
        last = count;
      }),
    );
    return last;
  }

  it('after each statement of a first publish leaves the old state whole, and the next one works', async () => {
    const steps = await statements(
      (await createDraftCourse(running.strapi, 'Count')).course.documentId,
    );
    expect(steps).toBeGreaterThan(30);
    const [before, seenBefore] = [await everything(), await seen()];
    // The last statement is the commit: what happens behind it cannot undo it.
    for (let step = 1; step < steps; step += 1) {
      const app = withStatementsWatched(running.strapi, (count) => {
        if (count === step) throw new Fault(`after statement ${step}`);
      });
      await expect(publish(draft.course.documentId, '', app)).rejects.toThrow(Fault);
      expect([step, await everything()]).toEqual([step, before]);
    }
    expect(await seen()).toBe(seenBefore);
    const lines = await history(draft.course.documentId);
    expect(lines).toHaveLength(steps - 1);
    expect(lines[3]).toMatchObject({
      outcome: 'failed',
      problems: [{ message: 'after statement 4' }],
    });
    expect((await published(draft.course.documentId)).version).toBe(1);
  });

  it('after each statement of a second publish leaves version 1 whole, and the next one works', async () => {
    const { courseId } = await published(draft.course.documentId);
    await students.rows(learner, 'select activity.enroll($1)', [courseId]);
    await drafts(running.strapi, 'lesson').update({
      documentId: draft.lessons[0]?.documentId ?? '',
      data: { title: 'Deltas' },
    });
    const [before, seenBefore] = [await everything(), await seen()];
    let completed = false;
    let step = 0;
    while (!completed) {
      step += 1;
      const app = withStatementsWatched(running.strapi, (count) => {
        if (count === step) throw new Fault(`after statement ${step}`);
      });
      await publish(draft.course.documentId, '', app).catch((error: unknown) =>
        expect(error).toBeInstanceOf(Fault),
      );
      const [course] = await rows('select version from live.courses where id = $1', [courseId]);
      completed = course?.version === 2;
      // Whole is one or the other; only the fault behind the commit finds the new version there.
      if (!completed) {
        expect([step, await everything()]).toEqual([step, before]);
        expect([step, await seen()]).toEqual([step, seenBefore]);
      }
    }
    expect(step).toBeGreaterThan(30);
    expect((await published(draft.course.documentId)).version).toBe(3);
    expect(await seen()).toContain('Deltas');
  });

  it('that kills the database’s backend at any statement leaves the old state whole', async () => {
    await published(draft.course.documentId);
    const [before, seenBefore] = [await everything(), await seen()];
    const steps = await statements(
      (await createDraftCourse(running.strapi, 'Count')).course.documentId,
    );
    const { course } = await createDraftCourse(running.strapi, 'Killed');
    const beforeKilling = await everything();
    expect(beforeKilling).not.toEqual(before);
    const visible = await seen();
    expect(visible).not.toBe(seenBefore);
    for (let step = 1; step < steps; step += 1) {
      const app = withStatementsWatched(running.strapi, async (count, client) => {
        if (count !== step) return;
        const { processID } = client as unknown as { processID: number };
        await superuser.query('select pg_terminate_backend($1, 5000)', [processID]);
      });
      await expect(publish(course.documentId, '', app), `at statement ${step}`).rejects.toThrow();
      expect([step, await everything()]).toEqual([step, beforeKilling]);
    }
    expect(await seen()).toBe(visible);
    expect((await published(course.documentId)).version).toBe(1);
  });
});

describe('several publishes at once', () => {
  it('of one course land one after the other or are refused clearly, without gaps in the versions', async () => {
    const tries = await Promise.all(
      Array.from({ length: 8 }, () =>
        publish(draft.course.documentId).catch((error: unknown) => error),
      ),
    );
    const versions: number[] = [];
    for (const outcome of tries) {
      if (outcome instanceof Error)
        expect(outcome).toMatchObject({ status: 409, code: 'publish.busy' });
      else {
        expect(outcome).toMatchObject({ kind: 'published' });
        versions.push((outcome as { version: number }).version);
      }
    }
    expect(versions.length).toBeGreaterThanOrEqual(2);
    expect(versions.sort((a, b) => a - b)).toEqual(versions.map((_, index) => index + 1));
    const [course] = await rows<{ version: number }>(
      `select c.version from live.courses c join cms.draft_courses d on d.live_course_id = c.id where d.id = $1`,
      [draft.course.id],
    );
    expect(course?.version).toBe(versions.length);
  });

  it('forty of one course, a quarter of them killed, leave versions 1 to n without a gap', async () => {
    let kills = 0;
    const tries = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const killed = withStatementsWatched(running.strapi, async (count, client) => {
          if (count !== 3 + index / 2) return;
          kills += 1;
          const { processID } = client as unknown as { processID: number };
          await superuser.query('select pg_terminate_backend($1, 5000)', [processID]);
        });
        const app = index % 4 === 0 ? killed : running.strapi;
        return publish(draft.course.documentId, '', app).catch((error: unknown) => error);
      }),
    );
    const landed = tries.flatMap((outcome) =>
      outcome instanceof Error ? [] : [(outcome as { version: number }).version],
    );
    expect(landed.length).toBeGreaterThanOrEqual(1);
    expect(kills).toBeGreaterThanOrEqual(5);
    const kept = await rows<{ version: number; current: number }>(
      `select v.version, c.version as current from live.course_versions v
       join live.courses c on c.id = v.course_id
       join cms.draft_courses d on d.live_course_id = c.id where d.id = $1 order by v.version`,
      [draft.course.id],
    );
    expect(kept.map(({ version }) => version)).toEqual(landed.map((_, index) => index + 1));
    expect(kept[0]?.current).toBe(landed.length);
    expect((await published(draft.course.documentId)).version).toBe(landed.length + 1);
  });

  it('and an editor who saves meanwhile: the version has the old texts whole, the next one the new', async () => {
    await published(draft.course.documentId);
    let saved = false;
    const app = withStatementsWatched(running.strapi, async (count) => {
      if (count !== 12) return;
      await superuser.query(`update cms.draft_lessons set title = 'Saved meanwhile'`);
      await superuser.query(`update cms.draft_ai_notes set content = 'Saved meanwhile'`);
      saved = true;
    });
    const { courseId } = await published(draft.course.documentId, app);
    expect(saved).toBe(true);
    await published(draft.course.documentId);
    const versions = await rows(
      `select v.version, v.snapshot::text like '%Saved meanwhile%' as snapshot,
        (select bool_or(l.title = 'Saved meanwhile') from live.lessons l where (l.course_id, l.version) = (v.course_id, v.version)) as lessons,
        (select bool_or(n.content = 'Saved meanwhile') from live.ai_notes n where (n.course_id, n.version) = (v.course_id, v.version)) as notes
       from live.course_versions v where v.course_id = $1 order by v.version`,
      [courseId],
    );
    expect(versions).toEqual([
      { version: 1, snapshot: false, lessons: false, notes: false },
      { version: 2, snapshot: false, lessons: false, notes: false },
      { version: 3, snapshot: true, lessons: true, notes: true },
    ]);
  });

  it('and somebody who deletes the course meanwhile: the version is whole, the next publish is refused', async () => {
    let deleted: Promise<unknown> | undefined;
    const app = withStatementsWatched(running.strapi, (count) => {
      if (count === 12)
        deleted = superuser.query('delete from cms.draft_courses where id = $1', [draft.course.id]);
    });
    const outcome = await published(draft.course.documentId, app);
    await deleted;
    expect(deleted).toBeDefined();
    expect(
      await rows('select version, status from live.courses where id = $1', [outcome.courseId]),
    ).toEqual([{ version: 1, status: 'published' }]);
    await expect(publish(draft.course.documentId)).rejects.toMatchObject({
      status: 404,
      code: 'publish.not-found',
    });
  });

  it('of two courses do not hinder each other', async () => {
    const other = await createDraftCourse(running.strapi, 'Lakes');
    const [one, two] = await Promise.all([
      published(draft.course.documentId),
      published(other.course.documentId),
    ]);
    expect([one.version, two.version]).toEqual([1, 1]);
    expect(one.courseId).not.toBe(two.courseId);
  });

  it('show readers one version at a time', async () => {
    const { courseId } = await published(draft.course.documentId);
    let publishing = true;
    const reading = (async () => {
      const mixed: unknown[] = [];
      while (publishing) {
        const [row] = await students.rows<{ current: boolean }>(
          null,
          `select bool_and(l.version = c.version) as current
           from live.courses c join live.lessons l on l.course_id = c.id where c.id = $1`,
          [courseId],
        );
        if (row?.current !== true) mixed.push(row);
      }
      return mixed;
    })();
    for (let n = 2; n <= 6; n += 1)
      expect((await published(draft.course.documentId)).version).toBe(n);
    publishing = false;
    expect(await reading).toEqual([]);
  });
});

describe('the copy of a draft', () => {
  it('of a lesson is a new thing: the original keeps its identity and its learners’ progress', async () => {
    const { courseId } = await published(draft.course.documentId);
    const original = draft.lessons[0];
    await drafts(running.strapi, 'lesson').clone({
      documentId: original?.documentId ?? '',
      data: { title: 'A copy' },
    });
    await published(draft.course.documentId);
    const lessons = await rows<{ id: number; title: string }>(
      'select id, title from live.lessons where course_id = $1 and version = 2',
      [courseId],
    );
    expect(lessons).toHaveLength(5);
    expect(new Set(lessons.map(({ id }) => id)).size).toBe(5);
    const [same] = await rows<{ id: number }>(
      `select id from live.lessons where course_id = $1 and version = 1 and title = 'Mouths one'`,
      [courseId],
    );
    expect(lessons).toContainEqual({ id: same?.id, title: 'Mouths one' });
  });

  it('of a course takes neither the live course nor the parts of the original', async () => {
    const { courseId } = await published(draft.course.documentId);
    const { entries } = await drafts(running.strapi, 'course').clone({
      documentId: draft.course.documentId,
      data: { name: 'A copy' },
    });
    const [copy] = entries;
    expect(
      await rows('select live_course_id from cms.draft_courses where id = $1', [copy?.id]),
    ).toEqual([{ live_course_id: null }]);
    expect(await published(draft.course.documentId)).toMatchObject({
      courseId,
      version: 2,
      counts: { lesson: 4 },
    });
    expect(await publish(copy?.documentId ?? '')).toMatchObject({ kind: 'refused' });
  });
});

describe('the drift check', () => {
  it('finds nothing where drafts, tree and live agree', async () => {
    expect(await findDrift(running.strapi)).toEqual([]);
  });

  it('names the table and the column that is missing or not filled', async () => {
    await superuser.query('alter table live.lessons rename column video_url to film_url');
    try {
      expect(await findDrift(running.strapi)).toEqual([
        'live.lessons has no column “video_url” that the course tree names.',
        'live.lessons has a column “film_url” that the course tree does not fill.',
      ]);
    } finally {
      await superuser.query('alter table live.lessons rename column film_url to video_url');
    }
  });
});

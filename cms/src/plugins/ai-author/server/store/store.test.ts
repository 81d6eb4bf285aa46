import type { Core } from '@strapi/strapi';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../../../scripts/testing/database.ts';
import { startedTemplate } from '../../../../../../scripts/testing/strapi.ts';
import type { GuruDatabase } from '../../../../lib/guru';
import { ownTypes } from '../../../../lib/types';
import { kindNamed, linkOf, tree } from '../../../publisher/server/tree';
import type { KindName } from '../wire';
import {
  overCeiling,
  ownUsageOf,
  proposalsOf,
  readForModel,
  readSettings,
  recordProvenance,
  review,
  saveSettings,
  shareOf,
  usageOf,
  withdrawProvenance,
  writtenOf,
} from './index';
import { textFields, wordless } from './texts';

let database: TestDatabase;
let superuser: Client;
let guru: Client;
let asGuru: GuruDatabase;
/** As much of Strapi as the store asks for: its pool and its transaction, over one connection. */
let app: Core.Strapi;
beforeAll(async () => {
  database = await createDatabase(await startedTemplate());
  superuser = new Client({ connectionString: database.admin, types: ownTypes });
  guru = new Client({ connectionString: database.guru, types: ownTypes });
  await Promise.all([superuser.connect(), guru.connect()]);
  asGuru = {
    rows: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await guru.query(text, [...values])).rows as Row[],
    change: async (text, values = []) => (await guru.query(text, [...values])).rowCount ?? 0,
  };
  const raw = (text: string, values: unknown[]) => {
    let n = 0;
    return guru.query(
      text.replace(/\?/g, () => `$${++n}`),
      values,
    );
  };
  app = {
    db: {
      connection: {
        client: { acquireConnection: async () => guru, releaseConnection: async () => undefined },
      },
      transaction: (work: (scope: { trx: { raw: typeof raw } }) => Promise<unknown>) =>
        work({ trx: { raw } }),
    },
  } as unknown as Core.Strapi;
});
afterAll(async () => {
  await Promise.all([superuser?.end(), guru?.end()]);
  await database?.drop();
});

let made = 0;
/** A document id as Strapi's are. */
const documentId = (): string => {
  made += 1;
  return `d${String(made).padStart(23, '0')}`;
};
interface Made {
  readonly id: number;
  readonly documentId: string;
}
/** A draft below another one, behind Strapi's back. */
async function draft(
  name: KindName,
  fields: Record<string, unknown> = {},
  parent?: { kind: KindName; id: number },
): Promise<Made> {
  const kind = kindNamed(name);
  const names = ['document_id', ...Object.keys(fields)];
  const values = [
    documentId(),
    ...Object.values(fields).map((value) => (Array.isArray(value) ? JSON.stringify(value) : value)),
  ];
  const [row] = await asGuru.rows<Made>(
    `insert into cms.${kind.draftTable} (${names.join(', ')})
    values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id, document_id as "documentId"`,
    values,
  );
  if (row === undefined) throw new Error('No draft was made.');
  if (parent !== undefined) {
    const place = kind.parents.find(({ kind: above }) => above === parent.kind);
    if (place === undefined) throw new Error(`A ${name} does not go below a ${parent.kind}.`);
    const link = linkOf(kind, place);
    await asGuru.rows(
      `insert into cms.${link.table} (${link.child}, ${link.parent}) values ($1, $2)`,
      [row.id, parent.id],
    );
  }
  return row;
}

/** A text that no other test has, for one is known again wherever it stands. */
let rain: string;
const asha = { id: 1, name: 'Asha Rao' };
const bela = { id: 2, name: 'Bela Shah' };
const prompt = { name: 'notes', version: 1, sha256: 'a'.repeat(64) };
let course: Made;
let lesson: Made;
let note: Made;
beforeEach(async () => {
  made += 1;
  rain = `Rain runs off the ${made} hills, meets in brooks, and the brooks make a river.`;
  course = await draft('course', { name: 'Rivers' });
  const module = await draft('module', { title: 'Springs' }, { kind: 'course', id: course.id });
  lesson = await draft('lesson', { title: 'Rain' }, { kind: 'module', id: module.id });
  note = await draft('ai_note', { content: rain }, { kind: 'lesson', id: lesson.id });
});

/** A job of one running step, with what its request cost. */
async function step(cost = { input: 100, output: 20, money: 30 }, editor = asha): Promise<number> {
  const [job] = await asGuru.rows<{ id: number }>(
    `insert into ai.jobs (course, command, target_kind, target_document_id, title, started_by, started_by_name)
    values ($1, 'notes', 'lesson', $2, 'Notes', $3, $4) returning id`,
    [course.documentId, lesson.documentId, editor.id, editor.name],
  );
  const [row] = await asGuru.rows<{ id: number; request: number }>(
    `insert into ai.steps (job_id, key, position, command, target_kind, target_document_id, title, state)
    values ($1, 'k', 1, 'notes', 'lesson', $2, 'Notes of Rain', 'running') returning id`,
    [job?.id, lesson.documentId],
  );
  const [request] = await asGuru.rows<{ id: number }>(
    `select ai.reserve($1, 'a-model', $2, 500, 500, 900) as id`,
    [row?.id, prompt],
  );
  await asGuru.rows('select ai.settle($1, $2, $3, $4, 10)', [
    request?.id,
    cost.input,
    cost.output,
    cost.money,
  ]);
  return row?.id ?? 0;
}
async function propose(
  stepId: number,
  more: Partial<Record<'documentId' | 'present' | 'fields' | 'parentId', unknown>> = {},
): Promise<number> {
  const [row] = await asGuru.rows<{ id: number }>(
    `insert into ai.proposals (job_id, step_id, key, kind, fields, document_id, parent_kind, parent_document_id, present,
      model, prompt)
    select job_id, id, 'content', 'ai_note', $2, $3, case when $4::text is not null then 'lesson' end, $4, $5,
      'a-model', $6 from ai.steps where id = $1 returning id`,
    [
      stepId,
      JSON.stringify(more.fields ?? { content: rain }),
      more.documentId ?? null,
      more.parentId ?? null,
      more.present === undefined ? null : JSON.stringify(more.present),
      prompt,
    ],
  );
  return row?.id ?? 0;
}
/** The note's fields are put down as what a machine wrote. */
async function accept(isReviewed: boolean, fields = ['content'], entry = note): Promise<number> {
  const proposalId = await propose(await step());
  await recordProvenance(app, {
    proposalId,
    entries: [{ kind: 'ai_note', documentId: entry.documentId, fields }],
    actor: asha,
    isEdited: false,
    isReviewed,
  });
  return proposalId;
}
const written = async () =>
  (await writtenOf(asGuru, course.documentId, { most: 50 })).rows.map(
    ({ entry, field, isEdited, reviewedBy }) =>
      `${entry.kind === 'ai_note' && entry.documentId === note.documentId ? 'note' : entry.kind}.${field}${isEdited ? ' edited' : ''}${reviewedBy === null ? '' : ` by ${reviewedBy}`}`,
  );

const firstWritten = async (): Promise<number> =>
  (await writtenOf(asGuru, course.documentId, { most: 1 })).rows[0]?.id ?? 0;

describe('what goes to a model', () => {
  it('is read as a role that may read drafts, sources and proposals, and no other table there is', async () => {
    const drafts = tree.flatMap((kind) => [
      `cms.${kind.draftTable}`,
      ...kind.parents.map((parent) => `cms.${linkOf(kind, parent).table}`),
    ]);
    const { rows } = await superuser.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
        and (has_any_column_privilege('ai_reader', c.oid, 'select, insert, update')
          or has_table_privilege('ai_reader', c.oid, 'delete, truncate'))`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(
      [...drafts, 'ai.jobs', 'ai.passages', 'ai.proposals', 'ai.settings', 'ai.sources'].sort(),
    );
  });

  it('is a draft, and never an account, a record or a key, whoever asks how', async () => {
    const [found] = await readForModel(app, (reader) =>
      reader.rows<{ content: string }>(
        'select content from cms.draft_ai_notes where document_id = $1',
        [note.documentId],
      ),
    );
    expect(found).toEqual({ content: rain });
    for (const table of [
      'cms.up_users',
      'cms.admin_users',
      'cms.files',
      'activity.shishya_users',
      'activity.user_test_attempts',
      'keys.question_keys',
      'live.courses',
      'audit.log',
      'jobs.job',
      'ai.requests',
      'ai.provenance',
    ])
      await expect(
        readForModel(app, (reader) => reader.rows(`select * from ${table}`)),
        table,
      ).rejects.toMatchObject({ code: '42501' });
    // Nor by a function that would look for it, nor the name of who decided.
    for (const statement of [
      'select activity.version_uses(1, 1)',
      'select decided_by_name from ai.proposals',
      'select started_by_name from ai.jobs',
    ])
      await expect(
        readForModel(app, (reader) => reader.rows(statement)),
        statement,
      ).rejects.toMatchObject({ code: '42501' });
  });

  it('is only read, and the connection is its owner’s again afterwards', async () => {
    await expect(
      readForModel(app, (reader) => reader.rows(`update cms.draft_lessons set title = 'Gone'`)),
    ).rejects.toMatchObject({ code: '25006' });
    await expect(
      readForModel(app, (reader) => reader.rows('create temporary table mine ()')),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(25006|42501)$/) });
    expect(await asGuru.rows('select current_user as who')).toEqual([{ who: 'guru' }]);
  });
});

describe('the texts of a course', () => {
  it('are, with what holds no words, all fields of the tree', () => {
    for (const { name, columns, hidden } of tree)
      expect([name, [...textFields[name], ...wordless[name]].sort()]).toEqual([
        name,
        [...columns, ...(hidden?.columns ?? [])].map((column) => column.name).sort(),
      ]);
  });

  it('are the same for the database, in every kind and below every parent', async () => {
    const all = await draft('course');
    const below = new Map<KindName, Made>([['course', all]]);
    const expected = new Set<string>();
    for (const { name, parents, draftTable } of tree) {
      const { rows: columns } = await superuser.query<{ name: string; type: string }>(
        `select attname as name, format_type(atttypid, null) as type from pg_attribute
        where attrelid = $1::regclass and attnum > 0`,
        [`cms.${draftTable}`],
      );
      const fields = Object.fromEntries(
        textFields[name].map((field) => [
          field,
          columns.find((column) => column.name === field)?.type === 'jsonb' ? [field] : field,
        ]),
      );
      if (name === 'course') {
        const names = Object.keys(fields);
        await asGuru.rows(
          `update cms.draft_courses set ${names.map((field, n) => `${field} = $${n + 2}`).join(', ')} where id = $1`,
          [
            all.id,
            ...Object.values(fields).map((value) =>
              Array.isArray(value) ? JSON.stringify(value) : value,
            ),
          ],
        );
        for (const field of names) expected.add(`${all.documentId} course.${field}`);
        continue;
      }
      for (const { kind } of parents) {
        const above = below.get(kind);
        if (above === undefined) throw new Error(`Nothing was made of kind ${kind}.`);
        const one = await draft(name, fields, { kind, id: above.id });
        below.set(name, one);
        for (const field of Object.keys(fields)) expected.add(`${one.documentId} ${name}.${field}`);
      }
    }
    const found = await asGuru.rows<{ name: string }>(
      `select document_id || ' ' || kind || '.' || field as name from cms.draft_texts($1)`,
      [all.id],
    );
    expect(found.map(({ name }) => name).sort()).toEqual([...expected].sort());
  });
});

describe('what a machine wrote', () => {
  it('is nothing until something is accepted', async () => {
    expect(await written()).toEqual([]);
    const characters = 'Rivers'.length + 'Springs'.length + 'Rain'.length + rain.length;
    expect(await shareOf(asGuru, course.documentId)).toEqual({
      characters,
      machineWritten: 0,
      unreviewed: 0,
      openProposals: 0,
    });
    await propose(await step());
    expect(await shareOf(asGuru, course.documentId)).toMatchObject({ openProposals: 1 });
  });

  it('is known with its model, prompt, cost and who accepted it', async () => {
    await accept(false);
    const { rows, next } = await writtenOf(asGuru, course.documentId, { most: 50 });
    expect(next).toBeNull();
    expect(rows).toEqual([
      {
        id: expect.any(Number),
        entry: { kind: 'ai_note', documentId: note.documentId },
        title: 'Rain',
        field: 'content',
        model: 'a-model',
        prompt,
        citations: [],
        madeAt: expect.any(String),
        cost: { inputTokens: 100, outputTokens: 20, microdollars: 30 },
        acceptedBy: 'Asha Rao',
        acceptedAt: expect.any(String),
        reviewedBy: null,
        reviewedAt: null,
        isEdited: false,
      },
    ]);
    expect(await shareOf(asGuru, course.documentId)).toMatchObject({
      machineWritten: rain.length,
      unreviewed: rain.length,
    });
  });

  it('stays a machine’s when somebody edits it, until it is reviewed', async () => {
    await accept(false);
    await asGuru.change('update cms.draft_ai_notes set content = $2 where id = $1', [
      note.id,
      `${rain} It floods.`,
    ]);
    expect(await written()).toEqual(['note.content edited']);
    const id = await firstWritten();
    expect(await review(asGuru, course.documentId, [id, id + 1000], bela)).toBe(1);
    expect(await review(asGuru, course.documentId, [id], asha)).toBe(0);
    expect(await written()).toEqual(['note.content edited by Bela Shah']);
    expect(await shareOf(asGuru, course.documentId)).toMatchObject({ unreviewed: 0 });
  });

  it('is known in a copy, and reviewed in all places at once; a short text is known in its place only', async () => {
    await asGuru.change('update cms.draft_ai_notes set simplified_explanation = $2 where id = $1', [
      note.id,
      'Rain makes rivers.',
    ]);
    await accept(false, ['content', 'simplified_explanation']);
    const copy = await draft(
      'ai_note',
      { content: `${rain}\n`, simplified_explanation: 'Rain makes rivers.' },
      { kind: 'lesson', id: lesson.id },
    );
    expect((await written()).sort()).toEqual([
      'ai_note.content',
      'note.content',
      'note.simplified_explanation',
    ]);
    const { rows } = await writtenOf(asGuru, course.documentId, {
      documentId: copy.documentId,
      most: 50,
    });
    expect(rows).toHaveLength(1);
    await review(asGuru, course.documentId, [rows[0]?.id ?? 0], bela);
    const left = await writtenOf(asGuru, course.documentId, { unreviewed: true, most: 50 });
    expect(left.rows.map(({ field }) => field)).toEqual(['simplified_explanation']);
  });

  it('pasted over reviewed text of the same field is not reviewed by that', async () => {
    await accept(true);
    expect(await written()).toEqual(['note.content by Asha Rao']);
    const other = await draft(
      'ai_note',
      { content: 'Another long text that a machine wrote about the mouths of rivers.' },
      { kind: 'lesson', id: lesson.id },
    );
    await accept(false, ['content'], other);
    await asGuru.change(
      `update cms.draft_ai_notes set content = (select content from cms.draft_ai_notes where id = $2) where id = $1`,
      [note.id, other.id],
    );
    expect((await written()).sort()).toEqual(['ai_note.content', 'note.content']);
  });

  it('is nothing again when accepting it was undone, and the words it replaced are back', async () => {
    const proposalId = await accept(false);
    await asGuru.change('update cms.draft_ai_notes set content = $2 where id = $1', [
      note.id,
      'What a person wrote before, in her own words and at some length.',
    ]);
    await withdrawProvenance(app, proposalId, bela);
    expect(await written()).toEqual([]);
  });

  it('is not what a person wrote before and the model left as it was', async () => {
    const proposalId = await propose(await step(), { documentId: note.documentId });
    await asGuru.change('update ai.proposals set replaced = $2 where id = $1', [
      proposalId,
      { content: rain },
    ]);
    await recordProvenance(app, {
      proposalId,
      entries: [{ kind: 'ai_note', documentId: note.documentId, fields: ['content'] }],
      actor: asha,
      isEdited: false,
      isReviewed: false,
    });
    expect(await written()).toEqual([]);
  });

  it('of another course is not reviewed through this one', async () => {
    await accept(false);
    const id = await firstWritten();
    const other = await draft('course', { name: 'Birds' });
    expect(await review(asGuru, other.documentId, [id], bela)).toBe(0);
    expect(await written()).toEqual(['note.content']);
  });

  it('is read page by page, without losing a copy at the border', async () => {
    for (let n = 0; n < 3; n += 1) {
      const entry = await draft(
        'ai_note',
        { content: `${rain} For the ${n}th time.` },
        { kind: 'lesson', id: lesson.id },
      );
      await accept(false, ['content'], entry);
      if (n === 1)
        await draft(
          'ai_note',
          { content: `${rain} For the ${n}th time.` },
          { kind: 'lesson', id: lesson.id },
        );
    }
    const seen: number[] = [];
    let before: number | undefined;
    let pages = 0;
    do {
      const page = await writtenOf(asGuru, course.documentId, { before, most: 2 });
      seen.push(...page.rows.map(({ id }) => id));
      before = page.next ?? undefined;
      pages += 1;
    } while (before !== undefined);
    expect(pages).toBe(2);
    expect(seen).toHaveLength(4);
    expect([...seen].sort((a, b) => b - a)).toEqual(seen);
  });
});

describe('a proposal', () => {
  it('is read beside what its draft holds, and says when that has changed', async () => {
    const id = await propose(await step(), {
      documentId: note.documentId,
      fields: { content: 'Better.', bullet_notes: ['One'] },
      present: { content: rain, bullet_notes: null },
    });
    const [fresh] = await proposalsOf(asGuru, { ids: [id] });
    expect(fresh).toMatchObject({
      id,
      command: 'notes',
      title: 'Notes of Rain',
      state: 'open',
      documentId: note.documentId,
      parent: null,
      present: { content: rain, bullet_notes: null },
      isStale: false,
      cost: { inputTokens: 100, outputTokens: 20, microdollars: 30 },
    });
    // Strapi keeps an emptied list as one.
    await asGuru.change(`update cms.draft_ai_notes set bullet_notes = '[]' where id = $1`, [
      note.id,
    ]);
    expect((await proposalsOf(asGuru, { ids: [id] }))[0]?.isStale).toBe(false);
    await asGuru.change(`update cms.draft_ai_notes set content = 'Mine.' where id = $1`, [note.id]);
    expect((await proposalsOf(asGuru, { ids: [id] }))[0]).toMatchObject({
      isStale: true,
      present: { content: 'Mine.', bullet_notes: [] },
    });
    await asGuru.change('delete from cms.draft_ai_notes where id = $1', [note.id]);
    expect((await proposalsOf(asGuru, { ids: [id] }))[0]).toMatchObject({
      isStale: true,
      present: null,
    });
    await asGuru.change(`update ai.proposals set state = 'rejected' where id = $1`, [id]);
    expect((await proposalsOf(asGuru, { ids: [id] }))[0]).toMatchObject({
      isStale: false,
      present: { content: rain },
    });
    await asGuru.change('update ai.proposals set replaced = $2 where id = $1', [
      id,
      { content: 'Mine.' },
    ]);
    expect((await proposalsOf(asGuru, { ids: [id] }))[0]?.present).toEqual({ content: 'Mine.' });
  });

  it('is found by course, job, state, kind and the draft it is about, the newest first', async () => {
    const stepId = await step();
    const [first, second] = [
      await propose(stepId, { parentId: lesson.documentId }),
      await propose(stepId, { documentId: note.documentId, present: { content: rain } }),
    ];
    const found = async (where: Parameters<typeof proposalsOf>[1]) =>
      (await proposalsOf(asGuru, { course: course.documentId, ...where })).map(({ id }) => id);
    expect(await found({})).toEqual([second, first]);
    expect(await found({ before: second })).toEqual([first]);
    expect(await found({ most: 1 })).toEqual([second]);
    expect(await found({ entry: note.documentId })).toEqual([second]);
    expect(await found({ entry: lesson.documentId })).toEqual([second, first]);
    expect(await found({ state: 'accepted' })).toEqual([]);
    expect(await found({ kind: 'lesson' })).toEqual([]);
    expect(await found({ step: stepId, kind: 'ai_note', state: 'open' })).toEqual([second, first]);
    expect(await found({ course: documentId() })).toEqual([]);
    expect((await proposalsOf(asGuru, { ids: [first] }))[0]).toMatchObject({
      parent: { kind: 'lesson', documentId: lesson.documentId },
      present: null,
      isStale: false,
    });
  });
});

describe('usage and ceilings', () => {
  it('are told by person, model, command and day of a month, and what is only reserved counts apart', async () => {
    const today = () => new Date().toISOString().slice(0, 10);
    const begun = today();
    const month = begun.slice(0, 7);
    const before = await usageOf(asGuru, month, bela.id);
    const stepId = await step({ input: 10, output: 5, money: 7 }, bela);
    await asGuru.rows(`select ai.reserve($1, 'a-model', '{}', 300, 200, 40)`, [stepId]);
    const after = await usageOf(asGuru, month, bela.id);
    expect(after.editors.find(({ name }) => name === 'Bela Shah')).toEqual({
      name: 'Bela Shah',
      requests: 2,
      inputTokens: 10,
      outputTokens: 5,
      microdollars: 7,
    });
    expect(after.own).toEqual({ inputTokens: 515, outputTokens: 0, microdollars: 47 });
    expect(after.total.requests).toBe(before.total.requests + 2);
    expect(after.total.outputTokens).toBe(before.total.outputTokens + 5);
    expect(after.counted.inputTokens).toBe(before.counted.inputTokens + 515);
    expect(after.models.map(({ name }) => name)).toEqual(['a-model']);
    expect(after.commands.map(({ name }) => name)).toEqual(['notes']);
    // The day may have turned meanwhile.
    expect([begun, today()]).toContain(after.days.at(-1)?.name);
    const own = await ownUsageOf(asGuru, month, bela.id);
    expect(own.own).toEqual(after.own);
    expect(own.total).toMatchObject({ requests: 2, inputTokens: 10, outputTokens: 5 });
    expect(own.commands.map(({ name, requests }) => [name, requests])).toEqual([['notes', 2]]);
    expect(own.settings).toEqual({
      jobTokens: after.settings.jobTokens,
      jobMicrodollars: after.settings.jobMicrodollars,
      editorMonthTokens: after.settings.editorMonthTokens,
      editorMonthMicrodollars: after.settings.editorMonthMicrodollars,
    });
    const stranger = await ownUsageOf(asGuru, month, 999);
    expect(stranger).toMatchObject({ total: { requests: 0 }, own: { inputTokens: 0 }, days: [] });
    expect(await usageOf(asGuru, '2020-01', bela.id)).toMatchObject({
      total: { requests: 0, inputTokens: 0, outputTokens: 0, microdollars: null },
      editors: [],
      own: { inputTokens: 0, outputTokens: 0, microdollars: null },
    });
  });

  it('are changed by who may, and tell an estimate what it would go over', async () => {
    const settings = await readSettings(asGuru);
    expect(settings).toMatchObject({ jobTokens: 2_000_000, requiresReview: false });
    const cost = { inputTokens: 900, outputTokens: 200, microdollars: null };
    expect(await overCeiling(asGuru, 77, cost)).toBeNull();
    await saveSettings(asGuru, { ...settings, jobTokens: null, editorMonthTokens: 1000 });
    expect(await readSettings(asGuru)).toMatchObject({ jobTokens: null, editorMonthTokens: 1000 });
    expect(await overCeiling(asGuru, 77, cost)).toBe('editor');
    await saveSettings(asGuru, settings);
  });
});

describe('a course that is deleted', () => {
  it('takes its sources along and cancels what still runs; what was written stays known', async () => {
    const proposalId = await accept(true);
    const stepId = await step();
    await asGuru.rows(
      `insert into ai.sources (course, name, kind, characters, sha256, added_by, added_by_name)
      values ($1, 'A book', 'text', 4, repeat('0', 64), 1, 'Asha Rao')`,
      [course.documentId],
    );
    await asGuru.rows(
      `insert into ai.passages (source_id, position, place, body) select id, 1, 'Page 1', 'Rain' from ai.sources`,
    );
    await asGuru.change('delete from cms.draft_courses where id = $1', [course.id]);
    const [left] = await asGuru.rows(
      `select (select count(*) from ai.sources) as sources, (select count(*) from ai.passages) as passages,
        (select state from ai.steps where id = $1) as step,
        (select j.state from ai.jobs j join ai.steps s on s.job_id = j.id where s.id = $1) as job,
        (select count(*) from ai.provenance where proposal_id = $2) as provenance`,
      [stepId, proposalId],
    );
    expect(left).toEqual({
      sources: 0,
      passages: 0,
      step: 'cancelled',
      job: 'cancelled',
      provenance: 1,
    });
  });
});

import { Client } from 'pg';
import { createDatabase } from '../../../../../scripts/testing/database.ts';
import { startedTemplate } from '../../../../../scripts/testing/strapi.ts';
import { ownTypes } from '../../../lib/types';
import { kindNamed, linkOf } from '../../publisher/server/tree';
import type { Reader } from '../server/store';
import type { Entry, KindName } from '../server/wire';

export interface MadeDraft extends Entry {
  readonly id: number;
}

/** A database with the drafts' tables, in which no Strapi runs. */
export interface Drafts {
  /** Reads as what goes to a model is read: as the role `ai_reader`. */
  readonly reader: Reader;
  readonly guru: Client;
  readonly superuser: Client;
  /** Writes a draft below another one. */
  draft(kind: KindName, fields: Record<string, unknown>, parent?: MadeDraft): Promise<MadeDraft>;
  stop(): Promise<void>;
}

export async function startDrafts(): Promise<Drafts> {
  const database = await createDatabase(await startedTemplate());
  const guru = new Client({ connectionString: database.guru, types: ownTypes });
  const model = new Client({ connectionString: database.guru, types: ownTypes });
  const superuser = new Client({ connectionString: database.admin, types: ownTypes });
  await Promise.all([guru.connect(), model.connect(), superuser.connect()]);
  await model.query('set role ai_reader');
  let made = 0;
  return {
    guru,
    superuser,
    reader: {
      rows: async <Row>(text: string, values: readonly unknown[] = []) =>
        (await model.query(text, [...values])).rows as Row[],
    },
    async draft(name, fields, parent) {
      made += 1;
      const kind = kindNamed(name);
      const documentId = `m${String(made).padStart(23, '0')}`;
      const columns = { document_id: documentId, ...fields };
      const { rows } = await guru.query<{ id: number }>(
        `insert into cms.${kind.draftTable} (${Object.keys(columns).join(', ')})
        values (${Object.keys(columns)
          .map((_, n) => `$${n + 1}`)
          .join(', ')}) returning id`,
        Object.values(columns).map((value) =>
          Array.isArray(value) ? JSON.stringify(value) : value,
        ),
      );
      const id = rows[0]?.id ?? 0;
      const place = kind.parents.find((one) => one.kind === parent?.kind);
      if (place !== undefined) {
        const link = linkOf(kind, place);
        await guru.query(
          `insert into cms.${link.table} (${link.child}, ${link.parent}) values ($1, $2)`,
          [id, parent?.id],
        );
      }
      return { kind: name, documentId, id };
    },
    async stop() {
      await Promise.all([guru.end(), model.end(), superuser.end()]);
      await database.drop();
    },
  };
}

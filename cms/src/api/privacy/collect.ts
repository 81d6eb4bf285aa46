import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { GuruDatabase } from '../../lib/guru';
import { type Row, type Section, sections } from './inventory';
import { page } from './readable';

/** Whose data: the student's id and the account's. */
export interface Owner {
  readonly student: number;
  readonly account: number;
}

/** The form of `data.json`, described in docs/privacy.md. A change that readers must know raises it. */
export const formatVersion = 1;

const batch = 200;

/** The rows of a section, some at a time, so that any number of them fits into memory. */
async function* rowsOf(
  database: GuruDatabase,
  { table, whose, order, leftOut = {}, as = {} }: Section,
  { student, account }: Owner,
): AsyncGenerator<readonly Row[]> {
  const computed = Object.entries(as).map(([name, expression]) => `'${name}', ${expression}`);
  const omitted = Object.keys(leftOut).map((name) => `'${name}'`);
  // Each parameter is named in every statement, also where a section needs only one of them.
  await database.rows(
    `declare own no scroll cursor for
    select to_jsonb(t) - array[${omitted.join(', ')}]::text[]
      || jsonb_build_object(${computed.join(', ')}) as row
    from ${table} t where (${whose}) and $1::integer is not null and $2::integer is not null
    order by ${order}`,
    [student, account],
  );
  for (;;) {
    const rows = await database.rows<{ row: Row }>(`fetch ${batch} from own`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await database.rows('close own');
}

/**
 * Writes everything about a student to two files: `json` for programs and `html` for people. Both say
 * the same, from one moment; `database` is a transaction that sees one.
 */
export async function collect(
  database: GuruDatabase,
  owner: Owner,
  files: { readonly json: string; readonly html: string },
  made: { readonly school: string; readonly at: string },
): Promise<void> {
  const json = writer(files.json);
  const html = writer(files.html);
  const head = { format: 'ourshiksha-personal-data', format_version: formatVersion, ...made };
  await json.write(`${JSON.stringify(head, null, 1).slice(0, -2)},\n "sections": {`);
  await html.write(page.head(made, sections));
  for (const [place, section] of sections.entries()) {
    await json.write(`${place === 0 ? '' : ','}\n  ${JSON.stringify(section.name)}: [`);
    await html.write(page.sectionHead(section));
    let count = 0;
    for await (const rows of rowsOf(database, section, owner)) {
      await json.write(
        rows.map((row, n) => `${count + n === 0 ? '' : ','}\n   ${JSON.stringify(row)}`).join(''),
      );
      await html.write(rows.map((row) => page.row(row)).join(''));
      count += rows.length;
    }
    await json.write(']');
    await html.write(page.sectionFoot(count));
  }
  await json.write('\n }\n}\n');
  await html.write(page.foot());
  await json.end();
  await html.end();
}

function writer(file: string) {
  const stream = createWriteStream(file, { mode: 0o600 });
  // An error is heard of at the next write or at the end.
  const done = finished(stream);
  done.catch(() => undefined);
  return {
    write: async (text: string) => {
      if (!stream.write(text)) await Promise.race([done, drained(stream)]);
    },
    end: async () => {
      stream.end();
      await done;
    },
  };
}

const drained = (stream: ReturnType<typeof createWriteStream>): Promise<void> =>
  new Promise((resolve) => {
    stream.once('drain', resolve);
  });

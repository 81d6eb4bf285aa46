import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { ZipFile } from 'yazl';
import { environment } from '../../lib/environment';
import { type GuruDatabase, readAsGuru } from '../../lib/guru';
import { openSubmissionFile } from '../../lib/submission-files';
import {
  certificateFile,
  marksheetFile,
  type PaperFile,
} from '../../plugins/certificates/server/file';
import { collect, type Owner } from './collect';

export interface Export {
  readonly fileName: string;
  readonly stream: Readable;
}

/** A file that goes along, and how its bytes are had when its turn comes. */
interface Enclosed {
  readonly place: string;
  readonly open: () => Promise<Readable>;
}

/**
 * Everything about a student as one zip: `data.json`, the same as a page for people, the files they
 * uploaded and their certificates. The data are collected from one moment into a folder of their own
 * first, so that no connection of the database waits for a slow line; then the zip is made while it is
 * sent.
 */
export async function exportOf(app: Core.Strapi, owner: Owner): Promise<Export> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ourshiksha-export-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const [json, html] = [path.join(folder, 'data.json'), path.join(folder, 'data.html')];
    const at = new Date().toISOString();
    const enclosed = await readAsGuru(app, async (database) => {
      await collect(database, owner, { json, html }, { school: environment().learnerUrl, at });
      return [
        ...(await uploads(app, database, owner)),
        ...(await certificates(app, database, owner)),
      ];
    });
    const zip = new ZipFile();
    const output = zip.outputStream as Readable;
    output.once('close', () => {
      remove().catch((error: Error) => app.log.warn(`An export stays behind: ${error.message}`));
    });
    zip.addFile(json, 'data.json');
    zip.addFile(html, 'everything-about-you.html');
    zip.on('error', (error: Error) => output.destroy(error));
    for (const one of enclosed) enclose(app, zip, output, one);
    zip.end();
    return { fileName: `ourshiksha-my-data-${at.slice(0, 10)}.zip`, stream: output };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Adds a file when its turn comes. One that the storage has lost is said to be lost, in its place. */
function enclose(
  app: Core.Strapi,
  zip: ZipFile,
  output: Readable,
  { place, open }: Enclosed,
): void {
  const lost = `The school's storage does not have this file as it was kept any more. Write to the school.\n`;
  zip.addReadStreamLazy(place, (done) => {
    open()
      .catch((error: unknown) => {
        app.log.error(
          `A file is missing in an export: ${error instanceof Error ? error.message : error}`,
        );
        return Readable.from([lost]);
      })
      .then((stream) => {
        output.once('close', () => stream.destroy());
        stream.once('error', (error: Error) => output.destroy(error));
        done(null, stream);
      });
  });
}

/** Letters, figures and a few marks: what every system takes as a name of a file. */
const safe = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{M}\p{N}._ -]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(-120);

async function uploads(
  app: Core.Strapi,
  database: GuruDatabase,
  { student }: Owner,
): Promise<Enclosed[]> {
  const files = await database.rows<{ id: number; name: string }>(
    `select id, name from activity.submission_files
    where shishya_user_id = $1 and stored_at is not null and removed_at is null and erased_at is null order by id`,
    [student],
  );
  return files.map(({ id, name }) => ({
    place: `files/${id}-${safe(name)}`,
    open: async () => (await openSubmissionFile(app, id)).stream,
  }));
}

async function certificates(
  app: Core.Strapi,
  database: GuruDatabase,
  { student }: Owner,
): Promise<Enclosed[]> {
  const issued = await database.rows<{ number: string }>(
    `select c.certificate_number as number
    from activity.issued_certificates c
    join activity.certificate_files f on f.issued_certificate_id = c.id and f.kind = 'certificate'
    where c.shishya_user_id = $1 order by c.id`,
    [student],
  );
  const marksheets = await database.rows<{ id: number; number: string; revision: number }>(
    `select m.id, c.certificate_number as number, m.revision
    from activity.marksheets m
    join activity.issued_certificates c on c.id = m.issued_certificate_id
    join activity.marksheet_files f on f.marksheet_id = m.id
    where m.shishya_user_id = $1 order by m.id`,
    [student],
  );
  const credentials = await database.rows<{ number: string; credential: string }>(
    `select c.certificate_number as number, k.credential
    from activity.certificate_credentials k
    join activity.issued_certificates c on c.id = k.issued_certificate_id
    where c.shishya_user_id = $1 order by c.id`,
    [student],
  );
  const opened = (read: () => Promise<PaperFile>) => async () =>
    Readable.from([Buffer.from((await read()).bytes)]);
  return [
    ...issued.map(({ number }) => ({
      place: `certificates/${number}.pdf`,
      open: opened(() => certificateFile(app, number)),
    })),
    ...marksheets.map(({ id, number, revision }) => ({
      place: `certificates/${number}-marksheet-${revision}.pdf`,
      open: opened(() => marksheetFile(app, id)),
    })),
    ...credentials.map(({ number, credential }) => ({
      place: `certificates/${number}-credential.json`,
      open: async () => Readable.from([credential]),
    })),
  ];
}

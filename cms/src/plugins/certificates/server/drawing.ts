import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { asGuru, inGuruTransaction } from '../../../lib/guru';
import { defineJob, enqueue, type JobKind } from '../../../lib/jobs';
import { Refusal } from '../../../lib/refusal';
import { certificatePaper, marksheetPaper } from './made';
import { hurryCertificateMails, mailCertificate } from './mail';
import { keepPdf, removeNamed } from './storage';

/** How many papers are drawn at once in one cms, so that memory does not grow with what waits. */
const atOnce = 2;
/** How many are taken up with one question to the database. */
const takenTogether = 8;

/** A row of `activity.papers_to_draw`, taken up by this process. */
interface TakenUp {
  readonly id: number;
  readonly certificate_number: string;
  /** Null: the certificate itself. */
  readonly marksheet_id: number | null;
  /** Counts who took it up: what is drawn in an earlier try is not put down any more. */
  readonly try: number;
  /** The name in the storage. */
  readonly file: string;
}

/** What tries that came to nothing may have left in the storage, by name. */
const removeLeftBehind: JobKind<{ readonly files: readonly string[] }> = {
  name: 'certificate-left-behind',
  retries: 20,
  retryDelay: 60,
  work: async (app, { files }) => {
    for (const file of files) await removeNamed(app, file);
  },
};

export const defineLeftBehindJob = (app: Core.Strapi): void => defineJob(app, removeLeftBehind);

/** What kept a paper from being drawn lies outside it: any other one may fail in the same way now. */
class NotNow extends Error {}
/** It lies in this process: another one may draw it, and this one cannot, whatever else it draws. */
class NotHere extends NotNow {}

interface Failure {
  readonly paper: TakenUp;
  readonly error: unknown;
}

/**
 * Draws a few of the papers that wait; false where none does. Any number of processes may draw at once,
 * and each may die at any moment: what is put down is put down once, by whoever took the paper up last.
 * Throws where nothing can be kept at present: those papers wait no longer than it takes.
 */
export async function drawSome(app: Core.Strapi): Promise<boolean> {
  const papers = await asGuru(app, (database) =>
    database.rows<TakenUp>('select * from activity.take_up_papers($1)', [takenTogether]),
  );
  const left = papers.values();
  const failures: Failure[] = [];
  let keptOne = false;
  const drawOneAfterTheOther = async () => {
    for (const paper of left) {
      try {
        keptOne = (await draw(app, paper)) || keptOne;
      } catch (error) {
        failures.push({ paper, error });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, drawOneAfterTheOther));

  // A paper that cannot be kept while others are is a failure like any other.
  const excuse = keptOne ? NotHere : NotNow;
  const putBack = failures.filter(({ error }) => error instanceof excuse);
  for (const failure of failures) if (!putBack.includes(failure)) tell(app, failure);
  for (const { paper } of putBack) {
    await asGuru(app, (database) =>
      database.rows('select activity.put_paper_back($1, $2)', [paper.id, paper.try]),
    );
  }
  const [first] = putBack;
  if (first !== undefined) throw first.error;
  return papers.length > 0;
}

function tell(app: Core.Strapi, { paper, error }: Failure): void {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const what = paper.marksheet_id === null ? 'The certificate' : 'The marksheet of';
  app.log.error(`${what} ${paper.certificate_number} was not drawn at try ${paper.try}: ${cause}`);
}

/** Looks again at once at what waits for its next try; for a start, when whoever took it up is gone. */
export const tryAllAgain = (app: Core.Strapi): Promise<unknown> =>
  asGuru(app, (database) => database.rows('select activity.try_papers_again()'));

/** Whether the storage took a file. Throws `NotNow` where it did not, `NotHere` where the key was revoked. */
async function draw(app: Core.Strapi, paper: TakenUp): Promise<boolean> {
  const { certificate_number: number, marksheet_id: marksheet } = paper;
  const drawn = await (marksheet === null
    ? certificatePaper(app, number)
    : marksheetPaper(app, marksheet)
  ).catch((error: unknown) => {
    const isRevoked = error instanceof Refusal && error.code === 'issuer-key.revoked';
    throw isRevoked ? new NotHere(error.message, { cause: error }) : error;
  });
  // Its holder was erased meanwhile, and what was to be drawn with it.
  if (drawn === null) return false;
  const { name, bytes } = drawn;
  const url = await keepPdf(app, { name, hash: paper.file, bytes }).catch((cause: unknown) => {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new NotNow(`the storage took no PDF: ${said}`, { cause });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // If this fails, the file stays: the commit may have reached the database all the same. Otherwise the
  // next try takes it away, or an erasure.
  const stands = await inGuruTransaction(
    app,
    {},
    async (database) => {
      const [taken] = await database.rows<{ begun: string[] | null }>(
        'select activity.paper_drawn($1, $2) as begun',
        [paper.id, paper.try],
      );
      const begun = taken?.begun ?? null;
      if (begun === null) {
        // Somebody else took it up meanwhile, or its holder was erased. Nobody but this process may know
        // that there is a file, so taking it away must not fail once and be forgotten.
        await enqueue(app, database, removeLeftBehind, { files: [paper.file] });
        return false;
      }
      const [kept] =
        marksheet === null
          ? await database.rows<{ storage_url: string }>(
              `select storage_url from activity.keep_certificate_file($1, 'certificate', $2, $3, $4)`,
              [number, url, sha256, bytes.byteLength],
            )
          : await database.rows<{ storage_url: string }>(
              'select storage_url from activity.keep_marksheet_file($1, $2, $3, $4)',
              [marksheet, url, sha256, bytes.byteLength],
            );
      const isKept = kept?.storage_url === url;
      const files = isKept ? begun.slice(0, -1) : begun;
      if (files.length > 0) await enqueue(app, database, removeLeftBehind, { files });
      if (isKept && marksheet === null) await mailCertificate(app, database, number);
      return isKept;
    },
    'read committed',
  );
  if (stands && marksheet === null) hurryCertificateMails(app);
  return true;
}

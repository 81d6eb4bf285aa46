import type { Core } from '@strapi/strapi';
import { type Finding, type ImportedCourse, readCurriculum } from '../read';
import { DraftRefused, type Written, writeDrafts } from './drafts';
import { uploadPictures, withAddresses } from './media';
import { type Planned, planOf } from './plan';
import { countsOf, ImportRefused, type ImportReport } from './report';

export interface ImportProgress {
  step: 'read' | 'pictures' | 'drafts';
  done: number;
  total: number;
}

export interface ImportOptions {
  /** Read and report only. */
  dryRun?: boolean;
  onProgress?: (progress: ImportProgress) => void;
}

/** One number for all imports of a database: two at once would both find no draft and make two. */
const IMPORT_LOCK = 7_305_211;

/** Reads a curriculum, throws ImportRefused when it has errors, and gives the course otherwise. */
export async function readForImport(
  folder: string,
): Promise<{ course: ImportedCourse; findings: Finding[] }> {
  const { course, findings } = await readCurriculum(folder);
  if (course === null || findings.some((finding) => finding.severity === 'error'))
    throw new ImportRefused(findings);
  return { course, findings };
}

/**
 * Makes drafts of a curriculum, or updates those an earlier import made. Either everything is
 * stored or nothing: the drafts are one transaction, and pictures are taken back when it fails.
 */
export async function importCourse(
  strapi: Core.Strapi,
  folder: string,
  { dryRun = false, onProgress = () => {} }: ImportOptions = {},
): Promise<ImportReport> {
  const { course, findings } = await readForImport(folder);
  onProgress({ step: 'read', done: 1, total: 1 });
  if (dryRun) return dryReport(course, findings);

  const total = course.pictures.length;
  const pictures = await uploadPictures(strapi, folder, course.pictures, (done) =>
    onProgress({ step: 'pictures', done, total }),
  );
  try {
    const plan = planOf(course);
    for (const planned of plan) {
      planned.values = withAddresses(planned.values, pictures.addresses) as Planned['values'];
    }
    const written = await strapi.db.transaction(async ({ trx }): Promise<Written> => {
      await trx.raw('select pg_advisory_xact_lock(?)', [IMPORT_LOCK]);
      return writeDrafts(strapi, plan, (done) =>
        onProgress({ step: 'drafts', done, total: plan.length }),
      );
    });
    const all = [...findings, ...written.findings];
    return { ...written, findings: all, counts: countsOf(course, all) };
  } catch (error) {
    await pictures.takeBack();
    if (!(error instanceof DraftRefused)) throw error;
    throw new ImportRefused([
      ...findings,
      { severity: 'error', code: 'draft-refused', message: error.message, file: error.file },
    ]);
  }
}

export function dryReport(course: ImportedCourse, findings: Finding[]): ImportReport {
  return {
    counts: countsOf(course, findings),
    findings,
    documentId: null,
    created: 0,
    updated: 0,
    unchanged: 0,
  };
}

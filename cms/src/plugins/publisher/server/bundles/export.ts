import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Core } from '@strapi/strapi';
import { ZipFile } from 'yazl';
import { asGuru, readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { type Actor, recordHistory } from '../history';
import { bundleFormat, bundleFormatVersion, type Manifest, mediaTypes } from './format';

export interface Bundle {
  readonly fileName: string;
  readonly stream: Readable;
}

interface KeptVersion {
  readonly courseId: number;
  readonly name: string;
  readonly checksum: string;
  readonly publishedAt: Date;
}

/**
 * One version of a course as a zip file, made while it is sent: neither the course nor a picture is
 * ever whole in memory. A version that was taken out of live can be exported too.
 *
 * @throws Refusal `publish.not-found`, `version.not-found`
 */
export async function exportBundle(
  app: Core.Strapi,
  documentId: string,
  version: number,
  actor: Actor,
): Promise<Bundle> {
  const kept = await findVersion(app, documentId, version);
  const found = await findMedia(app, kept.courseId, version);
  const media: Manifest['media'] = [];
  const missing: string[] = [];
  const zip = new ZipFile();
  const sources: { path: string; open: () => Promise<Readable> }[] = [];
  for (const medium of found) {
    const measured = await measure(medium.open).catch(() => undefined);
    if (measured === undefined) {
      missing.push(medium.url);
      continue;
    }
    const number = String(media.length + 1).padStart(4, '0');
    const inside = `media/${number}.${medium.ending}`;
    const { url, name, alternativeText } = medium;
    media.push({ path: inside, url, name, alternativeText, ...measured });
    sources.push({ path: inside, open: medium.open });
  }
  const manifest: Manifest = {
    format: bundleFormat,
    formatVersion: bundleFormatVersion,
    course: kept.name,
    version,
    publishedAt: new Date(kept.publishedAt).toISOString(),
    checksum: kept.checksum,
    media,
    missing,
  };
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), 'manifest.json');
  const output = zip.outputStream as Readable;
  const add = (inside: string, compress: boolean, open: () => Promise<Readable>) =>
    zip.addReadStreamLazy(inside, { compress }, (done) => {
      open().then(
        (stream) => {
          // Whoever stops reading the bundle stops what feeds it.
          output.once('close', () => stream.destroy());
          stream.once('error', (error) => output.destroy(error));
          done(null, stream);
        },
        (error: unknown) => {
          output.destroy(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  add('course.json', true, async () => courseText(app, kept.courseId, version));
  for (const source of sources) add(source.path, false, source.open);
  zip.end();
  await noteExport(app, documentId, kept, version, actor);
  return { fileName: `${fileNameOf(kept.name)}-v${version}.zip`, stream: output };
}

const fileNameOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60) || 'course';

function findVersion(app: Core.Strapi, documentId: string, version: number): Promise<KeptVersion> {
  return asGuru(app, async (database) => {
    const [draft] = await database.rows<{ id: number | null }>(
      'select live_course_id as id from cms.draft_courses where document_id = $1',
      [documentId],
    );
    if (draft === undefined) throw new Refusal(404, 'publish.not-found');
    const [kept] = await database.rows<KeptVersion>(
      `select course_id as "courseId", checksum, published_at as "publishedAt",
        snapshot -> 'course_contents' -> 0 ->> 'name' as name
      from live.course_versions where course_id = $1 and version = $2`,
      [draft.id, version],
    );
    if (kept === undefined) throw new Refusal(404, 'version.not-found');
    return kept;
  });
}

/** The snapshot's text in pieces of a megabyte, as the reader takes them. */
function courseText(app: Core.Strapi, courseId: number, version: number): Readable {
  const output = new PassThrough();
  readAsGuru(app, async (database) => {
    await database.rows(
      `declare bundle no scroll cursor for
      with course as materialized (
        select convert_to(snapshot::text, 'UTF8') as bytes from live.course_versions
        where course_id = $1 and version = $2)
      select encode(substring(bytes from n for 1048576), 'base64') as piece
      from course cross join lateral generate_series(1, octet_length(bytes), 1048576) n`,
      [courseId, version],
    );
    await pipeline(async function* () {
      for (;;) {
        const [row] = await database.rows<{ piece: string }>('fetch 1 from bundle');
        if (row === undefined) return;
        yield Buffer.from(row.piece, 'base64');
      }
    }, output);
  }).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return output;
}

interface FoundMedium {
  readonly url: string;
  readonly name: string;
  readonly alternativeText: string;
  readonly ending: string;
  readonly open: () => Promise<Readable>;
}

/** The files of the library that the version names: on this disk, or where the provider keeps them. */
async function findMedia(
  app: Core.Strapi,
  courseId: number,
  version: number,
): Promise<FoundMedium[]> {
  const rows = await asGuru(app, (database) =>
    database.rows<{ url: string; name: string | null; alternativeText: string | null }>(
      `select named.url, f.name, f.alternative_text as "alternativeText"
      from (select distinct m[1] as url from live.course_versions v,
          regexp_matches(v.snapshot::text, '(/uploads/[A-Za-z0-9_-]+(?:[.][A-Za-z0-9]+)+|https?://[^[:space:]"\\\\<>)]+)', 'g') m
        where v.course_id = $1 and v.version = $2) named
      left join lateral (select name, alternative_text from cms.files where url = named.url limit 1) f on true
      where named.url like '/uploads/%' or f.name is not null
      order by named.url`,
      [courseId, version],
    ),
  );
  const uploads = path.join(app.dirs.static.public, 'uploads');
  return rows.flatMap(({ url, name, alternativeText }): FoundMedium[] => {
    const ending = path.posix.extname(url).slice(1).toLowerCase();
    if (!(ending in mediaTypes)) return [];
    const base = path.posix.basename(url);
    const open = url.startsWith('/')
      ? async () => {
          const file = path.join(uploads, base);
          await stat(file);
          return createReadStream(file);
        }
      : () => fetched(url);
    return [{ url, name: name ?? base, alternativeText: alternativeText ?? '', ending, open }];
  });
}

async function fetched(url: string): Promise<Readable> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok || response.body === null)
    throw new Error(`The file ${url} could not be read (${response.status}).`);
  return Readable.fromWeb(response.body as ReadableStream);
}

async function measure(open: () => Promise<Readable>): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of await open()) {
    const piece = chunk as Buffer;
    hash.update(piece);
    bytes += piece.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

function noteExport(
  app: Core.Strapi,
  documentId: string,
  { courseId, name }: KeptVersion,
  version: number,
  actor: Actor,
): Promise<void> {
  return asGuru(app, (database) =>
    recordHistory(database, {
      courseId,
      draftDocumentId: documentId,
      courseName: name,
      action: 'export',
      outcome: 'done',
      version,
      actor,
      message: '',
      counts: null,
      problems: null,
      durationMs: 0,
    }),
  );
}

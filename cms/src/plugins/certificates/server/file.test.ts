import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestSystem, type TestSystem } from '../../../../../scripts/testing/system';
import { withClient } from '../../../../database/roles';
import { readPdf, readQrCode } from '../testing/read-pdf';

let system: TestSystem;
let publicFolder: string;

beforeAll(async () => {
  publicFolder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-certificates-'));
  mkdirSync(path.join(publicFolder, 'uploads'));
  system = await startTestSystem({ cmsEnvironment: { PUBLIC_FOLDER: publicFolder } });
});

afterAll(async () => {
  await system?.stop();
  rmSync(publicFolder, { recursive: true, force: true });
});

/** Puts a certificate into the register. How it is earned is another test's matter. */
async function issue(number: string, student: number): Promise<void> {
  await withClient(system.database.admin, async (client) => {
    await client.query('begin');
    // Neither the student nor the course exists here; this leaves the foreign keys unasked.
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into activity.issued_certificates (shishya_user_id, course_id, certificate_id, version,
        certificate_number, issue_date, final_score, grade, student_name, course_name, certificate_name,
        template_id, qr_verification, pdf_url, qr_code)
      values ($2, 1, 1, 1, $1, '2026-11-21T10:00:00Z', 93, 'A', 'श्रीकृष्ण द्विवेदी', 'How Computers Think',
        'Certificate of Completion', 'classic', true, '/certificates/' || $1 || '.pdf', '/certificates/' || $1)`,
      [number, student],
    );
    await client.query('commit');
  });
}

const request = (number: string, headers: Record<string, string> = {}) =>
  fetch(`${system.cmsUrl}/api/certificates/${number}/pdf`, { headers });

const keptFiles = () =>
  readdirSync(path.join(publicFolder, 'uploads')).filter((name) => name.endsWith('.pdf'));

test('ten requests at once get the same bytes, and one file is kept', async () => {
  const number = 'OS-2026-AAAAA-00001';
  await issue(number, 1);
  const replies = await Promise.all(Array.from({ length: 10 }, () => request(number)));
  expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const bodies = await Promise.all(
    replies.map(async (reply) => Buffer.from(await reply.arrayBuffer())),
  );
  for (const body of bodies) expect(body.equals(bodies[0] ?? Buffer.alloc(0))).toBe(true);
  expect(keptFiles()).toHaveLength(1);

  const pdf = await readPdf(bodies[0] ?? Buffer.alloc(0));
  expect(pdf.lines).toContain('श्रीकृष्ण द्विवेदी');
  expect(readQrCode(pdf.picture)).toBe(`${system.learnerUrl}/certificates/${number}`);

  const [reply] = replies;
  expect(reply?.headers.get('content-type')).toBe('application/pdf');
  expect(reply?.headers.get('content-disposition')).toBe(
    `inline; filename="OurShiksha-certificate-${number}.pdf"`,
  );
  expect(reply?.headers.get('cache-control')).toMatch(/^private/);
  const again = await request(number, {
    'If-None-Match': reply?.headers.get('etag') ?? '',
    // Without it, Node's fetch would ask for a fresh copy.
    'Cache-Control': 'max-age=0',
  });
  expect(again.status).toBe(304);
});

test('a kept file is no entry of the media library, and its name cannot be guessed', async () => {
  const number = 'OS-2026-AAAAA-00002';
  await issue(number, 2);
  await request(number);
  const { url, media } = await withClient(system.database.admin, async (client) => {
    const kept = await client.query(
      `select f.storage_url as url, (select count(*)::integer from cms.files) as media
      from activity.certificate_files f join activity.issued_certificates c on c.id = f.issued_certificate_id
      where c.certificate_number = $1`,
      [number],
    );
    return kept.rows[0] as { url: string; media: number };
  });
  expect(url).toMatch(/^\/uploads\/certificate_[0-9a-f]{32}\.pdf$/);
  expect(media).toBe(0);
});

test('an altered, shortened, lengthened or lost file is refused', async () => {
  const number = 'OS-2026-AAAAA-00003';
  const before = new Set(keptFiles());
  await issue(number, 3);
  expect((await request(number)).status).toBe(200);
  const name = keptFiles().find((file) => !before.has(file)) ?? '';
  const file = path.join(publicFolder, 'uploads', name);
  const original = readFileSync(file);
  const flipped = Buffer.from(original);
  flipped[1000] = (flipped[1000] ?? 0) ^ 1;
  for (const altered of [
    flipped,
    original.subarray(0, -1),
    Buffer.concat([original, Buffer.from('\n')]),
    null,
  ]) {
    if (altered === null) rmSync(file);
    else writeFileSync(file, altered);
    const reply = await request(number);
    expect(reply.status).toBe(500);
    expect(await reply.json()).toMatchObject({ error: { code: 'certificate.file-altered' } });
  }
  writeFileSync(file, original);
  expect((await request(number)).status).toBe(200);
});

test.each(['OS-2026-ZZZZZ-ZZZZZ', 'nonsense', 'OS-2026-aaaaa-00001', '..%2F..%2Fetc%2Fpasswd'])(
  'nobody has the number %s',
  async (number) => {
    const before = keptFiles();
    const reply = await request(number);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ error: { code: 'certificate.not-found' } });
    expect(keptFiles()).toEqual(before);
  },
);

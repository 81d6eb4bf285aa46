import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '../cms/src/api/openapi/document.ts';
import { tree } from '../cms/src/plugins/publisher/server/tree.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import { type ApiStudent, doorOf, send, signUp, soundBodies } from '../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

let system: TestSystem;
let student: ApiStudent;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  student = await signUp(system);
});
afterAll(() => system?.stop());

const someIds = {
  course_id: 1,
  lesson_id: 2,
  test_id: 2,
  lab_id: 2,
  project_id: 2,
  submission_id: 1,
  file_id: 1,
  attempt_id: 1,
  session_id: 2_147_483_647,
  certificate_number: 'OS-2026-00000-00000',
  secret: '0123456789abcdefghjkmnpqrs',
  sha256: '0'.repeat(64),
};
const every = [...endpoints].map(([name, endpoint]) => ({ name, endpoint }));

const request = ({ name, endpoint }: (typeof every)[number]) => ({
  door: doorOf(endpoint, someIds),
  token: endpoint.who === 'student' ? student.token : undefined,
  body: endpoint.method === 'GET' ? undefined : (soundBodies[name] ?? {}),
});

describe('every endpoint', () => {
  it.each(every)('refuses query keys, known to Strapi or not: $name', async (one) => {
    const { door, ...sound } = request(one);
    for (const key of [
      'filters[correct_answer][$startsWith]',
      'sort',
      'fields',
      'populate',
      'lookup',
      '_q',
      'status',
      'locale',
      'pagination[page]',
      'anything',
    ]) {
      const asked = `${door}?${encodeURIComponent(key)}=*`;
      const { status, body } = await send(system, one.endpoint.method, asked, sound);
      expect([key, status, body.error?.code]).toEqual([key, 400, 'request.invalid']);
      expect(body.error?.field).toBe(key.split('[')[0]);
    }
  });
});

describe('an endpoint that changes something', () => {
  const changing = every.filter(({ endpoint }) => endpoint.method !== 'GET');

  it.each(changing)('refuses fields that are not the caller’s to say: $name', async (one) => {
    const { door, token, body } = request(one);
    for (const key of [
      'user',
      'student_id',
      'shishya_user_id',
      'score',
      'status',
      'completed_at',
      'created_at',
      'version',
      'role',
      'confirmed',
    ]) {
      const answer = await send(system, one.endpoint.method, door, {
        token,
        body: { ...(body as object), [key]: 1 },
      });
      expect([key, answer.status]).toEqual([key, 400]);
      expect(answer.body).toEqual({
        error: { code: 'request.invalid', message: expect.stringContaining(key), field: key },
      });
    }
  });

  it.each(changing)('survives bodies too big, too deep or no JSON: $name', async (one) => {
    const { door, token } = request(one);
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    for (const raw of [
      JSON.stringify({ answers: { 1: 'x'.repeat(10 * 1024 * 1024) } }),
      deep,
      '{"__proto__":{"course_id":1}}',
      '{"constructor":{"prototype":{}}}',
      '{',
      '[]',
      'null',
      '"x"',
    ]) {
      const { status } = await send(system, one.endpoint.method, door, { token, raw });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    expect((await send(system, 'GET', '/api/courses')).status).toBe(200);
  });
});

describe('the doors that are not of the contract', () => {
  const deep = `${'{"identifier":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
  const large = JSON.stringify({ identifier: 'x'.repeat(10 * 1024 * 1024) });

  it.each([
    '/admin/login',
    '/admin/forgot-password',
    '/content-manager/collection-types/api::lesson.draft-lesson',
    '/upload',
  ])('survive bodies too big, too deep or no JSON: %s', async (door) => {
    for (const raw of [large, deep, '{"__proto__":{"confirmed":true}}', '{', '[]', 'null', '"x"']) {
      const { status } = await send(system, 'POST', door, { raw });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });
});

describe('the headers of the cms', () => {
  const common = (headers: Headers) => {
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  };

  it.each(['/admin/', '/admin/init', '/_health', '/api/courses', '/api/nothing', '/uploads/none'])(
    'let no script in from elsewhere, and nobody frame it: %s',
    async (door) => {
      const { headers } = await send(system, 'GET', door);
      common(headers);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toContain("script-src-attr 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("object-src 'none'");
    },
  );

  it.each([
    ['picture.png', 'image/png', Buffer.from('iVBORw0KGgo=', 'base64'), true],
    ['paper.pdf', 'application/pdf', Buffer.from('%PDF-1.7\n%%EOF\n'), true],
    ['things.zip', 'application/zip', Buffer.from('PK\x05\x06'.padEnd(22, '\0')), false],
  ])('leave a media file no power over the admin: %s', async (name, type, bytes, shown) => {
    const administrator = await signInAdministrator(
      system.cmsUrl,
      system.credentials.administrator,
    );
    const form = new FormData();
    form.append('files', new File([bytes], name, { type }));
    const made = await fetch(`${system.cmsUrl}/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${administrator}` },
      body: form,
    });
    expect(made.status).toBe(201);
    const [{ url = '' } = {}] = (await made.json()) as { url?: string }[];
    const { status, headers } = await send(system, 'GET', url);
    expect(status).toBe(200);
    common(headers);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-disposition')).toBe(shown ? null : 'attachment');
    expect(headers.get('content-type')).toBe(shown ? type : 'application/octet-stream');
  });
});

describe('an endpoint with ids in its path', () => {
  const withIds = every.filter(({ endpoint }) => endpoint.path.includes('_id'));

  it.each(withIds)('refuses ids that are none: $name', async (one) => {
    const { token, body } = request(one);
    for (const [, parameter = ''] of one.endpoint.path.matchAll(/:(\w+_id)/g)) {
      for (const id of ['0', '-1', '1.5', 'x', '2147483648', "1' or '1'='1", '1e999', 'null']) {
        const wrong = doorOf(one.endpoint, { ...someIds, [parameter]: id });
        const answer = await send(system, one.endpoint.method, wrong, { token, body });
        expect([id, answer.status, answer.body.error?.field]).toEqual([id, 400, parameter]);
      }
    }
  });
});

describe('an endpoint for students', () => {
  const forStudents = every.filter(({ endpoint }) => endpoint.who === 'student');

  it.each(forStudents)('needs a token, and one that is genuine: $name', async (one) => {
    const { door, body } = request(one);
    const [head, payload] = student.token.split('.');
    const forged = [
      'x',
      `${student.token}x`,
      `${head}.${payload}.`,
      `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`,
      system.credentials.student.password,
    ];
    const missing = await send(system, one.endpoint.method, door, { body });
    expect([missing.status, missing.body.error?.code]).toEqual([401, 'session.missing']);
    for (const token of forged) {
      const answer = await send(system, one.endpoint.method, door, { token, body });
      expect([answer.status, answer.body.error?.code]).toEqual([401, 'session.expired']);
    }
  });
});

describe('a reply', () => {
  it('is never kept by a cache between the student and the school', async () => {
    for (const door of ['/api/courses', '/api/student', '/api/student?x=1']) {
      const { headers } = await send(system, 'GET', door, { token: student.token });
      expect(headers.get('cache-control')).toBe('private, no-store');
    }
  });

  it('says nothing of the inside when something is refused', async () => {
    const { text } = await send(system, 'GET', '/api/courses/999999');
    expect(JSON.parse(text)).toEqual({
      error: { code: 'course.not-found', message: expect.any(String) },
    });
    expect(text).not.toMatch(/select|live\.|at \w+ \(|node_modules/i);
  });
});

describe('the drafts', () => {
  const plural = (table: string) => table.replaceAll('_', '-');

  it.each(tree)(
    'of $name are closed over REST, to the public and to students',
    async ({ draftTable }) => {
      const door = `/api/${plural(draftTable)}`;
      for (const token of [undefined, student.token]) {
        for (const [method, path] of [
          ['GET', door],
          ['GET', `${door}?status=draft&locale=*`],
          ['GET', `${door}/${'a'.repeat(24)}`],
          ['POST', door],
          ['PUT', `${door}/${'a'.repeat(24)}`],
          ['DELETE', `${door}/${'a'.repeat(24)}`],
        ] as const) {
          const body = method === 'POST' || method === 'PUT' ? { data: {} } : undefined;
          const { status } = await send(system, method, path, { token, body });
          expect([403, 404, 405], `${method} ${path}`).toContain(status);
        }
      }
    },
  );

  it('are closed behind the admin’s doors, to students too', async () => {
    for (const { uid } of tree) {
      for (const door of [
        `/content-manager/collection-types/${uid}`,
        `/content-manager/relations/${uid}/x`,
      ])
        expect((await send(system, 'GET', door, { token: student.token })).status).toBe(401);
    }
  });
});

describe('registering', () => {
  it.each([
    ['role', 1],
    ['confirmed', true],
    ['blocked', false],
    ['provider', 'x'],
    ['id', 1],
  ])('with “%s” is refused', async (key, value) => {
    const email = `chosen.${key}@school.example`;
    const answer = await send(system, 'POST', '/api/account/register', {
      body: { email, name: 'X', password: 'long-enough-for-us', [key]: value },
    });
    expect([answer.status, answer.body.error?.field]).toEqual([400, key]);
    const login = await send(system, 'POST', '/api/account/login', {
      body: { email, password: 'long-enough-for-us' },
    });
    expect(login.status).toBe(401);
  });
});

describe('openapi.json', () => {
  it('describes every endpoint of the contract, and only what holds together', async () => {
    const { status, body } = await send(system, 'GET', '/api/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    expect(body.servers).toEqual([{ url: `${system.cmsUrl}/api` }]);
    const described = Object.entries(body.paths ?? {}).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => [operationId, method, path]),
    );
    expect(described.sort()).toEqual(
      every
        .map(({ name, endpoint }) => [
          name,
          endpoint.method.toLowerCase(),
          endpoint.path.replaceAll(/:(\w+)/g, '{$1}'),
        ])
        .sort(),
    );
    for (const [path, operations] of Object.entries(body.paths ?? {})) {
      for (const operation of Object.values(operations)) {
        const declared = operation.parameters
          .filter((one) => one.in === 'path')
          .map(({ name }) => name);
        expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
        expect(Object.keys(operation.responses)).toContain('200');
        expect(operation.summary).not.toBe('');
      }
    }
    for (const [, reference = ''] of JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)) {
      const target = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], body);
      expect(target, reference).toBeDefined();
    }
  });
});

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type * as enrollments from '../../cms/src/api/enrollment/enrollment.ts';
import type * as lessons from '../../cms/src/api/lesson/lesson.ts';
import type * as sources from '../../cms/src/lib/source.ts';
import type * as students from '../../cms/src/lib/students.ts';

/**
 * The least a server can do: node:http with the cms's pool, transaction, role and statements, and
 * nothing else. No token, no contract, no framework; the student's number comes in a header.
 */
const built = createRequire(new URL('../../cms/dist/', import.meta.url));
const { asStudent, createStudentsPool } = built('./src/lib/students.js') as typeof students;
const { live } = built('./src/lib/source.js') as typeof sources;
const { readLesson } = built('./src/api/lesson/lesson.js') as typeof lessons;
const { readEnrollment, readPinnedVersion } = built(
  './src/api/enrollment/enrollment.js',
) as typeof enrollments;

const [, , databaseUrl = ''] = process.argv;
const pool = createStudentsPool(databaseUrl);

const server = createServer((request, response) => {
  const [, , , course, , lesson] = (request.url ?? '').split('/').map(Number);
  const visitor = {
    userId: Number(request.headers['x-user']),
    sessionId: null,
    ipAddress: '127.0.0.1',
    userAgent: String(request.headers['user-agent']),
  };
  const isRead = request.method === 'GET';
  request.resume();
  asStudent(pool, visitor, isRead ? 'read' : 'write', async (database) => {
    if (course === undefined || lesson === undefined) throw new Error('No such door.');
    if (isRead) {
      const version = await readPinnedVersion(database, course);
      return { lesson: await readLesson(database, live, course, lesson, version) };
    }
    await database.rows('select activity.complete_lesson($1, $2)', [course, lesson]);
    return { enrollment: await readEnrollment(database, course) };
  }).then(
    (reply) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(reply));
    },
    (error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});

import type { Endpoint } from '@ourshiksha/contract/endpoint';
import type { Context } from 'koa';
import type { z } from 'zod';
import { once } from './once';
import { Refusal, refusalFrom } from './refusal';
import { sessionOf } from './sessions';
import { asStudent, type StudentDatabase, type Visitor } from './students';
import { studentsPool } from './students-pool';

/** What a handler gets: the parsed request and the database as this student sees it. */
export interface Request<E extends Endpoint> {
  readonly params: z.infer<E['params']>;
  readonly body: z.infer<E['body']>;
  readonly database: StudentDatabase;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: (context: Context) => Promise<void>;
  readonly config: { readonly auth: false };
}

/**
 * An endpoint of the contract as a Strapi route: parse, one transaction as the student, reply. A
 * write with the header `Idempotency-Key` (1 to 64 printable characters) is done once, however often
 * it is sent within 48 hours; a replay says `Idempotent-Replayed: true`.
 *
 * Strapi's own authentication runs seven queries a request and is left out (`auth: false`); the
 * access token is checked here, and whether the student is still active by the database, in the
 * same round trip that opens the transaction.
 */
export function route<E extends Endpoint>(
  endpoint: E,
  handle: (request: Request<E>) => Promise<z.input<E['reply']>>,
): Route {
  return {
    method: endpoint.method,
    path: endpoint.path,
    config: { auth: false },
    handler: async (context) => {
      await answer(context, async () => {
        const { params, body } = requested(endpoint, context);
        const visitor = visitorOf(context, endpoint.who);
        if (visitor.userId !== null) context.state.studentUser = visitor.userId;
        const mode = endpoint.method === 'GET' ? 'read' : 'write';
        const key = mode === 'write' ? idempotencyKey(context) : undefined;
        return asStudent(studentsPool(strapi), visitor, mode, async (database) => {
          if (endpoint.who === 'student' && database.studentId === null) {
            throw new Refusal(403, 'student.not-active');
          }
          const work = async () => endpoint.reply.parse(await handle({ params, body, database }));
          if (key === undefined) return work();
          const asked = { method: endpoint.method, path: context.path, body };
          const { reply, isReplayed } = await once(database, key, asked, work);
          if (isReplayed) context.set('Idempotent-Replayed', 'true');
          return reply;
        });
      });
    },
  };
}

/** What was asked, held against the contract; a query string is refused. */
export function requested<E extends Endpoint>(
  endpoint: E,
  context: Context,
): Pick<Request<E>, 'params' | 'body'> {
  refuseQuery(context);
  return {
    params: parse<E['params']>(endpoint.params, pathParameters(endpoint, context), 'params'),
    body: parse<E['body']>(endpoint.body, context.request.body ?? {}, 'body'),
  };
}

/** Writes what `work` returns, or the refusal it threw, in the contract's form. */
export async function answer(context: Context, work: () => Promise<unknown>): Promise<void> {
  context.set('Cache-Control', 'private, no-store');
  try {
    context.body = await work();
    context.status = 200;
  } catch (error) {
    const refusal = refusalFrom(error);
    if (refusal === undefined) {
      strapi.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const { status, code, message, field, retryAfter } =
      refusal ?? new Refusal(500, 'server.failed');
    context.status = status;
    context.body = { error: { code, message, ...(field === undefined ? {} : { field }) } };
    const wait = retryAfter ?? (status === 503 ? 2 : undefined);
    if (wait !== undefined) context.set('Retry-After', String(wait));
  }
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [
    ...(issue?.path.map(String) ?? []),
    ...(unknownKey === undefined ? [] : [unknownKey]),
  ];
  const field = path.length === 0 ? place : path.join('.');
  throw new Refusal(
    400,
    'request.invalid',
    field,
    `“${field}” is not as expected: ${issue?.message ?? 'invalid'}.`,
  );
}

/** The parameters the path names; Strapi's router adds numbered ones of its own. */
function pathParameters({ path }: Endpoint, context: Context): Record<string, unknown> {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, context.params[name]]));
}

/** No endpoint of ours takes a query, so `filters`, `populate` and the like are refused, not ignored. */
export function refuseQuery(context: Context): void {
  const field = Object.keys(context.query)[0];
  if (field !== undefined) {
    throw new Refusal(
      400,
      'request.invalid',
      field,
      `“${field}” is not known here. Leave the query out.`,
    );
  }
}

/** The key under which a write is done once; absent where the client does not ask for that. */
export function idempotencyKey(context: Context): string | undefined {
  const key = context.get('idempotency-key');
  if (key === '') return undefined;
  if (/^[\x21-\x7e]{1,64}$/.test(key)) return key;
  throw new Refusal(
    400,
    'request.invalid',
    'Idempotency-Key',
    'The header “Idempotency-Key” is not as expected: 1 to 64 printable characters without spaces.',
  );
}

/** The token a request carries. */
export function bearerOf(context: Context): string | undefined {
  return /^Bearer (\S+)$/.exec(context.get('authorization'))?.[1];
}

/** Who asks, by the token; refused where the endpoint needs one and it is not sound. */
export function visitorOf(context: Context, who: Endpoint['who']): Visitor {
  const userAgent = context.get('user-agent');
  const from = { ipAddress: context.ip, userAgent };
  if (who === 'anyone') return { userId: null, sessionId: null, ...from };
  const token = bearerOf(context);
  if (token === undefined) throw new Refusal(401, 'session.missing');
  const session = sessionOf(token);
  if (session === undefined) throw new Refusal(401, 'session.expired');
  const { userId, sessionId } = session;
  return { userId, sessionId, ...from };
}

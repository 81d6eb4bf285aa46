import * as account from '@ourshiksha/contract/account';
import * as certificate from '@ourshiksha/contract/certificate';
import * as course from '@ourshiksha/contract/course';
import * as credential from '@ourshiksha/contract/credential';
import type { Endpoint } from '@ourshiksha/contract/endpoint';
import * as enrollment from '@ourshiksha/contract/enrollment';
import * as lesson from '@ourshiksha/contract/lesson';
import * as practiceLab from '@ourshiksha/contract/practice-lab';
import * as privacy from '@ourshiksha/contract/privacy';
import * as project from '@ourshiksha/contract/project';
import { errorReply } from '@ourshiksha/contract/shared';
import * as student from '@ourshiksha/contract/student';
import * as test from '@ourshiksha/contract/test';
import { z } from 'zod';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' &&
  value !== null &&
  'method' in value &&
  'reply' in value &&
  'who' in value;

/** Every endpoint of the contract, under its name. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map(
  [
    student,
    account,
    course,
    enrollment,
    lesson,
    test,
    practiceLab,
    project,
    certificate,
    credential,
    privacy,
  ]
    .flatMap((subject) => Object.entries<unknown>(subject))
    .filter((entry): entry is [string, Endpoint] => isEndpoint(entry[1])),
);

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again with the same key within 48 hours, the write is done once.',
  schema: { type: 'string', minLength: 1, maxLength: 64 },
};

/** A form with files in one field. */
const filesSchema = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } },
};

function operation(name: string, endpoint: Endpoint) {
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: parameter.endsWith('_id') ? 'integer' : 'string' },
  }));
  const parameters = endpoint.method === 'GET' ? inPath : [...inPath, idempotencyKey];
  const refusal = {
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  };
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(endpoint.errors.length === 0
      ? {}
      : { description: `Refuses with: ${endpoint.errors.join(', ')}.` }),
    ...(endpoint.who === 'student' ? { security: [{ student: [] }] } : {}),
    parameters,
    ...(endpoint.method === 'GET'
      ? {}
      : {
          requestBody: {
            content:
              endpoint.transfer === 'upload'
                ? { 'multipart/form-data': { schema: filesSchema } }
                : { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }),
    responses: {
      200: {
        description: 'Done.',
        content:
          endpoint.transfer === 'download'
            ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
            : { 'application/json': { schema: schemaOf(endpoint.reply, 'output') } },
      },
      '4XX': { description: 'Refused: the code says why, the message what to do.', ...refusal },
      503: { description: 'The database does not answer; nothing was changed.', ...refusal },
    },
  };
}

/** The contract as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0). */
export function openApiDocument(serverUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'OurShiksha',
      version: '1',
      description: 'What the learner site and other clients may ask.',
    },
    servers: [{ url: `${serverUrl}/api` }],
    paths,
    components: {
      securitySchemes: { student: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: schemaOf(errorReply, 'output') },
    },
  };
}

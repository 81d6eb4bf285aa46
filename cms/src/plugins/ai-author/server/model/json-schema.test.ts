import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerSchema } from '../commands/key';
import { labSchema } from '../commands/lab';
import { noteParts, notesSchema } from '../commands/notes';
import { courseOutline, moduleOutline } from '../commands/outline';
import { projectSchema } from '../commands/project';
import { questionsSchema } from '../commands/questions';
import { modelSchema } from './json-schema';

describe('the schema that a model gets', () => {
  it('has neither lengths nor bounds that only say “whole number”, and no field of another name', () => {
    const { schema, isStrict } = modelSchema(
      z.object({
        // Fields may be called as a rule is.
        format: z.string().trim().min(3).max(9),
        minutes: z.int().min(1),
        parts: z.array(z.object({ default: z.enum(['a', 'b']) })).max(4),
      }),
    );
    expect(isStrict).toBe(true);
    expect(schema).toEqual({
      type: 'object',
      properties: {
        format: { type: 'string' },
        minutes: { type: 'integer', minimum: 1 },
        parts: {
          type: 'array',
          maxItems: 4,
          items: {
            type: 'object',
            properties: { default: { type: 'string', enum: ['a', 'b'] } },
            required: ['default'],
            additionalProperties: false,
          },
        },
      },
      required: ['format', 'minutes', 'parts'],
      additionalProperties: false,
    });
  });

  it('is not called strict where a field may be left out', () => {
    expect(modelSchema(z.object({ a: z.string().optional() })).isStrict).toBe(false);
    expect(modelSchema(z.object({ a: z.record(z.string(), z.string()) })).isStrict).toBe(false);
  });

  it('is strict for every command, so that services can hold an answer to it', () => {
    const all = Object.keys(noteParts) as (keyof typeof noteParts)[];
    const schemas = {
      courseOutline,
      moduleOutline,
      notes: notesSchema(all),
      questionsSchema,
      answerSchema,
      labSchema,
      projectSchema,
    };
    for (const [name, schema] of Object.entries(schemas)) {
      expect(modelSchema(schema).isStrict, name).toBe(true);
    }
  });
});

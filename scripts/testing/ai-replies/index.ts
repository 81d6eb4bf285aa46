import type { Asked } from './asked.ts';
import { fromSchema } from './from-schema.ts';

/** The recorded answer to a question. */
export function recordedReply(asked: Asked): unknown {
  return fromSchema(asked.schema);
}

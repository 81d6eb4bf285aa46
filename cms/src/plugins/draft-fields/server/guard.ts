import { errors } from '@strapi/utils';
import { findWrongShape } from '../check';
import { shapeOf } from '../shapes';

/** The part of a call of the Document Service that is looked at. */
interface Call {
  readonly action: string;
  readonly contentType: { readonly attributes: Readonly<Record<string, object>> };
  readonly params: object;
}

const writing = new Set(['create', 'update', 'clone']);

/**
 * Refuses to save a list of the wrong shape, whoever saves it: a form, the API, an import or the
 * AI. The error carries the field's path, so that a form shows it beside that field.
 */
export function refuseWrongShapes({ action, contentType, params }: Call): void {
  if (!writing.has(action) || !('data' in params)) return;
  if (typeof params.data !== 'object' || params.data === null) return;
  const problems: { path: string[]; message: string; name: string }[] = [];
  for (const [field, value] of Object.entries(params.data)) {
    const attribute = contentType.attributes[field];
    if (attribute === undefined || !('customField' in attribute)) continue;
    const shape = shapeOf(attribute.customField);
    const message = shape === undefined ? null : findWrongShape(field, shape, value);
    if (message !== null) problems.push({ path: [field], message, name: 'ValidationError' });
  }
  if (problems.length > 0) {
    throw new errors.ValidationError(problems.map(({ message }) => message).join(' '), {
      errors: problems,
    });
  }
}

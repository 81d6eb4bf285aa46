import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { isNestedDeeper } from '../lib/nesting';

/** More than any form, draft or answer of ours; Strapi's own checks call themselves for each level. */
const deepest = 64;

/** Refuses a body whose objects and lists lie too deep in each other, before anybody walks through it. */
export default () =>
  async (context: Context, next: Next): Promise<void> => {
    if (isNestedDeeper(context.request.body, deepest)) {
      throw new errors.ValidationError(`The body is nested deeper than ${deepest} levels.`, {
        code: 'request.too-deep',
      });
    }
    await next();
  };

import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

/**
 * A line of the server's own log for each request. Strapi's own has the whole address, and an address
 * may hold the token of an invitation or of a confirmation; so only the names of its query are here.
 */
export default (_: unknown, { strapi }: { strapi: Core.Strapi }) =>
  async (context: Context, next: Next): Promise<void> => {
    const begun = performance.now();
    await next();
    const names = Object.keys(context.query);
    const query = names.length === 0 ? '' : `?${names.map(encodeURIComponent).join('&')}`;
    const milliseconds = Math.ceil(performance.now() - begun);
    strapi.log.http(
      `${context.method} ${context.path}${query} (${milliseconds} ms) ${context.status}`,
    );
  };

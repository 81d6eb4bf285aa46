import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Without it Strapi builds the admin happily, and the pages are not there. */
it.each(globSync('*/package.json', { cwd: import.meta.dirname }))(
  '%s tells Strapi of the pages its room has',
  (file) => {
    const { exports } = JSON.parse(readFileSync(path.join(import.meta.dirname, file), 'utf8')) as {
      exports: Record<string, unknown>;
    };
    const pages = './admin/src/index.tsx';
    const hasPages = existsSync(path.join(import.meta.dirname, path.dirname(file), pages));
    expect(exports['./strapi-admin']).toEqual(hasPages ? { import: pages } : undefined);
  },
);

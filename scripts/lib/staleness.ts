import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.astro', '.cache', '.strapi', 'generated']);
const isSource = (name: string): boolean => !/\.test\.tsx?$|\.md$|^\./.test(name);

/** One string for the contents of files and folders: another string means something changed. */
export function hashOf(base: string, entries: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (relative: string) => {
    const full = path.join(base, relative);
    if (!existsSync(full)) return;
    if (!statSync(full).isDirectory()) {
      hash.update(`${relative}\0`).update(readFileSync(full)).update('\0');
      return;
    }
    for (const name of readdirSync(full).sort()) {
      if (!skipped.has(name) && isSource(name)) add(path.join(relative, name));
    }
  };
  for (const entry of entries) add(entry);
  return hash.digest('hex');
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The floors of the learner site, lowest first: a file may import from its own floor and below. */
export const floors = ['lib', 'stores', 'islands', 'components', 'layouts', 'pages'] as const;

const floorOf = (relative: string): number =>
  floors.indexOf(relative.split(path.sep)[0] as (typeof floors)[number]);

/** The relative imports of an .astro file that go up a floor or leave the room. */
export function wrongImports(relativeFile: string, source: string): string[] {
  const here = floorOf(relativeFile);
  const wrong: string[] = [];
  for (const [, target] of source.matchAll(/^\s*import\s[^'"]*['"](\.{1,2}\/[^'"]+)['"]/gm)) {
    if (target === undefined) continue;
    const reached = path.normalize(path.join(path.dirname(relativeFile), target));
    // A package's file by its path is still a package of this room.
    if (reached.startsWith(path.join('..', 'node_modules'))) continue;
    if (reached.startsWith('..')) wrong.push(`${relativeFile} leaves the room with ${target}`);
    else if (here >= 0 && floorOf(reached) > here)
      wrong.push(`${relativeFile} may not import ${target}`);
  }
  return wrong;
}

/** dependency-cruiser reads no .astro files, so their imports are held to the same rule here. */
export function findWrongAstroImports(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.astro'))
    .sort()
    .flatMap((name) => wrongImports(name, readFileSync(path.join(folder, name), 'utf8')));
}

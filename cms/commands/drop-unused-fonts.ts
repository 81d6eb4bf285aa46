import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { files } from '../src/plugins/certificates/server/type/faces';

/**
 * `drop-unused-fonts.js`: takes those weights of the certificates' font packages away that nothing draws
 * with, for an image that is built once. Run in the cms's folder; `npm install` does not bring them back
 * by itself, so not for a folder somebody works in.
 */
const packages = path.join('node_modules', '@expo-google-fonts');
const used = new Set(Object.values(files).map((file) => path.join('node_modules', file)));

let freed = 0;
let kept = 0;
for (const name of readdirSync(packages, { recursive: true, encoding: 'utf8' })) {
  const file = path.join(packages, name);
  if (!/\.(?:ttf|otf)$/.test(name)) continue;
  if (used.has(file)) kept += 1;
  else {
    freed += statSync(file).size;
    rmSync(file);
  }
}
if (kept !== used.size) {
  console.error(`${used.size - kept} of the ${used.size} fonts that are used are not there.`);
  process.exitCode = 1;
}
console.log(`${kept} fonts are used; the others took ${Math.round(freed / 1e6)} MB.`);

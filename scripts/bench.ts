import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/paths.ts';
import { runCommand } from './lib/refusal.ts';

/** `npm run bench -- <name>`: runs bench/<name>.ts, whose last line on stdout is its figures as JSON. */
await runCommand(async () => {
  const folder = path.join(root, 'bench');
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => path.basename(file, '.ts'));
  const name = process.argv[2] ?? '';
  if (!names.includes(name)) {
    console.error(`Usage: npm run bench -- <name>, where the name is one of: ${names.join(', ')}.`);
    return 2;
  }
  await import(pathToFileURL(path.join(folder, `${name}.ts`)).href);
  return 0;
});

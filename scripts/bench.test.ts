import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from './lib/paths.ts';

it('every measurement that can be run is named where commands and measurements are explained', () => {
  const names = readdirSync(path.join(root, 'bench'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.basename(file, '.ts'));
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const line = /^\| `npm run bench.*$/m.exec(read('README.md'))?.[0] ?? '';
  const explained = read('bench/README.md');
  expect(names.filter((name) => !line.includes(`\`${name}\``))).toEqual([]);
  expect(names.filter((name) => !explained.includes(`- \`${name}\``))).toEqual([]);
});

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { en } from './en';

/** Everything of the plugin's admin side that is not itself a file of texts. */
const source = globSync('**/*.{ts,tsx}', { cwd: path.join(import.meta.dirname, '..') })
  .filter((file) => !/(texts|common|en)\.ts$|\.test\.ts$/.test(file))
  .map((file) => readFileSync(path.join(import.meta.dirname, '..', file), 'utf8'))
  .join('\n');

/** Texts whose names are put together: what stands between the quotes, with gaps where values go. */
const made = [...source.matchAll(/`([a-z][\w-]*\.(?:[^`$]|\$\{[^}]*\})*)`/g)].map(
  ([, name = '']) =>
    new RegExp(`^${name.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[\\w.-]+')}$`),
);

it('has no text that no page says', () => {
  const unused = Object.keys(en).filter(
    (word) => !source.includes(`'${word}'`) && !made.some((name) => name.test(word)),
  );
  expect(unused).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { wrongImports } from './astro-imports.ts';

describe('the imports of an .astro file', () => {
  it('may go down a floor or stay', () => {
    const page = `import Card from '../components/Card.astro';\nimport { get } from '../lib/api.ts';`;
    expect(wrongImports('pages/index.astro', page)).toEqual([]);
    expect(wrongImports('components/A.astro', `import B from './B.astro';`)).toEqual([]);
    expect(wrongImports('pages/index.astro', `import { z } from 'zod';`)).toEqual([]);
    const font = `import font from '../../node_modules/font/file.woff2?url';`;
    expect(wrongImports('components/A.astro', font)).toEqual([]);
  });

  it('may not go up a floor', () => {
    expect(wrongImports('components/A.astro', `import P from '../pages/index.astro';`)).toEqual([
      'components/A.astro may not import ../pages/index.astro',
    ]);
  });

  it('may not leave the room', () => {
    expect(
      wrongImports('pages/deep/a.astro', `import x from '../../../../cms/src/index';`),
    ).toEqual(['pages/deep/a.astro leaves the room with ../../../../cms/src/index']);
  });
});

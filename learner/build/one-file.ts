import path from 'node:path';
import type { Plugin } from 'vite';
import { bundled } from './packed.ts';

const MARK = '?one-file';

/**
 * `import script from './some.ts?one-file'` gives the script as text, with everything it imports in it:
 * for a page that is saved and opened from a disk, where nothing can be fetched.
 */
export function oneFile(): Plugin {
  return {
    name: 'ourshiksha-one-file',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.endsWith(MARK) || !importer) return null;
      return path.resolve(path.dirname(importer), source);
    },
    async load(id) {
      if (!id.endsWith(MARK)) return null;
      const code = await bundled(id.slice(0, -MARK.length));
      return `export default ${JSON.stringify(code.toString('utf8'))};`;
    },
  };
}

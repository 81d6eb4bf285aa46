import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';

const MARK = '?packed';
const DEV_PREFIX = '/@packed/';
/** Stands where a script names its other files; a sandbox is handed them and asks for none. */
const NOWHERE = 'https://runtime.invalid/';

/** A script with everything it imports in one file: a sandbox without a network cannot fetch parts. */
export async function bundled(file: string): Promise<Buffer> {
  const isModule = file.endsWith('.module-worker.ts');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    base: NOWHERE,
    // A file on a disk has no address that another could be built on.
    define: isModule ? {} : { 'import.meta.url': JSON.stringify(NOWHERE) },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: file,
        output: { format: isModule ? 'es' : 'iife', codeSplitting: false },
        checks: { eval: false },
      },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const script = outputs.find((output) => output.type === 'chunk');
  if (!script) throw new Error(`${file} was not bundled.`);
  return Buffer.from(script.code);
}

const contentOf = (file: string): Promise<Buffer> =>
  file.endsWith('worker.ts') ? bundled(file) : readFile(file);

/**
 * `import file from './some.wasm?packed'` gives `{ url, bytes }` of a gzipped copy among the assets,
 * whose address changes with its content and may therefore be kept for ever. Packed here, once,
 * because what serves the site packs nothing; unpacked by `src/islands/lab/files.ts`. A file named
 * `*worker.ts` is bundled first.
 */
export function packed(): Plugin {
  const inDevelopment = new Map<string, Buffer>();
  let isServing = false;
  return {
    name: 'ourshiksha-packed',
    enforce: 'pre',
    configResolved: ({ command }) => {
      isServing = command === 'serve';
    },
    configureServer: ({ middlewares }) => {
      middlewares.use((request, response, next) => {
        const found = inDevelopment.get(request.url ?? '');
        if (!found) return next();
        response.setHeader('Content-Type', 'application/gzip');
        response.end(found);
      });
    },
    resolveId(source, importer) {
      if (!source.endsWith(MARK) || !importer) return null;
      return path.resolve(path.dirname(importer), source);
    },
    async load(id) {
      if (!id.endsWith(MARK)) return null;
      const file = id.slice(0, -MARK.length);
      // Only browsers open these; the pages drawn on the server do not know where they are.
      if (this.environment.name !== 'client') return 'export default { url: "", bytes: 0 };';
      const source = gzipSync(await contentOf(file), { level: 9 });
      const name = `${path.basename(file)}.gz`;
      const bytes = source.byteLength;
      if (isServing) {
        const url = DEV_PREFIX + name;
        inDevelopment.set(url, source);
        return `export default { url: ${JSON.stringify(url)}, bytes: ${bytes} };`;
      }
      const asset = this.emitFile({ type: 'asset', name, source });
      return `export default { url: import.meta.ROLLUP_FILE_URL_${asset}, bytes: ${bytes} };`;
    },
  };
}

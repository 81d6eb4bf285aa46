import type { LabRuntime } from '@ourshiksha/contract/practice-lab';
import initdbWasm from '../../../node_modules/@electric-sql/pglite/dist/initdb.wasm?packed';
import pgliteData from '../../../node_modules/@electric-sql/pglite/dist/pglite.data?packed';
import pgliteWasm from '../../../node_modules/@electric-sql/pglite/dist/pglite.wasm?packed';
import pyodideAsm from '../../../node_modules/pyodide/pyodide.asm.mjs?packed';
import pyodideWasm from '../../../node_modules/pyodide/pyodide.asm.wasm?packed';
import pyodide from '../../../node_modules/pyodide/pyodide.mjs?packed';
import pyodideLock from '../../../node_modules/pyodide/pyodide-lock.json?packed';
import pythonLibrary from '../../../node_modules/pyodide/python_stdlib.zip?packed';
import javascript from '../../sandbox/javascript.worker.ts?packed';
import python from '../../sandbox/python.module-worker.ts?packed';
import sql from '../../sandbox/sql.module-worker.ts?packed';
import typescript from '../../sandbox/typescript.worker.ts?packed';
import type { Packed } from './files.ts';

/** The name of the worker's own script among a runtime's files. */
export const SCRIPT = 'script';

export interface Runtime {
  readonly isModule: boolean;
  readonly files: Readonly<Record<string, Packed>>;
}

/** What each language needs. All of it comes from this site, at the first run and not before. */
export const runtimes: Readonly<Record<Exclude<LabRuntime, 'html' | 'css'>, Runtime>> = {
  javascript: { isModule: false, files: { [SCRIPT]: javascript } },
  typescript: { isModule: false, files: { [SCRIPT]: typescript } },
  python: {
    isModule: true,
    files: {
      [SCRIPT]: python,
      'pyodide.mjs': pyodide,
      'pyodide.asm.mjs': pyodideAsm,
      'pyodide.asm.wasm': pyodideWasm,
      'pyodide-lock.json': pyodideLock,
      'python_stdlib.zip': pythonLibrary,
    },
  },
  sql: {
    isModule: true,
    files: {
      [SCRIPT]: sql,
      'pglite.wasm': pgliteWasm,
      'initdb.wasm': initdbWasm,
      'pglite.data': pgliteData,
    },
  },
};

export const sizeOf = ({ files }: Runtime): number =>
  Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);

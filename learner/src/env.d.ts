declare namespace App {
  interface Locals {
    /** On whose behalf this request asks the cms. */
    visitor: import('./lib/cms.ts').Visitor;
    /** Set once the middleware has read the request; a rewrite passes through it twice. */
    known?: true;
    /** What the person chose; null follows the system. */
    theme: 'light' | 'dark' | null;
  }
}

/** A script with everything it imports, as text; see build/one-file.ts. */
declare module '*?one-file' {
  const script: string;
  export default script;
}

/** A gzipped copy of a file among the assets; see build/packed.ts. */
declare module '*?packed' {
  const file: { readonly url: string; readonly bytes: number };
  export default file;
}

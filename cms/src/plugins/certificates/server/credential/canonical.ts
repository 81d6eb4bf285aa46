// @ts-expect-error The package brings no types along.
import jsonld from 'jsonld';
import { loadContext } from './contexts';

/** RDF Dataset Canonicalization; a word no context knows is refused, as it would not be signed. */
const canonized = (document: object): Promise<string> =>
  jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader: loadContext,
    safe: true,
  });

/** The texts of a document, and the document with a marker in the place of each. */
interface Marked {
  readonly shape: object;
  readonly texts: readonly string[];
}

const markers = /<urn:marker:(?<iri>\d+):>|"urn:marker:(?<literal>\d+):"/g;

/** What says how other texts are meant, or is a word of a vocabulary, belongs to the shape. */
const ofShape = new Set(['@context', 'type', 'proofPurpose', 'statusPurpose']);

function mark(document: object): Marked {
  const texts: string[] = [];
  const marked = (value: unknown, name: string): unknown => {
    if (ofShape.has(name)) return value;
    if (typeof value === 'string') return `urn:marker:${texts.push(value) - 1}:`;
    if (Array.isArray(value)) return value.map((one) => marked(one, ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([inner, one]) => [inner, marked(one, inner)]),
    );
  };
  return { shape: marked(document, '') as object, texts };
}

/** Addresses and identifiers that mean the same alone as within the contexts. */
const absolute = /^(?:https?:\/\/|did:web:|urn:uuid:)[^\0-\x20<>"{}|^`\\]+$/;

/** As canonical N-Quads write a literal (RDF 1.2 N-Quads, section 4). */
const short: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be written otherwise.
  text.replace(/[\0-\x1f\x7f"\\]/g, (sign) => {
    const code = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return short[sign] ?? `\\u${code}`;
  });

/** The lines of a shape; null where its texts could change more than their own places. */
const shapes = new Map<string, Promise<readonly string[] | null>>();

async function linesOf(shape: object): Promise<readonly string[] | null> {
  const lines = (await canonized(shape)).trimEnd().split('\n');
  // The labels of several nameless nodes depend on what is said of them. One alone is always the first.
  const nameless = new Set(lines.flatMap((line) => line.match(/_:c14n\d+/g) ?? []));
  return nameless.size <= 1 ? lines : null;
}

/**
 * A document's canonical N-Quads (RDFC-1.0). Our documents have few shapes, and a shape means the same
 * whatever its texts are: it is worked out once, which takes five milliseconds, and filled in from then on.
 */
export async function canonical(document: object): Promise<string> {
  const { shape, texts } = mark(document);
  const name = JSON.stringify(shape);
  let known = shapes.get(name);
  if (known === undefined) {
    known = linesOf(shape);
    shapes.set(name, known);
    known.catch(() => shapes.delete(name));
  }
  const lines = await known;
  let isOrdinary = lines !== null;
  const filled = (lines ?? []).map((line) =>
    line.replace(markers, (_all, iri?: string, literal?: string) => {
      const text = texts[Number(iri ?? literal)] ?? '';
      if (literal !== undefined) return `"${escaped(text)}"`;
      if (!absolute.test(text)) isOrdinary = false;
      return `<${text}>`;
    }),
  );
  if (!isOrdinary) return canonized(document);
  return `${[...new Set(filled)].sort().join('\n')}\n`;
}

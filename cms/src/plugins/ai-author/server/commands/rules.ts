import { factsOf, largestText } from '../../../publisher/server/checks/text-facts';
import type { Check } from './command';

/** What the publisher's checks would say of a text before it is proposed. */
export interface Findings {
  /** It must not be proposed. */
  readonly errors: readonly string[];
  /** The editor is told. */
  readonly warnings: readonly string[];
}

/** An address of a file that stands in the text already, so that a rewording may keep it. */
export type Known = readonly string[];

/** Looks at a Markdown text as the publisher does. `name` is how a remark calls it. */
export async function lookAtText(name: string, text: string, known: Known = []): Promise<Findings> {
  if (Buffer.byteLength(text) > largestText)
    return { errors: [`“${name}” is longer than a page can show.`], warnings: [] };
  const facts = await factsOf(text);
  const errors: string[] = [];
  const warnings: string[] = [];
  if (facts.tooDeep) errors.push(`“${name}” has lists or quotes nested too deeply.`);
  if (facts.unsafe !== undefined)
    errors.push(
      `“${name}” contains code that would run in the reader’s browser (${facts.unsafe.join(', ')}). Put it into a code block or leave it out.`,
    );
  if (facts.dropped !== undefined)
    warnings.push(
      `“${name}” has HTML that the site leaves out (${facts.dropped.join(', ')}). Write it in Markdown.`,
    );
  const invented = [...(facts.uploads ?? []), ...(facts.relative ?? []), ...(facts.nodes ?? [])];
  const unknown = invented.filter((address) => !known.includes(address));
  if (unknown.length > 0)
    warnings.push(`“${name}” links to what is not there: ${unknown.join(', ')}. Leave it out.`);
  if (facts.anchors !== undefined)
    warnings.push(`“${name}” links to headings it does not have: ${facts.anchors.join(', ')}.`);
  return { errors, warnings };
}

/** Files and pages that a text links to, so that they may stand in a rewording. */
export async function addressesIn(text: string): Promise<string[]> {
  const facts = text.length > largestText ? {} : await factsOf(text);
  return [...(facts.uploads ?? []), ...(facts.relative ?? []), ...(facts.nodes ?? [])];
}

export const passedCheck = (name: string, text: string): Check => ({ name, passed: true, text });
export const failedCheck = (name: string, text: string): Check => ({ name, passed: false, text });

/** Findings of several texts as one. */
export async function lookAtTexts(
  texts: Readonly<Record<string, string>>,
  known: Known = [],
): Promise<Findings> {
  const all: Findings[] = [];
  for (const [name, text] of Object.entries(texts)) all.push(await lookAtText(name, text, known));
  return {
    errors: all.flatMap(({ errors }) => errors),
    warnings: all.flatMap(({ warnings }) => warnings),
  };
}

/** What an editor sees of findings that did not keep a text from being proposed. */
export const shownFindings = ({ warnings }: Findings): Check[] =>
  warnings.map((text) => failedCheck('text', text));

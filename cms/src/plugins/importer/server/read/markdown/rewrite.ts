import type { Nodes } from 'mdast';
import type { Findings } from '../findings';
import type { Pictures } from '../pictures';
import type { MarkdownDocument } from './document';
import { lineOf, plainText, walk } from './tree';

/**
 * Gives the text of a document as it will be stored: pictures point at placeholders, links to
 * files of the curriculum become plain text, everything else stays as it was written. Only the
 * places that change are replaced, so code fences are never touched.
 */

interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface RewriteContext {
  pictures: Pictures;
  findings: Findings;
}

export async function rewriteMarkdown(
  document: MarkdownDocument,
  context: RewriteContext,
  range: { start: number; end: number } = { start: 0, end: document.text.length },
): Promise<string> {
  const edits = await collectEdits(document, context, range);
  let text = '';
  let at = range.start;
  for (const edit of outermost(edits)) {
    text += document.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return (text + document.text.slice(at, range.end)).trim();
}

async function collectEdits(
  document: MarkdownDocument,
  { pictures, findings }: RewriteContext,
  range: { start: number; end: number },
): Promise<Edit[]> {
  const edits: Edit[] = [];
  const file = document.file.path;
  const pictureNames = new Set<string>();
  for (const { node } of walk(document.tree)) {
    if (node.type === 'imageReference') pictureNames.add(node.identifier);
  }
  const missing = new Set<string>();
  const references: { node: Nodes; identifier: string; alt: string }[] = [];
  for (const { node } of walk(document.tree)) {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (start === undefined || end === undefined || start < range.start || end > range.end)
      continue;
    const line = document.linesBefore + lineOf(node);
    const source = document.text.slice(start, end);

    if (node.type === 'image') {
      if (warnAboutRemotePicture(node.url, findings, file, line)) continue;
      const placeholder = await pictures.placeholderFor(node.url, node.alt ?? '', file, line);
      edits.push({
        start,
        end,
        text:
          placeholder === null
            ? leftOut(node.alt, node.url)
            : image(node.alt, placeholder, node.title),
      });
    } else if (node.type === 'imageReference') {
      references.push({ node, identifier: node.identifier, alt: node.alt ?? '' });
    } else if (node.type === 'definition' && pictureNames.has(node.identifier)) {
      if (warnAboutRemotePicture(node.url, findings, file, line)) continue;
      const placeholder = await pictures.placeholderFor(node.url, node.label ?? '', file, line);
      if (placeholder === null) missing.add(node.identifier);
      else edits.push({ start, end, text: `[${node.label ?? node.identifier}]: ${placeholder}` });
    } else if (node.type === 'link' || node.type === 'definition') {
      if (isScriptAddress(node.url)) {
        findings.warning(
          'script-link',
          `A link runs a script ("${shorten(node.url)}"); the site will not follow it.`,
          file,
          line,
        );
      } else if (isInside(node.url)) {
        findings.warning(
          'link-inside',
          `The link to "${shorten(node.url)}" leads to a file of the curriculum; its text stays, the link is taken off.`,
          file,
          line,
        );
        if (node.type === 'definition')
          edits.push({ start, end, text: `[${node.label ?? node.identifier}]: #` });
        else edits.push(...unlink(node, start, end));
      }
    } else if (node.type === 'html') {
      warnAboutActiveHtml(source, findings, file, line);
      edits.push(...(await htmlPictures(source, start, line, file, pictures, findings)));
    }
  }
  for (const { node, identifier, alt } of references) {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (missing.has(identifier) && start !== undefined && end !== undefined) {
      edits.push({ start, end, text: leftOut(alt, identifier) });
    }
  }
  return edits;
}

/** Edits inside a replaced piece are dropped; the order is that of the text. */
function outermost(edits: Edit[]): Edit[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Edit[] = [];
  let end = -1;
  for (const edit of sorted) {
    if (edit.start < end) continue;
    kept.push(edit);
    end = Math.max(end, edit.end);
  }
  return kept;
}

/** Takes `[` and `](address)` off and leaves what stands between, pictures included. */
function unlink(node: Extract<Nodes, { type: 'link' }>, start: number, end: number): Edit[] {
  const first = node.children[0]?.position?.start.offset;
  const last = node.children[node.children.length - 1]?.position?.end.offset;
  if (first === undefined || last === undefined)
    return [{ start, end, text: escapeText(plainText(node)) }];
  return [
    { start, end: first, text: '' },
    { start: last, end, text: '' },
  ];
}

async function htmlPictures(
  html: string,
  offset: number,
  firstLine: number,
  file: string,
  pictures: Pictures,
  findings: Findings,
): Promise<Edit[]> {
  const edits: Edit[] = [];
  for (const tag of html.matchAll(/<img\b[^>]*>/gi)) {
    const line = firstLine + html.slice(0, tag.index).split('\n').length - 1;
    const src = /\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag[0]);
    const url = src?.[1] ?? src?.[2] ?? src?.[3];
    if (src === null || url === undefined || warnAboutRemotePicture(url, findings, file, line))
      continue;
    const alt = /\salt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag[0]);
    const altText = alt?.[1] ?? alt?.[2] ?? '';
    const placeholder = await pictures.placeholderFor(url, altText, file, line);
    const start = offset + tag.index;
    if (placeholder === null) {
      edits.push({
        start,
        end: start + tag[0].length,
        text: escapeHtml(leftOutWords(altText, url)),
      });
    } else {
      const at = start + src.index;
      edits.push({ start: at, end: at + src[0].length, text: ` src="${placeholder}"` });
    }
  }
  return edits;
}

function warnAboutActiveHtml(
  html: string,
  findings: Findings,
  file: string,
  firstLine: number,
): void {
  const dangers: [RegExp, string][] = [
    [/<script\b/gi, 'a script tag'],
    [/<[a-z][^>]*\son[a-z]+\s*=/gi, 'an event handler'],
    [/(href|src|action|formaction)\s*=\s*["']?\s*javascript:/gi, 'a "javascript:" link'],
    [/<(iframe|object|embed|form)\b/gi, 'an embedded page or form'],
  ];
  for (const [pattern, what] of dangers) {
    for (const match of html.matchAll(pattern)) {
      const line = firstLine + html.slice(0, match.index).split('\n').length - 1;
      findings.warning(
        'active-html',
        `The text holds ${what}; the site shows it without effect.`,
        file,
        line,
      );
    }
  }
}

function warnAboutRemotePicture(
  url: string,
  findings: Findings,
  file: string,
  line: number,
): boolean {
  if (/^data:/i.test(url)) {
    findings.warning(
      'picture-embedded',
      'A picture is written into the text itself; it stays as it is.',
      file,
      line,
    );
    return true;
  }
  if (!/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) return false;
  findings.warning(
    'picture-remote',
    `The picture "${shorten(url)}" lies on another site; it stays there.`,
    file,
    line,
  );
  return true;
}

/** An address without a scheme that is no anchor of the same page. */
function isInside(url: string): boolean {
  return (
    url !== '' && !url.startsWith('#') && !url.startsWith('//') && !/^[a-z][a-z0-9+.-]*:/i.test(url)
  );
}

function isScriptAddress(url: string): boolean {
  return /^\s*(javascript|vbscript|data):/i.test(url);
}

function image(
  alt: string | null | undefined,
  url: string,
  title: string | null | undefined,
): string {
  const quoted = title ? ` "${title.replace(/["\\]/g, '\\$&').replace(/\n/g, ' ')}"` : '';
  return `![${escapeText(alt ?? '')}](${url}${quoted})`;
}

function leftOut(alt: string | null | undefined, url: string): string {
  return `*${escapeText(leftOutWords(alt, url))}*`;
}

function leftOutWords(alt: string | null | undefined, url: string): string {
  const name =
    alt?.trim() ||
    url
      .replace(/[?#].*$/, '')
      .split('/')
      .pop() ||
    'picture';
  return `Picture left out: ${name.replace(/\s+/g, ' ')}`;
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]/g, '\\$&').replace(/\s+/g, ' ');
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function shorten(url: string): string {
  return url.length > 80 ? `${url.slice(0, 77)}…` : url;
}

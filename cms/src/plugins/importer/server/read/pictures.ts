import { createHash } from 'node:crypto';
import path from 'node:path';
import { LIMITS, readBytes, type Source } from './files';
import type { Findings } from './findings';
import type { ImportedPicture } from './types';

/** Pictures that texts refer to: found, checked, and listed once for the upload. */

export class Pictures {
  private readonly byPath = new Map<string, ImportedPicture | null>();

  constructor(
    private readonly source: Source,
    private readonly findings: Findings,
    /** Where an address that starts with `/` starts: the course, then the folder that was given. */
    private readonly bases: string[],
  ) {}

  /** Pictures with the same content are one, whatever they are called. */
  get list(): ImportedPicture[] {
    const byHash = new Map<string, ImportedPicture>();
    for (const picture of this.byPath.values()) {
      if (picture === null) continue;
      const same = byHash.get(picture.hash);
      if (same === undefined)
        byHash.set(picture.hash, { ...picture, references: [...picture.references] });
      else same.references.push(...picture.references);
    }
    return [...byHash.values()];
  }

  /** The placeholder that stands for a local picture, or null when a finding says why there is none. */
  async placeholderFor(
    url: string,
    alt: string,
    file: string,
    line: number,
  ): Promise<string | null> {
    const wanted = this.resolve(url, file);
    if (wanted === null) {
      this.findings.warning(
        'picture-missing',
        `The picture "${url}" leads out of the folder; it is left out.`,
        file,
        line,
      );
      return null;
    }
    if (wanted === undefined) {
      this.findings.warning(
        'picture-missing',
        `The picture "${url}" is not in the folder; it is left out.`,
        file,
        line,
      );
      return null;
    }
    let picture = this.byPath.get(wanted);
    if (picture === undefined) {
      picture = await this.check(wanted, alt, file, line);
      this.byPath.set(wanted, picture);
    } else if (picture === null) {
      this.findings.warning(
        'picture-unusable',
        `The picture "${url}" is left out, as before.`,
        file,
        line,
      );
    }
    if (picture === null) return null;
    picture.references.push({ file, line });
    return picture.placeholder;
  }

  /** A listed path; undefined when nothing is there; null when the address leads outside. */
  private resolve(url: string, file: string): string | null | undefined {
    const plain = decode(url.replace(/[?#].*$/, '')).replace(/\\/g, '/');
    const candidates = plain.startsWith('/')
      ? this.bases.map((base) => path.posix.join(base, plain.replace(/^\/+/, '')))
      : [path.posix.join(path.posix.dirname(file), plain)];
    const inside = candidates.filter(
      (candidate) => candidate !== '..' && !candidate.startsWith('../'),
    );
    if (inside.length === 0) return null;
    return inside.find((candidate) => this.source.files.has(candidate));
  }

  private async check(
    wanted: string,
    alt: string,
    file: string,
    line: number,
  ): Promise<ImportedPicture | null> {
    const found = this.source.files.get(wanted);
    if (found === undefined) return null;
    if (found.size > LIMITS.pictureBytes) {
      const limit = LIMITS.pictureBytes / 1024 / 1024;
      this.findings.warning(
        'picture-unusable',
        `The picture "${wanted}" is larger than ${limit} MB; it is left out.`,
        file,
        line,
      );
      return null;
    }
    const bytes = await readBytes(this.source, found);
    const mime = mimeOf(bytes);
    if (mime === null) {
      this.findings.warning(
        'picture-unusable',
        `"${wanted}" is not a picture that browsers show; it is left out.`,
        file,
        line,
      );
      return null;
    }
    if (mime === 'image/svg+xml' && isActiveSvg(bytes.toString('utf8'))) {
      this.findings.warning(
        'picture-unusable',
        `The picture "${wanted}" contains a script; it is left out.`,
        file,
        line,
      );
      return null;
    }
    const hash = createHash('sha256').update(bytes).digest('hex');
    return {
      path: wanted,
      placeholder: `imported-picture:${hash}`,
      hash,
      mime,
      size: found.size,
      alternativeText: alt,
      references: [],
    };
  }
}

/** The content decides, not the name: what is uploaded is served to students. */
function mimeOf(bytes: Buffer): string | null {
  const head = bytes.subarray(0, 16).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  if (/^.{4}ftypavi[fs]/s.test(head)) return 'image/avif';
  const text = bytes.subarray(0, 1024).toString('utf8').trimStart();
  return /^(<\?xml|<!--|<!DOCTYPE svg|<svg)/i.test(text) && bytes.includes('<svg')
    ? 'image/svg+xml'
    : null;
}

/**
 * An SVG that is opened by itself runs its scripts on our address: such a picture never gets there.
 * Whatever could hide a script (another encoding, entities, character references in addresses) counts too.
 */
function isActiveSvg(svg: string): boolean {
  return ACTIVE_SVG.some((pattern) => pattern.test(svg));
}

const ACTIVE_SVG = [
  /<([\w-]+:)?(script|foreignobject|iframe|embed|object|handler|listener)\b/i,
  /[\s"'/]on[a-z]+\s*=/i,
  /javascript:|<!entity|<!doctype[^>]*\[|<\?xml-stylesheet/i,
  /href\s*=\s*["'][^"']*&(#|colon|tab|newline)/i,
  /href\s*=\s*["']\s*data:(?!image\/(png|jpe?g|gif|webp)[;,])/i,
  /attributename\s*=\s*["'](on|([\w-]+:)?href)/i,
  /<\?xml[^>]*encoding\s*=\s*["'](?!utf-8|us-ascii)/i,
];

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

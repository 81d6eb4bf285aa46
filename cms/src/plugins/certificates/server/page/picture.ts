import { createHash } from 'node:crypto';
import { JpegEmbedder, PDFContext, PDFName, PDFRawStream, PngEmbedder } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { Cache } from '../cache';
import { plainStream } from './objects';

/** A PNG or JPEG as it stands in a PDF. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** The stream without its transparency, and the stream of that. */
  readonly image: Stream;
  readonly mask: Stream | undefined;
}

interface Stream {
  readonly header: string;
  readonly contents: Uint8Array;
}

/** A logo and three signatures for each of some twenty designs: decoded once, placed often. */
const known = new Cache<Promise<Picture>>(80);

/** Reads a PNG or a JPEG; rejects what is neither, broken, or larger than any logo needs to be. */
export function readPicture(bytes: Uint8Array): Promise<Picture> {
  const key = createHash('sha256').update(bytes).digest('base64');
  return known.get(key, () => decode(bytes));
}

/** At the size of a logo on paper this is 300 dots an inch. */
const sharpEnough = 900;
/** A few kilobytes can hold a picture that needs gigabytes: nothing is unpacked beyond this. */
const mostDots = 25_000_000;

/**
 * Taken down to what paper can show, as it goes into each of thousands of files, turned the way it was
 * taken, in the colours of screens, and without what a camera noted about place and time.
 */
async function decode(bytes: Uint8Array): Promise<Picture> {
  const given = sharp(bytes, { limitInputPixels: mostDots, failOn: 'error' });
  const { format } = await given.metadata();
  if (format !== 'png' && format !== 'jpeg') throw new Error('A picture is neither PNG nor JPEG.');
  const small = given
    .autoOrient()
    .resize(sharpEnough, sharpEnough, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
  const embedder =
    format === 'png'
      ? await PngEmbedder.for(await small.png().toBuffer())
      : await JpegEmbedder.for(await small.jpeg({ quality: 90 }).toBuffer());
  const context = PDFContext.create();
  const image = context.lookup(await embedder.embedIntoContext(context));
  if (!(image instanceof PDFRawStream)) throw new Error('A picture is not kept as a stream.');
  const mask = image.dict.lookup(PDFName.of('SMask'));
  return {
    width: embedder.width,
    height: embedder.height,
    image: streamOf(image),
    mask: mask instanceof PDFRawStream ? streamOf(mask) : undefined,
  };
}

const apart = new Set(['/SMask', '/Length']);

function streamOf({ dict, contents }: PDFRawStream): Stream {
  const entries = dict.entries().filter(([key]) => !apart.has(String(key)));
  return { header: entries.map(([key, value]) => `${key} ${value}`).join(' '), contents };
}

/** The picture's stream, its transparency being the object `mask`. */
export const pictureStream = ({ header, contents }: Stream, mask?: string): Uint8Array =>
  plainStream(mask === undefined ? header : `${header} /SMask ${mask}`, contents);

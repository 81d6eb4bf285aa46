import { z } from 'zod';

/**
 * A bundle is one version of a course as a zip file: `manifest.json`, `course.json` (the snapshot's
 * canonical text, byte for byte) and the media it names under `media/`.
 */
export const bundleFormat = 'ourshiksha-course';
export const bundleFormatVersion = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const medium = z.strictObject({
  /** Inside the zip. */
  path: z.string().regex(/^media\/\d{4}\.[a-z0-9]{1,8}$/),
  /** As the course names it. */
  url: z.string().min(10).max(2000),
  name: z.string().min(1).max(255),
  alternativeText: z.string().max(1000),
  sha256,
  bytes: z.number().int().min(0),
});
export type BundleMedium = z.infer<typeof medium>;

/** What is read first, before the rest of a manifest is understood. */
export const manifestHead = z.object({
  format: z.literal(bundleFormat),
  formatVersion: z.number().int().min(1),
});

export const manifest = z.strictObject({
  format: z.literal(bundleFormat),
  formatVersion: z.literal(bundleFormatVersion),
  course: z.string().min(1),
  version: z.number().int().min(1),
  publishedAt: z.iso.datetime(),
  /** SHA-256 of course.json, which is also the version's checksum. */
  checksum: sha256,
  media: z.array(medium),
  /** What the course names and nobody could find. */
  missing: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifest>;

const megabyte = 1024 * 1024;
export const limits = {
  entries: 10_000,
  /** Of everything in it, unpacked. */
  bytes: 512 * megabyte,
  manifestBytes: 8 * megabyte,
  /** PostgreSQL takes no larger jsonb value. */
  courseBytes: 255 * megabyte,
  /** No text packs as well as this; a bomb does. */
  ratio: 500,
  /** Modules, lessons, questions and all else. */
  nodes: 200_000,
} as const;

/** Endings that may come into the library: nothing that runs where it is served. */
export const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  pdf: 'application/pdf',
};

/** A gzipped file of ours, as `build/packed.ts` gives it. */
export interface Packed {
  readonly url: string;
  /** On the way, gzipped. */
  readonly bytes: number;
}

/** Told how many bytes have come so far, of all. */
export type OnProgress = (come: number, of: number) => void;

/** Fetches files, unpacked. Browsers keep them: their addresses change with their content. */
export async function fetchFiles(
  files: Readonly<Record<string, Packed>>,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Record<string, ArrayBuffer>> {
  const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
  let come = 0;
  const count = () =>
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        come += chunk.byteLength;
        onProgress(Math.min(come, total), total);
        controller.enqueue(chunk);
      },
    });
  const fetched = Object.entries(files).map(async ([name, { url }]) => {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new Error(`No answer to ${url}`);
    const unpacked = response.body
      .pipeThrough(count())
      .pipeThrough(new DecompressionStream('gzip'));
    return [name, await new Response(unpacked).arrayBuffer()] as const;
  });
  return Object.fromEntries(await Promise.all(fetched));
}

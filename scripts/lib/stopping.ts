/** Ctrl-C, SIGTERM, a closed terminal, or the end of whoever started us: each asks once, politely. */
export function whenAskedToStop(): { signal: AbortSignal; happened: Promise<undefined> } {
  const controller = new AbortController();
  const happened = new Promise<undefined>((resolve) => {
    const ask = () => {
      controller.abort(new Error('Stopped before everything ran.'));
      resolve(undefined);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
    if (process.channel) {
      process.on('disconnect', ask);
      process.channel.unref();
    }
  });
  return { signal: controller.signal, happened };
}

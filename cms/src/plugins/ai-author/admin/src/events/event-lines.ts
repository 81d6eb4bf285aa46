import type { JobEvent } from '../../../server/wire';

/** Takes what a stream of events brought, in pieces cut anywhere, and gives the events that are complete. */
export function eventReader(): (piece: string) => JobEvent[] {
  let rest = '';
  return (piece) => {
    const parts = (rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    rest = parts.pop() ?? '';
    return parts.flatMap((part) => {
      const data = part
        .split('\n')
        // Other lines are comments that only keep the line open.
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).trimStart())
        .join('\n');
      return data === '' ? [] : [JSON.parse(data) as JobEvent];
    });
  };
}

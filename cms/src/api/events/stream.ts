import { PassThrough, type Readable } from 'node:stream';
import { type CurrentVersion, heartbeat } from '@ourshiksha/contract/events';
import type { CurrentVersions } from '../../lib/current-versions';
import { Refusal } from '../../lib/refusal';

/** One stream a learner site; more than this is nobody's house. */
export const mostStreams = 200;

/** Bytes a reader may be behind before its stream is ended; it then comes again. */
const patience = 64 * 1024;

/**
 * What is current, as server-sent events, until the reader goes or the cms stops.
 *
 * @throws Refusal `events.full` where `mostStreams` are open
 */
export function streamOf(versions: CurrentVersions): Readable {
  if (versions.size >= mostStreams) throw new Refusal(503, 'events.full');
  const stream = new PassThrough();
  const send = (text: string) => {
    if (stream.writableEnded) return;
    if (stream.readableLength + stream.writableLength > patience) stream.destroy();
    else stream.write(text);
  };
  const unsubscribe = versions.subscribe({
    changed: (course) => send(changedEvent(course)),
    resync: () => send('event: resync\ndata: {}\n\n'),
    end: () => stream.end(),
  });
  const beat = setInterval(() => send(':\n\n'), heartbeat * 1000);
  stream.once('close', () => {
    clearInterval(beat);
    unsubscribe();
  });
  return stream;
}

/** The id tells whoever reads a stream by eye which event they look at; nothing is replayed by it. */
const changedEvent = ({ course_id, version }: CurrentVersion): string =>
  `id: ${course_id}.${version}\nevent: current\ndata: ${JSON.stringify({ course_id, version })}\n\n`;

import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../scripts/testing/database.ts';
import { withClient } from '../../../database/roles';
import { CurrentVersions } from '../../lib/current-versions';
import { mostStreams, streamOf } from './stream';

/** A loaded machine may take its time. */
const eventually = (hold: () => void | Promise<void>) => vi.waitFor(hold, 20_000);

let database: TestDatabase;
let versions: CurrentVersions;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());
beforeEach(() => {
  versions = new CurrentVersions(database.shishya);
});
afterEach(() => versions.close());

/** What a trigger would notify, as often as a busy house does in a long time. */
const notify = (times: number) =>
  withClient(database.guru, (guru) =>
    guru.query(
      `select pg_notify('current_versions', json_build_object('course_id', 1, 'version', n)::text)
      from generate_series(1, $1::integer) n`,
      [times],
    ),
  );

describe('a stream of events', () => {
  it('begins with everything, tells what changes, and is over when its reader goes', async () => {
    const stream = streamOf(versions).setEncoding('utf8');
    let heard = '';
    stream.on('data', (text: string) => {
      heard += text;
    });
    await eventually(() => expect(heard).toBe('event: resync\ndata: {}\n\n'.repeat(2)));
    await notify(1);
    await eventually(() =>
      expect(heard).toContain('id: 1.1\nevent: current\ndata: {"course_id":1,"version":1}\n\n'),
    );
    stream.destroy();
    await eventually(() => expect(versions.size).toBe(0));
  });

  it('beats while nothing happens', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const stream = streamOf(versions);
      stream.read();
      vi.advanceTimersByTime(15_000);
      expect(String(stream.read())).toBe(':\n\n');
      stream.destroy();
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends when its reader does not read, and holds nobody else up', async () => {
    const slow = streamOf(versions);
    const quick = streamOf(versions).setEncoding('utf8');
    let heard = '';
    quick.on('data', (text: string) => {
      heard += text;
    });
    await eventually(() => expect(heard).toBe('event: resync\ndata: {}\n\n'.repeat(2)));
    const closed = once(slow, 'close');
    await notify(2000);
    await closed;
    await eventually(() => expect(heard).toContain('id: 1.2000\n'));
    expect(versions.size).toBe(1);
  });

  it('ends when the cms stops', async () => {
    const stream = streamOf(versions);
    stream.resume();
    const ended = once(stream, 'end');
    await versions.close();
    await ended;
  });

  it('is refused where too many are open already', () => {
    const streams = Array.from({ length: mostStreams }, () => streamOf(versions));
    expect(() => streamOf(versions)).toThrow(
      expect.objectContaining({ status: 503, code: 'events.full' }),
    );
    for (const stream of streams) stream.destroy();
  });
});

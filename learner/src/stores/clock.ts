/** The server's clock as this browser knows it. Its own clock may be wrong or be turned; none of it counts. */
export interface ServerClock {
  /** Seconds until the deadline, negative after it; null without a time limit. */
  left(): number | null;
  /**
   * Takes what the server said. `asked` and `answered` are the milliseconds of a steady clock at which
   * the request left and its answer came: the server's time was read about halfway between.
   */
  hear(
    said: { deadline: string | null; server_time: string },
    asked: number,
    answered: number,
  ): void;
}

export function createClock(now: () => number = () => performance.now()): ServerClock {
  let endsAt: number | null = null;
  return {
    left: () => (endsAt === null ? null : (endsAt - now()) / 1000),
    hear({ deadline, server_time }, asked, answered) {
      endsAt =
        deadline === null
          ? null
          : (asked + answered) / 2 + Date.parse(deadline) - Date.parse(server_time);
    },
  };
}

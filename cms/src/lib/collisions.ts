/** SQLSTATE 40001 and 40P01: nothing is wrong with the work, it only met another's. */
export const isCollision = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');

const tries = 5;

/**
 * Does `work`, a whole transaction, again when it collided with another one, five times at most. What
 * it did outside the database is done again too.
 */
export async function pastCollisions<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === tries || !isCollision(error)) throw error;
    }
  }
}

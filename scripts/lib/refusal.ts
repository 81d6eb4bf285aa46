/** Something a person can mend: shown as one sentence, without a stack, and the exit code is 1. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** Whatever was thrown, as one line for a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs a command and turns what it throws into what a person reads. */
export async function runCommand(work: () => Promise<number | undefined>): Promise<never> {
  try {
    process.exit((await work()) ?? 0);
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exit(1);
  }
}

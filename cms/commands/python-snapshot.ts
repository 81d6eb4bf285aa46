import { writeSnapshot } from '../src/lib/lab-runner/inmate/python';

/** The last step of a build: what Python labs start from. */
writeSnapshot().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

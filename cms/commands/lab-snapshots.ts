import * as python from '../src/lib/lab-runner/inmate/python';
import * as sql from '../src/lib/lab-runner/inmate/sql';

/** The last step of a build: what labs in Python and SQL start from. */
async function main(): Promise<void> {
  await python.writeSnapshot();
  await sql.writeSnapshot();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

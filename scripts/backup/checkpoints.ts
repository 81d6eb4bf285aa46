import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * The highest number of a line of the audit log that a checkpoint in the folder names, 0 where none
 * does. It may be of a line that the database no longer has. A checkpoint names its lines as
 * PostgreSQL writes an int8multirange: “ids {[1,5),[7,9)}” (docs/audit.md).
 */
export async function highestSealedLine(folder: string): Promise<number> {
  const file = path.join(folder, 'checkpoints.jsonl');
  if (!existsSync(file)) return 0;
  let highest = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const after = /\\nids \{[^}]*,(\d+)\)\}\\n/.exec(line)?.[1];
    if (after !== undefined) highest = Math.max(highest, Number(after) - 1);
  }
  return highest;
}

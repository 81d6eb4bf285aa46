import { writeFileSync } from 'node:fs';
import { accessPage, pageFile } from './page.ts';

// `node e2e/access/write-page.ts` after a change of the table, the roles or the introduction.
writeFileSync(pageFile, accessPage());

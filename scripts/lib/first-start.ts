import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { withClient } from '../../cms/database/roles.ts';
import type { DatabaseUrls } from './database.ts';
import type { Secrets } from './secrets.ts';

export interface Credentials {
  readonly administrator: { readonly email: string; readonly password: string };
  readonly student: { readonly email: string; readonly password: string };
}

export const credentialsOf = (secrets: Secrets): Credentials => ({
  administrator: {
    email: 'admin@ourshiksha.example',
    password: secrets.administratorPassword,
  },
  student: { email: 'student@ourshiksha.example', password: secrets.studentPassword },
});

/** The first start is over when its last step wrote this mark into Strapi's own store. */
export async function isFilled(database: DatabaseUrls): Promise<boolean> {
  return withClient(database.guru, async (client) => {
    const table = await client.query<{ there: boolean }>(
      `select to_regclass('cms.strapi_core_store_settings') is not null as there`,
    );
    if (!table.rows[0]?.there) return false;
    const mark = await client.query(
      `select from cms.strapi_core_store_settings where key = 'core_ourshiksha_first-start'`,
    );
    return mark.rowCount !== 0;
  });
}

export function credentialsText({ administrator, student }: Credentials): string {
  return [
    `Administrator   ${administrator.email}   ${administrator.password}`,
    `Demo student    ${student.email}   ${student.password}`,
  ].join('\n');
}

export const credentialsFile = (dataDir: string): string => path.join(dataDir, 'credentials.txt');

export function keepCredentials(dataDir: string, credentials: Credentials): void {
  writeFileSync(credentialsFile(dataDir), `${credentialsText(credentials)}\n`, { mode: 0o600 });
}

import type { GuruDatabase } from '../../../../lib/guru';
import type { Settings } from '../wire';
import type { Reader } from './reading';

const columns: Readonly<Record<keyof Settings, string>> = {
  jobTokens: 'job_tokens',
  jobMicrodollars: 'job_microdollars',
  editorMonthTokens: 'editor_month_tokens',
  editorMonthMicrodollars: 'editor_month_microdollars',
  monthTokens: 'month_tokens',
  monthMicrodollars: 'month_microdollars',
  requiresReview: 'requires_review',
};
const names = Object.keys(columns) as (keyof Settings)[];
const selected = names.map((name) => `${columns[name]} as "${name}"`).join(', ');

/** The ceilings as they hold now, and whether review is required. */
export async function readSettings(database: Reader): Promise<Settings> {
  const [found] = await database.rows<Settings>(`select ${selected} from ai.settings`);
  if (found === undefined) throw new Error('The settings of the AI author are gone.');
  return found;
}

/** Puts new ones in their place; the log keeps who did. */
export async function saveSettings(database: GuruDatabase, settings: Settings): Promise<void> {
  await database.change(
    `update ai.settings set ${names.map((name, n) => `${columns[name]} = $${n + 1}`).join(', ')}`,
    names.map((name) => settings[name]),
  );
}

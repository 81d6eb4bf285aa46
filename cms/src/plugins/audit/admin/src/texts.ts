/** Every text of the log's pages. */
export const en = {
  'menu.title': 'Audit',
  'log.title': 'Audit log',
  'log.about':
    'Who did what, when and from where. Lines are only ever added; nobody can change or delete one here.',
  'log.lines': 'Lines of the log',
  'log.count':
    '{count, plural, =0 {Nothing fits. Choose fewer filters.} one {One line} other {# lines}}{more, select, yes { and older ones} other {}}',
  'log.newest': 'Newest lines',
  'log.older': 'Older lines',
  'log.when': 'When',
  'log.who': 'Who',
  'log.what': 'What',
  'log.where': 'From where',
  'log.open': 'Line {id}: {what}',

  'filter.from': 'From',
  'filter.to': 'Until',
  'filter.admin': 'Administrator',
  'filter.student': 'Student’s e-mail address or account number',
  'filter.action': 'Action',
  'filter.subject': 'Table',
  'filter.subject-id': 'Number of the row or person',
  'filter.address': 'IP address',
  'filter.clear': 'Show everything',

  'action.insert': 'Added',
  'action.update': 'Changed',
  'action.delete': 'Deleted',
  'actor.student': 'Student {name}',
  'actor.admin-gone': 'Administrator {id}, who is gone',
  'actor.student-gone': 'Student account {id}',
  'actor.token': 'API token {name}',
  'actor.visitor': 'Somebody not signed in',
  'actor.system': 'The system itself',
  'actor.database': 'At the database, as {login}',
  'where.unknown': '–',

  'export.button': 'Export as CSV',
  'export.failed': 'The export did not come. Nothing was changed; try again.',

  'state.title': 'Can it be trusted?',
  'state.none': 'Not sealed yet. A new system seals its first lines within a few seconds.',
  'state.sealed': 'Sealed up to seal {id}, {when}.',
  'state.unsealed':
    '{count, plural, =0 {Every line is sealed.} one {One line waits for its seal.} other {{many} lines wait for their seal.}}',
  'state.late':
    'Lines have been waiting since {when}. The sealer may stand still; look at the server’s log.',
  'state.folder': 'Checkpoints are kept in {folder}, up to seal {id}.',
  'state.folder-failing': 'Checkpoints could not be kept in {folder} since {when}: {error}',
  'state.unverified': 'Never verified. Run “npm run audit -- verify” on the server.',
  'state.sound': 'Verified {when}: {rows} lines under {seals} seals, nothing was tampered with.',
  'state.unsound':
    '{count, plural, one {One finding} other {# findings}} at the verification of {when}. Keep a copy of the database and of the checkpoints before anything else.',
  'state.more': 'All of them are in what “npm run audit -- verify” prints.',

  'entry.title': 'Line {id}',
  'entry.back': 'Audit log',
  'entry.row': 'Row',
  'entry.login': 'Login at the database',
  'entry.browser': 'Browser',
  'entry.seal': 'Seal',
  'entry.sealed': 'Seal {id}, {when}',
  'entry.unsealed': 'Not sealed yet',
  'entry.values': 'Before and after',
  'entry.added': 'What was added',
  'entry.deleted': 'What was deleted',
  'entry.details': 'Details',
  'entry.column': 'Column',
  'entry.before': 'Before',
  'entry.after': 'After',
  'entry.value': 'Value',
  'entry.unchanged': 'What did not change',
  'entry.nothing': 'nothing',
  'entry.erased': 'What was personal in this line was erased with its student.',
  'entry.history': 'All lines about this row',
} as const satisfies Record<string, string>;

export type Word = keyof typeof en;

const prefix = 'audit.';

export const wordId = (word: Word): string => `${prefix}${word}`;

/** The texts under the ids by which Strapi's translations know them. */
export const translations: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(en).map(([word, text]) => [`${prefix}${word}`, text]),
);

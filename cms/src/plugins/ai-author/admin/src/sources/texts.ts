import type { Source } from '../../../server/wire';

const kinds = {
  'sources.kind.markdown': 'Markdown',
  'sources.kind.text': 'Text',
  'sources.kind.pdf': 'PDF',
  'sources.kind.docx': 'Word',
  'sources.kind.web': 'Web page',
} as const satisfies Record<`sources.kind.${Source['kind']}`, string>;

/** The texts of this folder's pages; every key begins with `sources.`. */
export const sourcesTexts = {
  ...kinds,
  'sources.title': 'Sources',
  'sources.about':
    'Material that proposals are grounded in. A proposal cites the passages it rests on, and marks the sentences that no source covers.',
  'sources.none': 'No source is attached yet. Attach a file or a web page above.',
  'sources.count': '{count, plural, one {# source} other {# sources}}',
  'sources.name': 'Source',
  'sources.kind': 'Type',
  'sources.size': 'Size',
  'sources.size.is':
    '{passages, plural, one {# passage} other {# passages}}, {characters, plural, one {# character} other {# characters}}',
  'sources.added': 'Attached',
  'sources.added.by': '{by}, {when}',
  'sources.actions': 'Actions',

  'sources.attach': 'Attach a source',
  'sources.attach.files': 'Choose files',
  'sources.attach.files.hint':
    'Markdown, text, PDF or Word, 20 MB and 2 million characters at most.',
  'sources.attach.url': 'Address of a web page',
  'sources.attach.url.hint': 'A page that anybody can open, without signing in.',
  'sources.attach.fetch': 'Attach page',
  'sources.attach.reading': 'Reading “{name}”…',
  'sources.attach.reading.of': 'Reading “{name}” ({at} of {all})…',
  'sources.attach.done': '“{name}” is attached.',
  'sources.attach.done.count': '{count, plural, one {# source is} other {# sources are}} attached.',
  'sources.attach.type': '“{name}”: only .md, .txt, .pdf and .docx files can be attached.',
  'sources.attach.large': '“{name}” is larger than 20 MB. Attach the part of it that is needed.',
  'sources.attach.refused': '“{name}”: {why}',
  'sources.attach.forbidden': 'Your role does not allow this.',
  'sources.attach.unanswered': 'No answer came. Look at the list and try again.',

  'sources.open': 'What the model reads of “{name}”',
  'sources.open.button': 'Read',
  'sources.open.button.of': 'Read “{name}”',
  'sources.open.about':
    'This is the text that was found in it, in the pieces that can be cited. White letters and other text that its readers do not see may stand here too.',
  'sources.open.more': 'Show more',
  'sources.open.close': 'Close',
  'sources.open.original': 'Open the page',
  'sources.open.beginning': 'Passage {number}',

  'sources.remove': 'Remove',
  'sources.remove.of': 'Remove “{name}”',
  'sources.remove.title': 'Remove this source?',
  'sources.remove.about':
    '“{name}” will no longer ground proposals. What cites it keeps the words it cited. You can attach it again.',
  'sources.remove.running': 'Removing…',

  'sources.picker.label': 'Sources to ground the answer in',
  'sources.picker.none': 'No source is attached to this course. Without one, nothing is cited.',
} as const satisfies Record<string, string>;

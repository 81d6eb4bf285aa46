import { kinds } from './kinds';
import { pages } from './pages';
import { panel } from './panel';

/** Every text of the plugin. The keys under `rule.` are the names of the checks in server/checks. */
export const en = {
  ...kinds,
  ...pages,
  ...panel,
  'panel.title': 'Publishing',
  loading: 'Looking for problems',
  'load.failed': 'What is live and what is wrong could not be read. Your work is safe.',
  'load.retry': 'Try again',

  'live.never': 'Never published',
  'live.never.about': 'Students see this course once you publish it.',
  'live.version': 'Version {version} is live',
  'live.since': 'since {when}',
  'live.learners':
    '{count, plural, =0 {No learner is enrolled} one {# learner is enrolled} other {# learners are enrolled}}',
  'live.open': 'See it on the learner site',
  'live.last-failed':
    'The last try, by {actor} on {when}, failed. Nothing was changed by it; publish again.',

  'problems.title': 'Problems',
  'problems.none': 'No problems found',
  'problems.errors': '{count, plural, one {# error} other {# errors}}',
  'problems.warnings': '{count, plural, one {# warning} other {# warnings}}',
  'problems.error': 'Error:',
  'problems.warning': 'Warning:',
  'problems.again': 'Check again',
  'problems.more':
    'Show {count, plural, one {one more} other {# more}}, {left, plural, =0 {the last} other {# left}}',
  'problems.checked':
    'Checked. {errors, plural, =0 {No errors} one {# error} other {# errors}}, {warnings, plural, =0 {no warnings} one {# warning} other {# warnings}}.',

  'publish.button': 'Publish version {version}',
  'publish.unsaved': 'Save first: what is published is what is saved.',
  'publish.errors': '{count, plural, one {Solve the error} other {Solve the # errors}} first.',
  'publish.not-yours': 'Your role may see this, but not publish.',

  'confirm.title': 'Publish version {version}?',
  'confirm.first':
    'Students can find the course and enrol at once. You can go on editing: they see changes only when you publish again.',
  'confirm.next':
    'New learners get version {version}. {learners, plural, =0 {Nobody is enrolled yet.} one {The one learner enrolled keeps the present version and all progress.} other {The # learners enrolled keep their versions and all progress.}}',
  'confirm.next.move': 'Version {version} is for new learners and for those who are enrolled.',
  'confirm.warnings':
    '{count, plural, one {One warning does} other {# warnings do}} not stop you from publishing.',
  'confirm.message.hint': 'What is new? Kept in the course’s history. May be left empty.',
  'confirm.running': 'Publishing. It is all or nothing: leaving this page breaks nothing.',

  'done.title': 'Version {version} is live',
  'done.text': 'since {when}.',
  'done.asked':
    'Its learners stay where they are until two others agree to move them: see the approvals.',
  'done.link': 'See it on the learner site',

  'refused.title': 'Not published',
  'refused.text':
    'The course was changed in the meantime and has {count, plural, one {# error} other {# errors}} now. Nothing was changed for students.',
  'failed.title': 'Not published',
  'failed.forbidden':
    'Your role may no longer publish courses. Ask an administrator for the permission “Publish courses”.',
  'unanswered.title': 'No answer from the server',
  'unanswered.text':
    'Version {version} may be live or not, never by halves. Check again, and look above which version is live before you try once more.',

  'rule.course-has-a-module': 'Course without modules',
  'rule.module-has-a-lesson': 'Modules without lessons',
  'rule.required-field': 'Fields left empty',
  'rule.list-is-a-list': 'Lists that are none',
  'rule.lesson-has-notes': 'Lessons without notes',
  'rule.lesson-has-one-note': 'Lessons with two sets of notes',
  'rule.order-is-clear': 'Two of the same number',
  'rule.order-has-no-gaps': 'Numbers left out',
  'rule.test-has-questions': 'Tests without questions',
  'rule.test-can-be-passed': 'Percentages nobody can reach',
  'rule.correct-answer-among-options': 'Correct answers missing from the options',
  'rule.options-differ': 'Too few or equal options',
  'rule.lab-slugs-differ': 'Labs with the same slug',
  'rule.lab-can-be-checked': 'Labs that compare with nothing',
  'rule.one-certificate': 'More than one certificate',
  'rule.certificate-can-be-reached': 'Certificates nobody can reach',
  'rule.certificate-weighs-something': 'Certificates in which nothing counts',
  'rule.certificate-weights-are-in-range': 'Weights below 0 or above 100',
  'rule.certificate-design-is-known': 'Certificates without a known design',
  'rule.parts-are-of-this-course': 'Parts linked to another course',
  'rule.include-flags-agree': 'What the course says it has',
  'rule.test-numbers-are-positive': 'Limits below 1',
  'rule.results-wait-for-a-deadline': 'Answers shown after a time that has no limit',
  'rule.pause-has-a-next-attempt': 'Pauses after the only attempt',
  'rule.answers-can-be-given': 'Answers nobody can give',
  'rule.further-answers-among-options': 'Further answers missing from the options',
  'rule.single-choice-has-one-answer': 'Single choices with several right answers',
  'rule.right-answers-differ': 'Right answers given twice',
  'rule.not-everything-is-right': 'Questions whose every option is right',
  'rule.shuffled-options-stand-alone': 'Shuffled options that point at others',
  'rule.text-is-safe': 'Code that would run in the reader’s browser',
  'rule.text-can-be-read': 'Texts nested too deeply',
  'rule.text-is-not-too-long': 'Texts too long for a phone',
  'rule.course-is-not-too-large': 'Course too large',
  'rule.pictures-are-there': 'Files missing from the media library',
  'rule.pictures-have-a-description': 'Pictures without alternative text',
  'rule.links-lead-somewhere': 'Links that lead nowhere',
  'rule.html-is-shown': 'HTML that the site leaves out',
  'rule.ai-unreviewed': 'Text by the AI author that nobody reviewed',
  'rule.ai-review-required': 'Text by the AI author that must be reviewed',
} as const satisfies Record<string, string>;

export type Word = keyof typeof en;

const prefix = 'publisher.';

export const wordId = (word: Word): string => `${prefix}${word}`;

/** The texts under the ids by which Strapi's translations know them. */
export const translations: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(en).map(([word, text]) => [`${prefix}${word}`, text]),
);

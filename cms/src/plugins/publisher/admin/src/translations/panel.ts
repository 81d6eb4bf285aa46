/** Texts of the panel beside a draft course that came with versions, schedules and previews. */
export const panel = {
  'state.unpublished': 'Unpublished',
  'state.unpublished.about':
    'Hidden from the catalogue. {learners, plural, =0 {Nobody is enrolled.} one {The one learner enrolled keeps access to the course.} other {The # learners enrolled keep access to the course.}}',
  'state.closed': 'Closed',
  'state.closed.about':
    'Hidden from the catalogue, and {learners, plural, =0 {nobody is enrolled} one {the one learner enrolled} other {the # learners enrolled}} {learners, plural, =0 {anyway} other {cannot open it either}}. Certificates and records stay.',
  'state.last-version': 'The last version was {version}.',

  'changes.none': 'No changes since version {version}',
  'changes.some': '{count, plural, one {# change} other {# changes}} since version {version}',
  'changes.all': 'Versions and history',

  'problems.unlisted':
    '{count, plural, one {One more problem is} other {# more problems are}} like these. Solve what is listed first.',

  'confirm.changes':
    'What changes: {added} added, {removed} removed, {moved} moved, {changed} changed.',
  'confirm.same': 'Nothing changed since version {version}. The new version would be the same.',
  'confirm.unpublished': 'This also puts the course back into the catalogue.',

  'schedule.open': 'Schedule…',
  'schedule.title': 'Publish later',
  'schedule.about':
    'What is saved now is what goes out. Later edits wait for the next version, unless you take them in.',
  'schedule.unsaved': 'You have changes that are not saved. They will not go out: save first.',
  'schedule.date': 'Date',
  'schedule.time': 'Time',
  'schedule.zone': 'Time zone',
  'schedule.button': 'Schedule',
  'schedule.running': 'Checking and scheduling',
  'schedule.done': 'Scheduled',
  'schedule.refused':
    'The course has {count, plural, one {# error} other {# errors}}. Nothing was scheduled; solve the errors first.',
  'schedule.waiting': 'Will be published',
  'schedule.when': 'on {when}',
  'schedule.by': 'Scheduled by {by}. What goes out is as it was on {when}.',
  'schedule.overdue': 'The time has come; it will go out in a moment.',
  'schedule.behind':
    'The drafts were edited since. These edits will not go out unless you take them in.',
  'schedule.take-in': 'Take the edits in',
  'schedule.taken-in': 'The edits will go out with the schedule',
  'schedule.trying':
    'It did not work {tries, plural, one {once} two {twice} other {# times}} and will be tried again. The reason: {error}',
  'schedule.failed':
    'The scheduled publish failed and will not be tried again. The reason: {error} Nothing was changed; publish by hand or schedule again.',
  'schedule.cancel': 'Unschedule',
  'schedule.cancel.title': 'Cancel the schedule?',
  'schedule.cancel.about':
    'The course will not be published on {when}. Drafts and live versions stay as they are.',
  'schedule.cancel.keep': 'Keep it',
  'schedule.cancelled': 'The schedule was cancelled',

  'preview.open': 'Preview',
  'preview.title': 'Preview the draft',
  'preview.about':
    'Makes a link that shows the saved draft as a student would see it. Whoever has the link can read it until it expires; nothing done there is stored.',
  'preview.hours': 'The link expires after',
  'preview.hours.1': '1 hour',
  'preview.hours.24': '1 day',
  'preview.hours.72': '3 days',
  'preview.hours.168': '7 days',
  'preview.button': 'Make the link',
  'preview.running': 'Making the link',
  'preview.link': 'Link',
  'preview.expires': 'Works until {when}.',
  'preview.copy': 'Copy',
  'preview.copied': 'Copied',
  'preview.visit': 'Open the preview',

  'unpublish.open': 'Unpublish…',
  'unpublish.title': 'Unpublish this course?',
  'unpublish.about':
    'It disappears from the catalogue, and nobody can enrol. Nothing is lost: versions, progress and certificates stay, and you can publish it again.',
  'unpublish.access':
    '{count, plural, =0 {Enrolled learners (nobody at present)} one {The one learner enrolled} other {The # learners enrolled}}',
  'unpublish.keep': 'Keep access',
  'unpublish.keep.about': 'They can go on learning and finish the course.',
  'unpublish.close': 'Lose access',
  'unpublish.close.about':
    'They see that the course is closed. Their records and certificates stay.',
  'unpublish.button': 'Unpublish',
  'unpublish.running': 'Unpublishing',
  'unpublish.done': 'The course is unpublished',
  'republish.open': 'Republish…',
  'republish.title': 'Publish the course again?',
  'republish.about':
    'Version {version} is back in the catalogue as it was, and {learners, plural, =0 {new learners can enrol} other {all learners have access}}. Edits of the drafts do not go out with this.',
  'republish.button': 'Republish',
  'republish.running': 'Republishing',
  'republish.done': 'The course is in the catalogue again',
} as const satisfies Record<string, string>;

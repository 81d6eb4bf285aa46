/** Texts about what a machine wrote in a course. */
export const shareTexts = {
  'share.title': 'Written by a machine',
  'share.about':
    'What was accepted from the AI author stays known as such, also after it was edited, copied or restored. Read it and mark it as reviewed when you stand behind it.',
  'share.none': 'Nothing in this course was written by a machine.',
  'share.empty': 'This course has no text yet.',
  'share.of':
    '{percent, number, ::percent .#} of the course’s text was written by a machine ({machine, number} of {all, number} characters).',
  'share.unreviewed':
    '{percent, number, ::percent .#} of the course’s text was not reviewed by anybody yet.',
  'share.reviewed': 'All of that was reviewed.',
  'share.person': 'By people: {percent, number, ::percent .#}',
  'share.machine-reviewed': 'By a machine, reviewed: {percent, number, ::percent .#}',
  'share.machine-unreviewed': 'By a machine, not reviewed: {percent, number, ::percent .#}',
  'share.open':
    '{count, plural, =0 {No proposal waits for a decision.} one {One proposal waits for a decision.} other {# proposals wait for a decision.}}',
  'share.short':
    '{percent, number, ::percent .#} by a machine, {unreviewed, plural, =0 {all reviewed} other {{share, number, ::percent .#} not reviewed}}',

  'share.line.none': 'Nothing',

  'share.list': 'What was accepted',
  'share.filter': 'Show',
  'share.filter.all': 'Everything',
  'share.filter.unreviewed': 'Only what is not reviewed',
  'share.list.none': 'Nothing was accepted yet. Proposals that you accept are listed here.',
  'share.list.all-reviewed': 'Everything was reviewed.',
  'share.count':
    '{count, plural, one {One field} other {# fields}}{more, select, yes { and older ones} other {}}',
  'share.newest': 'Newest',
  'share.older': 'Older',
  'share.entry': 'Entry',
  'share.entry.untitled': 'Without a title',
  'share.field': 'Field',
  'share.state': 'State',
  'share.state.unreviewed': 'Not reviewed',
  'share.state.reviewed': 'Reviewed',
  'share.state.reviewed.by': 'by {by}, {when}',
  'share.state.edited': 'Edited since',
  'share.accepted': 'Accepted',
  'share.accepted.by': '{by}, {when}',
  'share.origin': 'From',
  'share.origin.of': '{model}, prompt {prompt} {version}',
  'share.origin.sources':
    '{count, plural, =0 {no source cited} one {one passage cited} other {# passages cited}}',
  'share.choose': 'Choose {title}, {field}',
  'share.choose.all': 'Choose all {count} that are shown and not reviewed',
  'share.review':
    '{count, plural, =0 {Mark as reviewed} one {Mark one as reviewed} other {Mark # as reviewed}}',
  'share.review.title':
    '{count, plural, one {Mark one field as reviewed?} other {Mark # fields as reviewed?}}',
  'share.review.about':
    'By this you say that you have read it and stand behind it. Your name and the moment are kept.',
  'share.review.running': 'Marking',
  'share.review.done':
    '{count, plural, one {One field is marked as reviewed.} other {# fields are marked as reviewed.}}',
} as const;

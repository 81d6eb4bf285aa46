/** The texts of the proposals' page. */
export const proposalsTexts = {
  'proposals.title': 'Proposals',
  'proposals.about':
    'What the model wrote. Nothing in a draft changes until you accept it here, and what you accept can be undone.',
  'proposals.count':
    '{count, plural, =0 {No proposals} one {One proposal} other {# proposals}}{more, select, yes { and older ones} other {}}',
  'proposals.decided': 'Nothing waits for a decision. Below is what was decided here.',
  'proposals.outline':
    'The outline is in your draft. Next, have its lessons written: “Write the lessons” is at the top of this page.',
  'proposals.none':
    'No open proposals. Ask for some beside a course, a module, a lesson, a test, a lab or a project: the panel “AI author” stands at its right.',
  'proposals.none.found': 'Nothing fits. Choose fewer filters.',
  'proposals.none.done':
    'This job is done, and nothing of it waits for a decision. Choose “All” to see what was decided.',
  'proposals.none.made': 'This job is done and found nothing to propose.',
  'proposals.older': 'Older proposals',
  'proposals.newest': 'Newest proposals',
  'proposals.clear': 'Show everything open',
  'proposals.state': 'State',
  'proposals.state.all': 'All',
  'proposals.state.open': 'Open',
  'proposals.state.accepted': 'Accepted',
  'proposals.state.rejected': 'Rejected',
  'proposals.state.replaced': 'Replaced',
  'proposals.state.undone': 'Undone',
  'proposals.only.job': 'Only those of one job are shown.',
  'proposals.only.entry': 'Only those about one draft are shown.',
  'proposals.view': 'Compare',
  'proposals.view.beside': 'Side by side',
  'proposals.view.within': 'In one text',

  'keys.button': 'Keyboard shortcuts',
  'keys.next': 'Next proposal',
  'keys.previous': 'Previous proposal',
  'keys.accept': 'Accept',
  'keys.edit': 'Edit, then accept',
  'keys.reject': 'Reject',
  'keys.about': 'They do nothing while you type. A key that is held down decides once.',

  'group.accept': 'Accept all {count}',
  'group.accept.of': 'Accept all {count} proposals for {title}',
  'group.accept.title':
    'Accept {count, plural, one {one proposal} other {# proposals}} for “{title}”?',
  'group.accept.about':
    'They are written into the drafts and count as unreviewed until somebody has read them and marks them as reviewed. Accepting one at a time counts as having read it.',
  'group.accept.running': 'Accepting',
  'group.accepted':
    '{count, plural, one {One proposal was} other {# proposals were}} accepted, unreviewed.',
  'group.refused':
    '{count, plural, one {One was not accepted; it says why.} other {# were not accepted; each says why.}}',

  'live.title': 'Being written',
  'live.label': 'Being written: {title}',
  'live.progress': '{title}: {done} of {total} steps done',
  'live.open': 'Open the job',
  'live.waiting': 'The model has begun. Its first words appear here.',
  'live.again': 'Asked again at {when}: {reason}',
  'live.cut': 'The line to the server was cut. It is opened again by itself; nothing is lost.',

  'halted.label': 'Does not go on: {title}',
  'halted.paused': 'Paused: {title}',
  'halted.stopped': 'Stopped: {title}',
  'halted.failed':
    '{all, plural, one {Failed} other {{failed, plural, one {One step of {all} failed} other {{failed} steps of {all} failed}}}}: {title}',

  'card.course': 'About the course',
  'card.new': 'New {kind}',
  'card.new.named': 'New {kind}: {name}',
  'card.fields': '{kind}: {fields}',
  'card.now': 'Now',
  'card.proposed': 'Proposed',
  'card.empty': 'Empty.',
  'card.refused': 'Not accepted with the others',
  'card.below': 'It goes below a proposal that is not accepted yet; that one is accepted with it.',
  'card.child': '{kind} {place}: {name}',
  'card.stale':
    'The draft was changed after this was written. The comparison shows it as it is now; accepting would overwrite that.',
  'card.remark': 'Asked again with: “{remark}”',
  'card.state.open': 'Open',
  'card.state.accepted': 'Accepted',
  'card.state.rejected': 'Rejected',
  'card.state.replaced': 'Replaced by a newer one',
  'card.state.undone': 'Undone',
  'card.decided': '{state} by {by}, {when}',
  'card.stale.badge': 'Draft changed',
  'card.show': 'Show what it was',

  'act.label': 'What to do with {what}',
  'act.accept': 'Accept',
  'act.edit': 'Edit',
  'act.reject': 'Reject',
  'act.again': 'Ask again',
  'act.undo': 'Undo',
  'act.reopen': 'Open again',
  'act.accepted': 'Accepted.',
  'act.rejected': 'Rejected.',
  'act.reopened': 'Open again. Nothing in the draft has changed.',
  'act.undone': 'Undone. What was accepted is out of the draft again.',
  'act.asked': 'Asked again. What comes replaces this proposal.',

  'edit.save': 'Accept as edited',
  'edit.cancel': 'Cancel',
  'edit.remove': 'Leave this one out',
  'edit.remove.of': 'Leave this one out: {kind} {place}',
  'edit.unknown': 'This field can be edited in the draft after accepting.',

  'leave.title': 'Leave without what you typed?',
  'leave.about':
    '{count, plural, one {You changed a proposal} other {You changed # proposals}} without accepting. What you typed is kept nowhere else.',
  'leave.confirm': 'Leave',

  'again.title': 'Ask the model again?',
  'again.about':
    'Say what should be different. The new proposal takes the place of this one; asking again costs as much as the first time.',
  'again.remark': 'What should be different',
  'again.confirm': 'Ask again',
  'again.running': 'Asking',

  'overwrite.title': 'Overwrite what was changed?',
  'overwrite.accept':
    'Somebody changed the draft after this was written. If you accept, that change is lost. Compare first: the left side shows the draft as it is now.',
  'overwrite.undo':
    'Somebody changed the draft after this was accepted, or put something below it. If you undo, that is lost, too.',
  'overwrite.accept.confirm': 'Accept and overwrite',
  'overwrite.undo.confirm': 'Undo and overwrite',
  'overwrite.running': 'Writing',

  'question.right': 'right',
  'question.answer': 'Right answer',

  'cited.title': '{count, plural, one {One passage cited} other {# passages cited}}',
  'cited.place': '{source}, {place}',
  'uncovered.title':
    '{count, plural, one {One sentence} other {# sentences}} that no source covers',
  'uncovered.show': 'Show them',
  'uncovered.about': 'Marked in the text where it is found there. Check it before you accept.',
  'covered.all': 'The sources cover every sentence.',

  'checks.title': 'Checked',
  'checks.passed': 'Passed: {name}',
  'checks.failed': 'Not passed: {name}',

  'origin.title': 'Where this comes from',
  'origin.model': 'Model',
  'origin.prompt': 'Prompt',
  'origin.prompt.version': '{name}, version {version} ({hash})',
  'origin.made': 'Written',
  'origin.cost': 'Cost of the step',
  'origin.job': 'Job',
  'origin.job.open': 'Open job {id}',
} as const satisfies Record<string, string>;

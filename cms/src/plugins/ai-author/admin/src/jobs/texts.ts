/** Texts about the jobs of a course: their list and one of them as it runs. */
export const jobsTexts = {
  'jobs.title': 'Jobs',
  'jobs.about':
    'Each job is a plan of small steps. What they bring are proposals; nothing in a draft changes until one is accepted.',
  'jobs.none': 'No job was started for this course yet.',
  'jobs.count':
    '{count, plural, one {One job} other {# jobs}}{more, select, yes { and older ones} other {}}',
  'jobs.newest': 'Newest',
  'jobs.older': 'Older jobs',
  'jobs.clear': 'Show everything',
  'jobs.job': 'Job',
  'jobs.started': 'Started',
  'jobs.started.by': '{by}, {when}',
  'jobs.state': 'State',
  'jobs.spent': 'Spent',
  'jobs.proposals': 'Waiting for a decision',

  'job.state.running': 'Running',
  'job.state.paused': 'Paused',
  'job.state.stopped': 'Stopped',
  'job.state.cancelled': 'Cancelled',
  'job.state.failed': 'Failed',
  'job.state.done': 'Done',
  'step.state.waiting': 'Waiting',
  'step.state.running': 'Being written',
  'step.state.done': 'Done',
  'step.state.failed': 'Failed',
  'step.state.cancelled': 'Not done',

  'job.about': 'Started by {by}, {when}',
  'job.about.ended': 'Started by {by}, {when}, ended {ended}',
  'job.away': 'The line to the server is cut. It is being opened again; the job goes on meanwhile.',
  'job.progress': 'Progress',
  'job.progress.of':
    '{done, number} of {all, plural, one {one step} other {# steps}} done{running, plural, =0 {} other {, # being written}}{failed, plural, =0 {} other {, # failed}}{cancelled, plural, =0 {} other {, # not done}}',
  'job.progress.short': '{done, number} of {all, number}',
  'job.cost.spent': 'So far',
  'job.cost.estimate': 'Estimate before it began',
  'job.cost.ceiling': 'Ceiling for a job',
  'job.cost.no-ceiling': 'None',
  'job.reason.stopped': 'It stopped',
  'job.reason.failed': 'Some steps failed',
  'job.reason.resume':
    'What is done is kept. Resume when the cause is removed: nothing that is done is asked for again.',
  'job.paused.about':
    'It waits. Steps that had begun are finished; no further one begins until you resume.',
  'job.cancelled.about': 'It was cancelled. What was done before is kept among the proposals.',
  'job.failed.about':
    'Resume to ask again for the steps that failed. What is done is kept and not paid again. Or leave it at what is done.',
  'job.running.about': 'You may leave this page: it goes on without you.',
  'job.proposals':
    '{count, plural, =0 {No proposal waits for a decision} one {Look at the one proposal} other {Look at the # proposals}}',
  'job.proposals.all': 'See its proposals',
  'job.next.outline':
    'When you have accepted the outline, let the lessons be written: notes, questions, labs and projects.',

  'job.pause': 'Pause',
  'job.resume': 'Resume',
  'job.cancel': 'Cancel the job',
  'job.cancel.not': 'Let it be',
  'job.cancel.title': 'Cancel this job?',
  'job.cancel.about':
    '{done, plural, =0 {Nothing is done yet.} one {The one step that is done is kept with its proposals.} other {The # steps that are done are kept with their proposals.}} {left, plural, =0 {} one {The one that is left is not asked for any more} other {The # that are left are not asked for any more}}{left, plural, =0 {} other {, and what is being written now is thrown away. What that has cost so far stays counted.}} A cancelled job cannot be resumed.',
  'job.cancel.running': 'Cancelling',
  'job.leave': 'Leave it at that',
  'job.leave.title': 'Leave this job at what is done?',
  'job.leave.about':
    '{failed, plural, one {The step that failed is not asked for again.} other {The # steps that failed are not asked for again.}} {done, plural, =0 {Nothing else was written.} other {What is done stays among the proposals.}} The job cannot be resumed after that; you can start a new one.',
  'job.leave.running': 'Putting it away',
  'job.done.pause': 'Paused. Steps that had begun are finished.',
  'job.done.resume': 'It goes on.',
  'job.done.cancel': 'Cancelled. What was done is kept.',
  'job.done.leave': 'The job is closed. What was done is kept.',
  'job.not-done': 'Not done',
  'job.not-done.forbidden': 'Your role may not do this. Ask an administrator for the permission.',
  'job.not-done.unanswered':
    'No answer came from the server. It may be done or not: look at the state above before you try again.',

  'steps.title': 'Steps',
  'steps.none': 'Its plan has no steps.',
  'step.tries': '{count, plural, one {Asked once} other {Asked # times}}',
  'step.next-try': 'Will be asked again: {when}',
  'step.writing': 'Being written now',
  'step.waits': 'The model has not begun to answer yet.',
  'step.proposals': 'Its proposals',
} as const;

const action = (uid: string, displayName: string) =>
  ({ section: 'plugins', displayName, uid, pluginName: 'records' }) as const;

/** What a role may be given in the admin's role editor. */
export const actions = [
  action('students.read', 'See students and their enrolments'),
  action('students.suspend', 'Suspend and reinstate students'),
  action('attempts.read', 'See test attempts with their answers'),
  action('keys.correct', 'Correct answer keys'),
  action('submissions.review', 'Review projects'),
];

export const mayReadStudents = 'plugin::records.students.read';
export const maySuspend = 'plugin::records.students.suspend';
export const mayReadAttempts = 'plugin::records.attempts.read';
export const mayCorrectKeys = 'plugin::records.keys.correct';
export const mayReview = 'plugin::records.submissions.review';

export const permissions = [
  mayReadStudents,
  maySuspend,
  mayReadAttempts,
  mayCorrectKeys,
  mayReview,
];

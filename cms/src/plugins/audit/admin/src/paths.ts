/** Where the plugin's pages are. */
export const auditPath = '/plugins/audit';

export const linePath = (id: number): string => `${auditPath}/${id}`;

/** The lines about one row. */
export const historyPath = (subject: string, subjectId: string): string =>
  `${auditPath}?${new URLSearchParams({ subject, subject_id: subjectId })}`;

/** Where the plugin's pages are. */
export const recordsPath = '/plugins/records';

export const studentPath = (id: number): string => `${recordsPath}/students/${id}`;
export const attemptPath = (id: number): string => `${recordsPath}/attempts/${id}`;
export const questionPath = (id: number): string => `${recordsPath}/keys/${id}`;
export const submissionPath = (id: number): string => `${recordsPath}/reviews/${id}`;

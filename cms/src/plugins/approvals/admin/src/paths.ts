/** Where the plugin's pages are. */
export const approvalsPath = '/plugins/approvals';

export const approvalPath = (id: number): string => `${approvalsPath}/${id}`;

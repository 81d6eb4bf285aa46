/** What a script of ours sent. What is no JSON is nothing, which the contract then refuses. */
export const readJson = (request: Request): Promise<unknown> => request.json().catch(() => ({}));

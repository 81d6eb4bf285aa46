/** A draft's field as the edit view labels it: `passing_percentage` is “Passing percentage”. */
export function fieldName(field: string): string {
  const words = field.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where the plugin's pages are. */
export const historyPath = '/plugins/publisher';

export type Tab = 'changes' | 'versions' | 'history';

export const isTab = (text: string | null): text is Tab =>
  text === 'changes' || text === 'versions' || text === 'history';

/** The page about one course, on request with two sides to compare. */
export function coursePath(
  documentId: string,
  tab: Tab = 'changes',
  sides: { readonly from?: string | number; readonly to?: string | number } = {},
): string {
  const query = new URLSearchParams({ tab });
  if (sides.from !== undefined) query.set('from', String(sides.from));
  if (sides.to !== undefined) query.set('to', String(sides.to));
  return `${historyPath}/courses/${documentId}?${query.toString()}`;
}

import { useSyncExternalStore } from 'react';
import { useLocation } from 'react-router-dom';

/** The one dialog that is open, and the visit of a page it was opened on. */
let open: { readonly name: string; readonly visit: string } | null = null;
const watchers = new Set<() => void>();

function put(next: typeof open): void {
  open = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/**
 * Whether a dialog is open that is opened from a page's header. Kept outside of the header, which Strapi
 * builds anew when the window crosses a phone's width: the dialog would close under whoever types into it.
 * It belongs to one visit of a page and does not open by itself on the next one.
 */
export function useDialog(name: string) {
  const { key: visit } = useLocation();
  const isOpen = useSyncExternalStore(watch, () => open?.name === name && open.visit === visit);
  return {
    isOpen,
    show: () => put({ name, visit }),
    close: () => put(null),
  };
}

import { useEffect } from 'react';
import { shortcutOf } from './shortcut';

/** Where a key is written or chosen with, and not a shortcut. */
const taken =
  'input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=menu], [role=dialog], [role=alertdialog]';

const cards = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-proposal]')];
const isOpen = (card: HTMLElement): boolean => card.querySelector('[data-act=accept]') !== null;

/** Moves the focus to the next proposal that waits for a decision, after the one given. */
export function focusNextOpen(after: HTMLElement | null): void {
  const all = cards();
  const from = after === null ? -1 : all.indexOf(after);
  const next = [...all.slice(from + 1), ...all.slice(0, Math.max(from, 0))].find(isOpen);
  (next ?? after)?.focus();
}

/**
 * j and k (on a proposal the arrows, too) go from one proposal to the next; a, e and r press the
 * buttons of the one with the focus, of the first where none has it. While one types, nothing happens,
 * and a key that is held down decides once.
 */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      const { target } = event;
      if (shortcut === null || !(target instanceof HTMLElement) || target.closest(taken) !== null)
        return;
      if (document.querySelector('[role=dialog], [role=alertdialog]') !== null) return;
      const all = cards();
      const current = target.closest<HTMLElement>('[data-proposal]');
      if ('step' in shortcut) {
        const { step, isArrow } = shortcut;
        // Elsewhere the arrows scroll the page.
        if (isArrow && target !== current) return;
        const at = current === null ? (step > 0 ? -1 : all.length) : all.indexOf(current);
        const next = all[at + step];
        if (next === undefined) return;
        event.preventDefault();
        next.focus();
        next.scrollIntoView({ block: 'nearest' });
        return;
      }
      const card = current ?? all.find(isOpen);
      const button = card?.querySelector<HTMLButtonElement>(`[data-act=${shortcut.act}]`);
      if (card === undefined || button === null || button === undefined || button.disabled) return;
      event.preventDefault();
      card.focus();
      button.click();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

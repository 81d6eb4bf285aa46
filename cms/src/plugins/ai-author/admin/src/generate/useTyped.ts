import { useAuth } from '@strapi/strapi/admin';
import { useRef, useState } from 'react';

/**
 * What somebody types into a form, kept in this tab and for this person until it is sent or discarded:
 * a form that is built anew, as Strapi does with a page's header when a phone is turned, has it still.
 *
 * @param form the form's name, which says also what it is about
 * @param restore makes of what was kept, or of null, what the form begins with
 */
export function useTyped<Value extends object>(form: string, restore: (kept: unknown) => Value) {
  const person = useAuth('ai-author', ({ user }) => user?.id);
  const key = `ai-author.typed.${person}.${form}`;
  const [value, setValue] = useState(() => restore(read(key)));
  // A file may have been attached since the page was drawn.
  const latest = useRef(value);
  return {
    value,
    put: (change: Partial<Value>) => {
      latest.current = { ...latest.current, ...change };
      setValue(latest.current);
      try {
        sessionStorage.setItem(key, JSON.stringify(latest.current));
      } catch {
        // Full or forbidden: then it is kept only as long as the form stands.
      }
    },
    forget: () => {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // Forbidden: then nothing was kept.
      }
    },
  };
}

function read(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

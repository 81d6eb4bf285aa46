import { Typography } from '@strapi/design-system';
import type { LeftOut as Left } from '../../../server/wire';
import { useWords } from '../words';
import { leftOutWord } from './left-out';

/** What a plan does not ask for again, a line for each command: it is there, or it is under way. */
export function LeftOut({ left }: { readonly left: readonly Left[] }) {
  const { say } = useWords();
  if (left.length === 0) return null;
  return (
    <ul>
      {left.map((one) => (
        <li key={`${one.command} ${one.kind} ${one.reason}`}>
          <Typography variant="pi">{say(leftOutWord(one), { count: one.places })}</Typography>
        </li>
      ))}
    </ul>
  );
}

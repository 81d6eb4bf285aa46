import { useDifferencesQuery } from './api';
import { coursePath } from './names';
import { TextLink } from './parts/TextLink';
import { useWords } from './words';

interface Props {
  readonly documentId: string;
  /** The current version; null while there is none. */
  readonly version: number | null;
}

/** How much the drafts differ from what is current, and the way to see it. */
export function ChangesLine({ documentId, version }: Props) {
  const { say } = useWords();
  const { data } = useDifferencesQuery(
    { documentId, from: version, to: 'draft' },
    { skip: version === null, refetchOnMountOrArgChange: true },
  );
  if (version === null) return null;
  const count = data === undefined ? null : data.nodes.length + data.more;
  return (
    <>
      {count === null ? null : (
        <TextLink to={coursePath(documentId)}>
          {count === 0 ? say('changes.none', { version }) : say('changes.some', { count, version })}
        </TextLink>
      )}
      <TextLink to={coursePath(documentId, 'versions')}>{say('changes.all')}</TextLink>
    </>
  );
}

import { recordsPath } from '../paths';
import { useRights } from '../useRights';
import { useWords } from '../words';
import { openParts } from './open-parts';
import { type PageProps, PartsFrame } from './PartsFrame';

/** What every page of the records stands in. */
export function RecordsFrame(page: PageProps) {
  const { say } = useWords();
  const links = openParts(useRights()).map((part) => ({
    to: `${recordsPath}/${part}`,
    label: say(`nav.${part}`),
  }));
  return <PartsFrame {...page} parts={{ label: say('nav.label'), links }} />;
}

import { type PageProps, PartsFrame } from '../../../records/admin/src/parts/PartsFrame';
import { useRights } from '../../../records/admin/src/useRights';
import { openParts } from './parts';
import { useWords } from './words';

/** What every page of the certificates stands in. */
export function Frame(page: PageProps) {
  const { say } = useWords();
  const links = openParts(useRights()).map(({ part, to }) => ({ to, label: say(`nav.${part}`) }));
  return <PartsFrame {...page} parts={{ label: say('nav.label'), links }} />;
}

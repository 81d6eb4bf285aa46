import { StartFrame } from '../Frame';
import { useWords } from '../words';

export function UsagePage() {
  const { say } = useWords();
  return <StartFrame title={say('nav.usage')}>{null}</StartFrame>;
}

import { StartFrame } from '../Frame';
import { useWords } from '../words';

export function StartPage() {
  const { say } = useWords();
  return <StartFrame title={say('menu.title')}>{null}</StartFrame>;
}

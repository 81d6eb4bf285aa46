import type { Failure } from '../failure';
import { Notice } from '../Notice';
import { useWords } from '../words';

export function FailureNotice({ failure }: { readonly failure: Failure }) {
  const { say } = useWords();
  const text = failure.kind === 'said' ? failure.text : say(`failure.${failure.kind}`);
  return <Notice title={say('failure.title')} text={text} />;
}

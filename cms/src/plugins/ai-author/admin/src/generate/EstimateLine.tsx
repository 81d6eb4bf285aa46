import { Button, Flex, Typography } from '@strapi/design-system';
import type { Failure } from '../../../../publisher/admin/src/failure';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { Folded } from '../parts/Folded';
import { useWords } from '../words';
import { LeftOut } from './LeftOut';
import type { Estimated } from './useEstimate';

/** What a job would cost, in words, and whether it would pass a ceiling. */
export function EstimateLine({ estimated }: { readonly estimated: Estimated }) {
  const { say, cost } = useWords();
  if (estimated.state === 'failed')
    return (
      <Flex direction="column" alignItems="flex-start" gap={3}>
        <Notice text={whyNot(estimated.failure)} />
        <Button variant="tertiary" onClick={estimated.retry}>
          {say('estimate.retry')}
        </Button>
      </Flex>
    );
  const left = estimated.state === 'there' ? (estimated.estimate.notMendable ?? []) : [];
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography role="status">{line()}</Typography>
      {estimated.state === 'there' && estimated.estimate.steps > 0 ? (
        <Typography variant="pi" textColor="neutral600">
          {say('estimate.rough')}
        </Typography>
      ) : null}
      {estimated.state === 'there' && estimated.estimate.over !== null ? (
        <Notice text={say(`estimate.over.${estimated.estimate.over}`)} />
      ) : null}
      <LeftOut left={estimated.state === 'there' ? (estimated.estimate.leftOut ?? []) : []} />
      {left.length > 0 ? (
        <Folded label={say('estimate.left', { count: left.length })}>
          <ul>
            {left.map(({ title, message }) => (
              <li key={`${title}\n${message}`}>
                <Typography variant="pi">{message}</Typography>
              </li>
            ))}
          </ul>
        </Folded>
      ) : null}
    </Flex>
  );

  function whyNot(failure: Failure): string {
    return failure.kind === 'said' ? failure.text : say(`estimate.failed.${failure.kind}`);
  }
  function line(): string {
    if (estimated.state !== 'there') return say('estimate.counting');
    const { estimate } = estimated;
    if (estimate.steps === 0) return say('estimate.nothing');
    return say('estimate.is', { cost: cost(estimate), count: estimate.steps });
  }
}

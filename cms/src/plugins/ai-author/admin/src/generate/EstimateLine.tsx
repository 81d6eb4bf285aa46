import { Flex, Typography } from '@strapi/design-system';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { FailureNotice } from '../../../../publisher/admin/src/parts/FailureNotice';
import { useWords } from '../words';
import type { Estimated } from './useEstimate';

/** What a job would cost, in words, and whether it would pass a ceiling. */
export function EstimateLine({ estimated }: { readonly estimated: Estimated }) {
  const { say, cost } = useWords();
  if (estimated.state === 'failed') return <FailureNotice failure={estimated.failure} />;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography role="status">{line()}</Typography>
      {estimated.state === 'there' ? (
        <Typography variant="pi" textColor="neutral600">
          {say('estimate.rough')}
        </Typography>
      ) : null}
      {estimated.state === 'there' && estimated.estimate.over !== null ? (
        <Notice text={say(`estimate.over.${estimated.estimate.over}`)} />
      ) : null}
    </Flex>
  );

  function line(): string {
    if (estimated.state !== 'there') return say('estimate.counting');
    const { estimate } = estimated;
    return say('estimate.is', { cost: cost(estimate), count: estimate.steps });
  }
}

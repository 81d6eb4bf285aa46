import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';
import { fieldName } from '../../../../publisher/admin/src/names';
import type { Citation, Proposal } from '../../../server/wire';
import { CalmNotice } from '../parts/CalmNotice';
import { Folded } from '../parts/Folded';
import { useWords } from '../words';

const wrap = { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' } as const;

/** The passages a text rests on, each with its place and its words. */
export function Citations({ citations }: { readonly citations: readonly Citation[] }) {
  const { say } = useWords();
  if (citations.length === 0) return null;
  return (
    <Folded label={say('cited.title', { count: citations.length })}>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
        {citations.map(({ source, place, quote }, index) => (
          // The same passage may be cited twice.
          <Box key={index} tag="li" paddingLeft={3} style={{ borderInlineStart: '3px solid' }}>
            <Typography tag="blockquote" variant="pi" style={wrap}>
              “{quote}”
            </Typography>
            <Typography tag="p" variant="pi" textColor="neutral600" style={wrap}>
              {place === '' ? source : say('cited.place', { source, place })}
            </Typography>
          </Box>
        ))}
      </Flex>
    </Folded>
  );
}

/** What of a text no source covers; nothing where none was attached. */
export function Uncovered({ proposal }: { readonly proposal: Proposal }) {
  const { say } = useWords();
  const { uncovered, citations } = proposal;
  if (uncovered === null) return null;
  if (uncovered.length === 0)
    return citations.length === 0 ? null : (
      <Typography variant="pi" textColor="neutral600">
        {say('covered.all')}
      </Typography>
    );
  return (
    <CalmNotice tone="warning" title={say('uncovered.title', { count: uncovered.length })}>
      {say('uncovered.about')}
      <Box paddingTop={1}>
        <Folded label={say('uncovered.show')}>
          <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
            {uncovered.map((sentence, index) => (
              // A sentence may stand there twice.
              <Typography key={index} tag="li" variant="pi" style={wrap}>
                “{sentence}”
              </Typography>
            ))}
          </Flex>
        </Folded>
      </Box>
    </CalmNotice>
  );
}

/** What was tried before it was offered, such as the run of a lab. */
export function Checks({ checks }: Pick<Proposal, 'checks'>) {
  const { say } = useWords();
  if (checks.length === 0) return null;
  return (
    <Box>
      <Typography tag="h4" variant="sigma" textColor="neutral600">
        {say('checks.title')}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={1}>
        {checks.map(({ name, passed, text }, index) => {
          const Icon = passed ? CheckCircle : CrossCircle;
          return (
            // A check may be made of several things.
            <Flex key={index} tag="li" gap={2} alignItems="flex-start">
              <Box paddingTop="0.2rem" shrink={0}>
                <Icon
                  aria-hidden
                  width="1.6rem"
                  height="1.6rem"
                  fill={passed ? 'success600' : 'danger600'}
                />
              </Box>
              <Box minWidth={0}>
                <Typography variant="pi" fontWeight="semiBold">
                  {say(passed ? 'checks.passed' : 'checks.failed', { name: fieldName(name) })}
                </Typography>
                {text === '' ? null : (
                  <Typography tag="p" variant="pi" style={wrap}>
                    {text}
                  </Typography>
                )}
              </Box>
            </Flex>
          );
        })}
      </Flex>
    </Box>
  );
}

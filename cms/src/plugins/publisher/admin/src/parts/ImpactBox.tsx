import { Box, Flex, Typography } from '@strapi/design-system';
import type { Impact } from '../../../server/wire';
import { fieldName } from '../names';
import { useWords } from '../words';

/** Who learns on which version, which tests are open, and what the certificate will ask for. */
export function ImpactBox({ impact }: { readonly impact: Impact }) {
  const { say } = useWords();
  const { learners, openAttempts, certificateRules, certificatesIssued } = impact;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Typography variant="pi" fontWeight="bold">
        {say('impact.title')}
      </Typography>
      <Box tag="ul" paddingLeft={5} style={{ listStyle: 'disc' }}>
        {learners.length === 0 ? <Line text={say('impact.nobody')} /> : null}
        {learners.map(({ version, count }) => (
          <Line key={version} text={say('impact.learners', { version, count })} />
        ))}
        {learners.length === 0 && openAttempts === 0 ? null : (
          <Line text={say('impact.attempts', { count: openAttempts })} />
        )}
        {certificatesIssued === 0 ? null : (
          <Line text={say('impact.certificates', { count: certificatesIssued })} />
        )}
      </Box>
      {certificateRules.length === 0 ? null : (
        <>
          <Typography variant="pi">{say('impact.rules')}</Typography>
          <Box tag="ul" paddingLeft={5} style={{ listStyle: 'disc' }}>
            {certificateRules.map(({ field, before, after }) => (
              <Line
                key={field}
                text={say('impact.rule', {
                  field: fieldName(field),
                  before: before === '' ? say('impact.rule.empty') : before,
                  after: after === '' ? say('impact.rule.empty') : after,
                })}
              />
            ))}
          </Box>
        </>
      )}
    </Flex>
  );
}

const Line = ({ text }: { readonly text: string }) => (
  <Typography tag="li" variant="pi">
    {text}
  </Typography>
);

import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { Card } from '../../../../records/admin/src/parts/Section';
import type { Share } from '../../../server/wire';
import { coursePath, proposalsPath } from '../paths';
import { useWords } from '../words';
import { type Parts, partsOf } from './parts-of';

/** The colours are told apart by their pattern, too: in grey they would be three greys. */
const Strip = styled.div`
  display: flex;
  gap: 2px;
  height: 1.2rem;
  border-radius: ${({ theme }) => theme.borderRadius};
  overflow: hidden;
`;

const Piece = styled.div<{ $part: 'people' | 'reviewed' | 'unreviewed' }>`
  background-color: ${({ theme, $part }) =>
    ({
      people: theme.colors.neutral300,
      reviewed: theme.colors.primary500,
      unreviewed: theme.colors.warning500,
    })[$part]};
  background-image: ${({ $part, theme }) =>
    $part === 'unreviewed'
      ? `repeating-linear-gradient(45deg, transparent 0 4px, ${theme.colors.neutral0} 4px 6px)`
      : 'none'};
`;

const Swatch = styled(Piece)`
  width: 1.2rem;
  height: 1.2rem;
  flex-shrink: 0;
  border-radius: 2px;
`;

const kinds = [
  ['people', 'share.person'],
  ['reviewed', 'share.machine-reviewed'],
  ['unreviewed', 'share.machine-unreviewed'],
] as const;

interface PanelProps {
  readonly courseId: string;
  readonly share: Share;
}

/** How much of a course a machine wrote and how much of that nobody has reviewed. */
export function SharePanel({ courseId, share }: PanelProps) {
  const { say } = useWords();
  const parts = partsOf(share);
  return (
    <Card>
      <Sentence share={share} parts={parts} />
      {share.machineWritten === 0 ? null : <Division parts={parts} />}
      {share.openProposals === 0 ? (
        <Typography>{say('share.open', { count: 0 })}</Typography>
      ) : (
        <Box>
          <TextLink to={proposalsPath(courseId, { state: 'open' })}>
            {say('share.open', { count: share.openProposals })}
          </TextLink>
        </Box>
      )}
    </Card>
  );
}

interface SentenceProps {
  readonly share: Share;
  readonly parts: Parts;
}

function Sentence({ share, parts }: SentenceProps) {
  const { say } = useWords();
  const { characters: all, machineWritten, unreviewed } = share;
  if (all === 0) return <Typography>{say('share.empty')}</Typography>;
  if (machineWritten === 0) return <Typography>{say('share.none')}</Typography>;
  return (
    <Typography>
      {say('share.of', { percent: parts.machine, machine: machineWritten, all })}{' '}
      {unreviewed === 0
        ? say('share.reviewed')
        : say('share.unreviewed', { percent: parts.unreviewed })}
    </Typography>
  );
}

function Division({ parts }: { readonly parts: Parts }) {
  const { say } = useWords();
  const there = kinds.filter(([part]) => parts[part] > 0);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Strip aria-hidden>
        {there.map(([part]) => (
          <Piece key={part} $part={part} style={{ flexGrow: parts[part], flexBasis: 0 }} />
        ))}
      </Strip>
      <Flex tag="ul" gap={4} wrap="wrap">
        {there.map(([part, word]) => (
          <Flex key={part} tag="li" gap={2}>
            <Swatch aria-hidden $part={part} />
            <Typography variant="pi">{say(word, { percent: parts[part] })}</Typography>
          </Flex>
        ))}
      </Flex>
    </Flex>
  );
}

/** The same in one line, for a list, with the way to what exactly it is. */
export function ShareLine({ courseId, share }: PanelProps) {
  const { say } = useWords();
  const { machine, unreviewed } = partsOf(share);
  if (share.machineWritten === 0) return <Typography>{say('share.line.none')}</Typography>;
  return (
    <TextLink to={coursePath(courseId, 'written')}>
      {say('share.short', { percent: machine, unreviewed: share.unreviewed, share: unreviewed })}
    </TextLink>
  );
}

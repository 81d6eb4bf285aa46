import { Box, TextButton, Typography, VisuallyHidden } from '@strapi/design-system';
import { useMemo, useState } from 'react';
import { styled } from 'styled-components';
import { useWords } from '../words';
import { type Block, type Piece, textDiff } from './text-diff';

/** As written, with its line breaks; wide code scrolls within. */
export const DifferenceText = styled.div`
  overflow-wrap: anywhere;
  white-space: pre-wrap;
  font-size: ${({ theme }) => theme.fontSizes[2]};
  line-height: ${({ theme }) => theme.lineHeights[6]};
  color: ${({ theme }) => theme.colors.neutral800};

  ins {
    background: ${({ theme }) => theme.colors.success100};
    color: ${({ theme }) => theme.colors.success700};
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 2px;
  }

  del {
    background: ${({ theme }) => theme.colors.danger100};
    color: ${({ theme }) => theme.colors.danger700};
    text-decoration: line-through;
  }

  mark {
    background: ${({ theme }) => theme.colors.warning100};
    color: inherit;
    border-bottom: 2px dotted ${({ theme }) => theme.colors.warning700};
  }
`;

interface Props {
  readonly before: string;
  readonly after: string;
}

/** One field's two texts in one, with what came underlined and what went struck through. */
export function TextDifference({ before, after }: Props) {
  const { say } = useWords();
  const blocks = useMemo(() => textDiff(before, after), [before, after]);
  if (blocks.length === 0)
    return (
      <Typography variant="pi" textColor="neutral600">
        {say('diff.nothing')}
      </Typography>
    );
  return <WithinDifference blocks={blocks} />;
}

/** A comparison that was made, as one text. */
export const WithinDifference = ({ blocks }: { readonly blocks: readonly Block[] }) => (
  <DifferenceText>
    {blocks.map((block, index) => (
      // Blocks have no name of their own, and their order never changes.
      <BlockView key={index} block={block} />
    ))}
  </DifferenceText>
);

function BlockView({ block }: { readonly block: Block }) {
  const { say } = useWords();
  const [open, setOpen] = useState(false);
  if (block.kind === 'text')
    return (
      <>
        {block.pieces.map((piece, index) => (
          // Pieces have no name either.
          <PieceView key={index} piece={piece} />
        ))}
      </>
    );
  if (open) return <>{block.text}</>;
  return (
    <Box paddingTop={1} paddingBottom={1}>
      <TextButton onClick={() => setOpen(true)}>
        {say('diff.gap', { count: block.lines })}
      </TextButton>
    </Box>
  );
}

export function PieceView({ piece }: { readonly piece: Piece }) {
  const { say } = useWords();
  const text = piece.marked === true ? <mark>{piece.text}</mark> : piece.text;
  if (piece.kind === 'same') return text;
  const Mark = piece.kind === 'added' ? 'ins' : 'del';
  return (
    <Mark>
      <VisuallyHidden tag="span">{say(`diff.${piece.kind}`)} </VisuallyHidden>
      {text}
    </Mark>
  );
}

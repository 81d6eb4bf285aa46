import { Box, TextButton, Typography, VisuallyHidden } from '@strapi/design-system';
import { useMemo, useState } from 'react';
import { styled } from 'styled-components';
import { useWords } from '../words';
import { type Block, type Piece, textDiff } from './text-diff';

/** As written, with its line breaks; wide code scrolls within. */
const Text = styled.div`
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
  return (
    <Text>
      {blocks.map((block, index) => (
        // Blocks have no name of their own, and their order never changes.
        <BlockView key={index} block={block} />
      ))}
    </Text>
  );
}

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

function PieceView({ piece }: { readonly piece: Piece }) {
  const { say } = useWords();
  if (piece.kind === 'same') return <>{piece.text}</>;
  const Mark = piece.kind === 'added' ? 'ins' : 'del';
  return (
    <Mark>
      <VisuallyHidden tag="span">{say(`diff.${piece.kind}`)} </VisuallyHidden>
      {piece.text}
    </Mark>
  );
}

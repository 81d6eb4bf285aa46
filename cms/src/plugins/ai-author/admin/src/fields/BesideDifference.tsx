import { Box, TextButton, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { styled } from 'styled-components';
import { DifferenceText, PieceView } from '../../../../publisher/admin/src/parts/TextDifference';
import type { Block, Piece } from '../../../../publisher/admin/src/parts/text-diff';
import { useWords as usePublisherWords } from '../../../../publisher/admin/src/words';
import { useWords } from '../words';

const Columns = styled.div`
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  column-gap: ${({ theme }) => theme.spaces[5]};

  > :nth-child(even) {
    padding-inline-start: ${({ theme }) => theme.spaces[5]};
    border-inline-start: 1px solid ${({ theme }) => theme.colors.neutral200};
  }
`;

/** The present text at the left, the proposed one at the right, with what differs marked in each. */
export function BesideDifference({ blocks }: { readonly blocks: readonly Block[] }) {
  const { say } = useWords();
  return (
    <>
      <Columns>
        {(['now', 'proposed'] as const).map((side) => (
          <Typography key={side} variant="pi" fontWeight="semiBold" textColor="neutral600">
            {say(`card.${side}`)}
          </Typography>
        ))}
      </Columns>
      {blocks.map((block, index) => (
        // Blocks have no name of their own, and their order never changes.
        <BlockRow key={index} block={block} />
      ))}
    </>
  );
}

function BlockRow({ block }: { readonly block: Block }) {
  const { say } = usePublisherWords();
  const [isOpen, setOpen] = useState(false);
  if (block.kind === 'gap' && !isOpen)
    return (
      <Box paddingTop={1} paddingBottom={1}>
        <TextButton onClick={() => setOpen(true)}>
          {say('diff.gap', { count: block.lines })}
        </TextButton>
      </Box>
    );
  const pieces: readonly Piece[] =
    block.kind === 'gap' ? [{ kind: 'same', text: block.text }] : block.pieces;
  return (
    <Columns>
      <Side pieces={pieces} without="added" />
      <Side pieces={pieces} without="removed" />
    </Columns>
  );
}

const Side = ({
  pieces,
  without,
}: {
  readonly pieces: readonly Piece[];
  readonly without: Piece['kind'];
}) => (
  <DifferenceText>
    {pieces.map((piece, index) =>
      // Pieces have no name either.
      piece.kind === without ? null : <PieceView key={index} piece={piece} />,
    )}
  </DifferenceText>
);

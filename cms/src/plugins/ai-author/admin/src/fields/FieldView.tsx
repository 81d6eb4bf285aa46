import { Box, Typography } from '@strapi/design-system';
import { useMemo } from 'react';
import { styled } from 'styled-components';
import { fieldName } from '../../../../publisher/admin/src/names';
import {
  DifferenceText,
  PieceView,
  WithinDifference,
} from '../../../../publisher/admin/src/parts/TextDifference';
import { textDiff } from '../../../../publisher/admin/src/parts/text-diff';
import type { KindName } from '../../../server/wire';
import { useWords } from '../words';
import { BesideDifference } from './BesideDifference';
import { fieldText } from './field-text';
import { type Form, formOf } from './forms';
import { withMarks } from './marks';

/** How a text is compared with the one before it. */
export type View = 'beside' | 'within';

const Code = styled.div`
  overflow-x: auto;
  padding: ${({ theme }) => theme.spaces[3]};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};

  div {
    font-family: ui-monospace, monospace;
    font-size: ${({ theme }) => theme.fontSizes[1]};
  }
`;

interface Props {
  readonly kind: KindName;
  readonly field: string;
  readonly value: unknown;
  /** What the field holds now; undefined for a new entry, which has nothing to be compared with. */
  readonly present?: { readonly value: unknown };
  readonly view: View;
  /** Sentences that no source covers. */
  readonly uncovered: readonly string[];
  /** A card with one field has its name as heading. */
  readonly hasHeading: boolean;
}

/** One field as it is proposed, beside what it holds now. */
export function FieldView({ kind, field, value, present, view, uncovered, hasHeading }: Props) {
  const form = formOf(kind, field);
  const after = fieldText(form, value);
  const before = present === undefined ? undefined : fieldText(form, present.value);
  return (
    <Box>
      {hasHeading ? (
        <Typography tag="h4" variant="sigma" textColor="neutral600">
          {fieldName(field)}
        </Typography>
      ) : null}
      <Box paddingTop={hasHeading ? 1 : 0}>
        <Framed form={form}>
          <Texts before={before} after={after} view={view} uncovered={uncovered} />
        </Framed>
      </Box>
    </Box>
  );
}

const Framed = ({
  form,
  children,
}: {
  readonly form: Form | undefined;
  readonly children: React.ReactNode;
}) => {
  const isCode =
    form === 'code' || (typeof form === 'object' && 'list' in form && form.list === 'lab-tests');
  return isCode ? <Code tabIndex={0}>{children}</Code> : children;
};

interface TextsProps {
  readonly before: string | undefined;
  readonly after: string;
  readonly view: View;
  readonly uncovered: readonly string[];
}

function Texts({ before, after, view, uncovered }: TextsProps) {
  const { say } = useWords();
  const blocks = useMemo(
    () =>
      withMarks(
        before === undefined
          ? [{ kind: 'text', pieces: [{ kind: 'same', text: after }] }]
          : textDiff(before, after),
        uncovered,
      ),
    [before, after, uncovered],
  );
  if (after === '' && (before ?? '') === '')
    return (
      <Typography variant="pi" textColor="neutral600">
        {say('card.empty')}
      </Typography>
    );
  // With nothing to compare with, one column is enough.
  if (before === undefined || before === '')
    return (
      <DifferenceText>
        {blocks.map((block) =>
          block.kind === 'gap'
            ? block.text
            : block.pieces.map((piece, index) => (
                // Pieces have no name of their own, and their order never changes.
                <PieceView key={index} piece={{ ...piece, kind: 'same' }} />
              )),
        )}
      </DifferenceText>
    );
  return view === 'beside' ? (
    <BesideDifference blocks={blocks} />
  ) : (
    <WithinDifference blocks={blocks} />
  );
}

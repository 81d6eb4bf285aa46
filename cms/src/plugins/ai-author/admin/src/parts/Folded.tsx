import { Box, TextButton } from '@strapi/design-system';
import { type ReactNode, useId, useState } from 'react';
import { CaretDown, CaretRight } from '../../../../publisher/admin/src/parts/carets';

interface Props {
  readonly label: string;
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
}

/** Something that is looked at on demand only. */
export function Folded({ label, startsOpen = false, children }: Props) {
  const id = useId();
  const [isOpen, setOpen] = useState(startsOpen);
  return (
    <Box>
      <TextButton
        aria-expanded={isOpen}
        aria-controls={id}
        startIcon={isOpen ? <CaretDown /> : <CaretRight />}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </TextButton>
      <Box id={id} paddingTop={2} hidden={!isOpen}>
        {isOpen ? children : null}
      </Box>
    </Box>
  );
}

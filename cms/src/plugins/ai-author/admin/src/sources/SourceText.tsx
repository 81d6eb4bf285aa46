import { Box, Button, Flex, Link, Modal, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { PlainText } from '../../../../records/admin/src/parts/Section';
import type { Source, SourceRecord } from '../../../server/wire';
import { useWords } from '../words';
import { useAiSourceQuery } from './api';

interface Props {
  readonly courseId: string;
  readonly source: Source;
  readonly onClose: () => void;
}

/** A source's text as the model gets it, passage by passage. */
export function SourceText({ courseId, source, onClose }: Props) {
  const { say } = useWords();
  const [after, setAfter] = useState(0);
  const [before, setBefore] = useState<SourceRecord['rows']>([]);
  const asked = useAiSourceQuery({ courseId, id: source.id, after });
  const page = asked.currentData;
  // Pages that were read stay; the one that is there now comes behind them.
  useEffect(() => {
    if (page !== undefined)
      setBefore((rows) => {
        const last = rows.at(-1)?.position ?? 0;
        return [...rows, ...page.rows.filter(({ position }) => position > last)];
      });
  }, [page]);
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={say('sources.open.close')}>
          <Modal.Title>{say('sources.open', { name: source.name })}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <Typography textColor="neutral600">{say('sources.open.about')}</Typography>
            {source.url === null ? null : (
              <Link href={source.url} isExternal>
                {say('sources.open.original')}
              </Link>
            )}
            {before.map(({ position, place, text }) => (
              <Box key={position} tag="section" aria-label={headOf(position, place)}>
                <Typography tag="h3" variant="sigma" textColor="neutral600">
                  {headOf(position, place)}
                </Typography>
                <PlainText>{text}</PlainText>
              </Box>
            ))}
            <Reading asked={{ ...asked, data: page }}>
              {({ next }) =>
                next === null ? null : (
                  <Box>
                    <Button type="button" variant="tertiary" onClick={() => setAfter(next)}>
                      {say('sources.open.more')}
                    </Button>
                  </Box>
                )
              }
            </Reading>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{say('sources.open.close')}</Button>
          </Modal.Close>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );

  function headOf(position: number, place: string): string {
    return place === '' ? say('sources.open.beginning', { number: position }) : place;
  }
}

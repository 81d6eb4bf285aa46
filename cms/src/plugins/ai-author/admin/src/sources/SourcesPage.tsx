import { Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Card, Section } from '../../../../records/admin/src/parts/Section';
import type { Source } from '../../../server/wire';
import { CourseFrame } from '../Frame';
import { useWords } from '../words';
import { AttachSource } from './AttachSource';
import { useAiRemoveSourceMutation, useAiSourcesQuery } from './api';
import { SourceText } from './SourceText';

/** What is attached to a course: to attach, to read as the model does, to remove. */
export function SourcesPage() {
  const { documentId: courseId = '' } = useParams();
  const { say, when } = useWords();
  const asked = useAiSourcesQuery(courseId, { refetchOnMountOrArgChange: true });
  const [opened, setOpened] = useState<Source | null>(null);
  const [removing, setRemoving] = useState<Source | null>(null);
  return (
    <CourseFrame courseId={courseId} title={say('sources.title')} about={say('sources.about')}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <Section title={say('sources.attach')}>
          <Card>
            <AttachSource courseId={courseId} />
          </Card>
        </Section>
        <Reading asked={asked}>
          {(sources) =>
            sources.length === 0 ? (
              <Typography textColor="neutral600">{say('sources.none')}</Typography>
            ) : (
              <Section title={say('sources.count', { count: sources.length })}>
                <Listing
                  label={say('sources.title')}
                  rows={sources}
                  keyOf={({ id }) => id}
                  columns={[
                    { head: say('sources.name'), cell: ({ name }) => <Name>{name}</Name> },
                    { head: say('sources.kind'), cell: ({ kind }) => say(`sources.kind.${kind}`) },
                    {
                      head: say('sources.size'),
                      cell: ({ passages, characters }) =>
                        say('sources.size.is', { passages, characters }),
                    },
                    {
                      head: say('sources.added'),
                      cell: ({ addedBy, addedAt }) =>
                        say('sources.added.by', { by: addedBy, when: when(addedAt) }),
                    },
                    {
                      head: say('sources.actions'),
                      cell: (source) => (
                        <Flex gap={2} wrap="wrap">
                          <Button
                            variant="tertiary"
                            size="S"
                            aria-label={say('sources.open.button.of', { name: source.name })}
                            onClick={() => setOpened(source)}
                          >
                            {say('sources.open.button')}
                          </Button>
                          <Button
                            variant="danger-light"
                            size="S"
                            aria-label={say('sources.remove.of', { name: source.name })}
                            onClick={() => setRemoving(source)}
                          >
                            {say('sources.remove')}
                          </Button>
                        </Flex>
                      ),
                    },
                  ]}
                />
              </Section>
            )
          }
        </Reading>
      </Flex>
      {opened === null ? null : (
        <SourceText courseId={courseId} source={opened} onClose={() => setOpened(null)} />
      )}
      {removing === null ? null : (
        <RemoveDialog courseId={courseId} source={removing} onClose={() => setRemoving(null)} />
      )}
    </CourseFrame>
  );
}

/** A name may be a whole sentence, and a table's cell is as wide as its text. */
const Name = ({ children }: { readonly children: string }) => (
  <Typography
    tag="span"
    style={{
      display: 'block',
      maxWidth: '32rem',
      whiteSpace: 'normal',
      overflowWrap: 'anywhere',
    }}
  >
    {children}
  </Typography>
);

interface RemoveProps {
  readonly courseId: string;
  readonly source: Source;
  readonly onClose: () => void;
}

function RemoveDialog({ courseId, source, onClose }: RemoveProps) {
  const { say } = useWords();
  const [remove, { isLoading }] = useAiRemoveSourceMutation();
  const { failure, attempt } = useAttempt();
  return (
    <ConfirmDialog
      open
      danger
      title={say('sources.remove.title')}
      about={say('sources.remove.about', { name: source.name })}
      confirm={say('sources.remove')}
      running={isLoading ? say('sources.remove.running') : null}
      failure={failure}
      onConfirm={async () => {
        if ((await attempt(remove({ courseId, id: source.id }))) !== null) onClose();
      }}
      onClose={onClose}
    />
  );
}

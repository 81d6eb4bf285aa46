import { Badge, Box, Button, Flex, Typography } from '@strapi/design-system';
import { ArrowsCounterClockwise, ClockCounterClockwise, Download, Eye } from '@strapi/icons';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Version } from '../../../server/wire';
import { coursePath } from '../names';
import { useWords } from '../words';
import { ExportButton } from './ExportButton';
import { RestoreDialog } from './RestoreDialog';
import { RestoredNotice } from './RestoredNotice';
import { RollBackDialog } from './RollBackDialog';

interface Props {
  readonly documentId: string;
  readonly versions: readonly Version[];
  readonly publishes: boolean;
}

/** What the dialogs below are about; null while none is open. */
type Asked = { readonly what: 'rollBack' | 'restore'; readonly version: number } | null;

export function Versions({ documentId, versions, publishes }: Props) {
  const { say } = useWords();
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const next = (versions[0]?.version ?? 0) + 1;
  const learners = versions.reduce((sum, each) => sum + each.learners, 0);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <RestoredNotice documentId={documentId} publishes={publishes} />
      {versions.length === 0 ? <Typography>{say('versions.none')}</Typography> : null}
      <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
        {versions.map((version, index) => (
          <VersionCard
            key={version.version}
            documentId={documentId}
            version={version}
            before={versions[index + 1]?.version}
            publishes={publishes}
            onAsk={(what) => setAsked({ what, version: version.version })}
          />
        ))}
      </Flex>
      {asked?.what === 'rollBack' ? (
        <RollBackDialog
          documentId={documentId}
          version={asked.version}
          next={next}
          learners={learners}
          onClose={close}
        />
      ) : null}
      {asked?.what === 'restore' ? (
        <RestoreDialog documentId={documentId} version={asked.version} onClose={close} />
      ) : null}
    </Flex>
  );
}

interface CardProps {
  readonly documentId: string;
  readonly version: Version;
  /** The version before it, for what it changed. */
  readonly before: number | undefined;
  readonly publishes: boolean;
  readonly onAsk: (what: 'rollBack' | 'restore') => void;
}

function VersionCard({ documentId, version: each, before, publishes, onAsk }: CardProps) {
  const { say, when, size } = useWords();
  const { version, isCurrent, inLive, message, learners, openAttempts } = each;
  return (
    <Box
      tag="li"
      padding={4}
      hasRadius
      background="neutral0"
      borderColor={isCurrent ? 'primary600' : 'neutral200'}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Flex direction="column" alignItems="stretch" gap={1}>
          <Flex gap={2} wrap="wrap">
            <Typography tag="h2" variant="delta">
              {say('compare.version', { version })}
            </Typography>
            {isCurrent ? <Badge variant="success">{say('versions.live')}</Badge> : null}
            {inLive ? null : <Badge>{say('versions.taken-out')}</Badge>}
          </Flex>
          <Typography variant="pi" textColor="neutral600">
            {say('versions.by', { by: each.publishedBy, when: when(each.publishedAt) })}
            {' · '}
            {say('versions.learners', { count: learners })}
            {openAttempts === 0 ? '' : ` · ${say('versions.attempts', { count: openAttempts })}`}
            {' · '}
            {size(each.bytes)}
          </Typography>
          <Typography
            style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
            textColor={message === '' ? 'neutral600' : 'neutral800'}
          >
            {message === '' ? say('versions.no-message') : message}
          </Typography>
          {inLive ? null : (
            <Typography variant="pi" textColor="neutral600">
              {say('versions.taken-out.about')}
            </Typography>
          )}
        </Flex>
        <Flex gap={2} wrap="wrap">
          {before === undefined ? null : (
            <Button
              tag={Link}
              variant="tertiary"
              startIcon={<Eye aria-hidden />}
              to={coursePath(documentId, 'changes', { from: before, to: version })}
            >
              {say('versions.compare-before')}
            </Button>
          )}
          <Button
            tag={Link}
            variant="tertiary"
            startIcon={<Eye aria-hidden />}
            to={coursePath(documentId, 'changes', { from: version, to: 'draft' })}
          >
            {say('versions.compare-draft')}
          </Button>
          {publishes ? (
            <>
              <ExportButton
                documentId={documentId}
                version={version}
                icon={<Download aria-hidden />}
              />
              {isCurrent ? null : (
                <Button
                  variant="tertiary"
                  startIcon={<ClockCounterClockwise aria-hidden />}
                  onClick={() => onAsk('rollBack')}
                >
                  {say('versions.roll-back')}
                </Button>
              )}
              <Button
                variant="tertiary"
                startIcon={<ArrowsCounterClockwise aria-hidden />}
                onClick={() => onAsk('restore')}
              >
                {say('versions.restore')}
              </Button>
            </>
          ) : null}
        </Flex>
      </Flex>
    </Box>
  );
}

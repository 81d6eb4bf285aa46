import { Box, Button, Flex, Link, Typography } from '@strapi/design-system';
import { failureOf } from '../../../../publisher/admin/src/failure';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { ToneBadge } from '../../../../records/admin/src/parts/Badges';
import { Card, Section } from '../../../../records/admin/src/parts/Section';
import type { CertificateRecord, FileFinding, KeptFile } from '../../../server/wire';
import { useCheckCertificateFilesMutation } from '../api';
import { useWords } from '../words';
import { changeLine } from './change';

/** Each kept file with its hash; on demand its bytes are read and hashed anew. */
export function Files({ record }: { readonly record: CertificateRecord }) {
  const { say } = useWords();
  const { certificate, marksheets } = record;
  const [check, { data, error, isLoading }] = useCheckCertificateFilesMutation();
  const failure = error === undefined ? null : failureOf(error);
  return (
    <Section title={say('files.title')}>
      <Card>
        <KeptLine
          title={say('files.certificate')}
          file={certificate.file}
          finding={data?.certificate}
          isErased={certificate.isErased}
        />
        {marksheets.map((marksheet) => (
          <Box key={marksheet.id}>
            <KeptLine
              title={say('files.marksheet', { revision: marksheet.revision })}
              file={marksheet.file}
              isErased={certificate.isErased}
              finding={
                data?.marksheets.find(({ revision }) => revision === marksheet.revision)?.finding
              }
            />
            <Revision marksheet={marksheet} />
          </Box>
        ))}
        {failure === null ? null : (
          <Notice text={failure.kind === 'said' ? failure.text : say('files.check.failed')} />
        )}
        <Box>
          <Button
            variant="secondary"
            loading={isLoading}
            onClick={() => void check(certificate.number)}
          >
            {say('files.check')}
          </Button>
        </Box>
        <Typography variant="pi" textColor="neutral600">
          {say('files.check.about')}
        </Typography>
      </Card>
    </Section>
  );
}

interface KeptLineProps {
  readonly title: string;
  readonly file: KeptFile | null;
  /** Undefined until it was checked. */
  readonly finding: FileFinding | undefined;
  readonly isErased: boolean;
}

const findings = {
  'as issued': ['success', 'finding.as-issued'],
  altered: ['danger', 'finding.altered'],
  lost: ['danger', 'finding.lost'],
  'in the making': ['secondary', 'finding.making'],
  erased: ['secondary', 'finding.erased'],
} as const satisfies Record<FileFinding, readonly [string, string]>;

function KeptLine({ title, file, finding, isErased }: KeptLineProps) {
  const { say, when, size } = useWords();
  const [tone, word] = findings[finding ?? 'in the making'];
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={3} wrap="wrap">
        <Typography fontWeight="semiBold">{title}</Typography>
        {/* Read out when it appears. */}
        <span role="status">
          {finding === undefined ? null : <ToneBadge tone={tone} text={say(word)} />}
        </span>
      </Flex>
      <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
        {file === null
          ? say(isErased ? 'files.erased' : 'files.making')
          : say('files.kept', {
              when: when(file.drawnAt),
              size: size(file.bytes),
              hash: file.sha256,
            })}
      </Typography>
    </Flex>
  );
}

/** What a revision says, and for a correction why it was made and what it changed. */
function Revision({ marksheet }: { readonly marksheet: CertificateRecord['marksheets'][number] }) {
  const words = useWords();
  const { say, percent } = words;
  const { percentage, grade, reason, replacesRevision, changes, url, revision } = marksheet;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography variant="pi" style={{ overflowWrap: 'anywhere' }}>
        {percentage === null ? grade : `${grade}, ${percent(percentage)}`}
        {replacesRevision === null
          ? null
          : ` · ${say('files.corrects', { revision: replacesRevision, reason: reason ?? '' })}`}
      </Typography>
      {changes.length === 0 ? null : (
        <Flex tag="ul" direction="column" alignItems="flex-start" aria-label={say('files.changes')}>
          {changes.map((change) => (
            <Typography
              key={`${change.part} ${change.title} ${change.field}`}
              tag="li"
              variant="pi"
              style={{ overflowWrap: 'anywhere' }}
            >
              {changeLine(change, words)}
            </Typography>
          ))}
        </Flex>
      )}
      {url === null ? null : (
        <Link href={url} target="_blank" rel="noopener noreferrer" isExternal>
          {say('files.marksheet.open', { revision })}
        </Link>
      )}
    </Flex>
  );
}

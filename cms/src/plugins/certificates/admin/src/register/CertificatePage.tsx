import { Flex, Link, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { approvalPath } from '../../../../approvals/admin/src/paths';
import { mayRequest } from '../../../../approvals/server/permissions';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Card, Facts, Section } from '../../../../records/admin/src/parts/Section';
import { studentPath } from '../../../../records/admin/src/paths';
import { useRights } from '../../../../records/admin/src/useRights';
import { mayReadStudents } from '../../../../records/server/permissions';
import type { CertificateRecord, RequestLine } from '../../../server/wire';
import { useCertificateQuery } from '../api';
import { Frame } from '../Frame';
import { certificatePath, registerPath } from '../paths';
import { en } from '../texts';
import { useWords, type Word } from '../words';
import { AskButtons } from './AskButtons';
import { Files } from './Files';
import { StateBadge } from './StateBadge';
import { TraceTables } from './TraceTables';

/** The certificate of the address; another number is another page, which keeps nothing of the one before. */
export function CertificatePage() {
  const number = useParams().number ?? '';
  return <OneCertificate key={number} number={number} />;
}

/** Milliseconds between two looks at a certificate whose file is being drawn. */
const rhythm = 3000;

/** Everything that was frozen when one certificate was issued, and what became of it. */
function OneCertificate({ number }: { readonly number: string }) {
  const { say } = useWords();
  const may = useRights();
  const [isMaking, setMaking] = useState(false);
  const asked = useCertificateQuery(number, {
    refetchOnMountOrArgChange: true,
    pollingInterval: isMaking ? rhythm : 0,
  });
  const makes = asked.data?.certificate.state === 'making' && !asked.data.certificate.isErased;
  if (makes !== isMaking) setMaking(makes);
  const { data } = asked;
  return (
    <Frame
      title={number}
      about={data?.certificate.studentName}
      back={{ to: registerPath, label: say('one.back') }}
      action={
        data !== undefined && may(mayRequest) ? (
          <AskButtons certificate={data.certificate} />
        ) : undefined
      }
    >
      <Reading asked={asked}>
        {(record) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <Standing record={record} />
            <Printed record={record} />
            <Files record={record} />
            <Section title={say('trace.title')}>
              <TraceTables trace={record.certificate.trace} />
            </Section>
            <Requests requests={record.requests} />
          </Flex>
        )}
      </Reading>
    </Frame>
  );
}

/** Whether it stands, and the certificates before and after it. */
function Standing({ record: { certificate } }: { readonly record: CertificateRecord }) {
  const { say, when } = useWords();
  const { state, revokedAt, revokedReason, revokedBy, replaces, replacedBy, nameToday } =
    certificate;
  return (
    <Card>
      <Flex gap={3} wrap="wrap">
        <StateBadge state={state} />
        <Typography>{say(`state.${state}.about`)}</Typography>
      </Flex>
      {revokedAt === null ? null : (
        <Typography style={{ overflowWrap: 'anywhere' }}>
          {say('one.revoked', {
            when: when(revokedAt),
            by: revokedBy ?? '',
            reason: revokedReason ?? '',
          })}
        </Typography>
      )}
      {replacedBy === null ? null : (
        <TextLink to={certificatePath(replacedBy)}>
          {say('one.replaced-by', { number: replacedBy })}
        </TextLink>
      )}
      {replaces === null ? null : (
        <TextLink to={certificatePath(replaces)}>
          {say('one.replaces', { number: replaces })}
        </TextLink>
      )}
      {nameToday === null ? null : (
        <Typography style={{ overflowWrap: 'anywhere' }}>
          {say('one.name-today', { name: nameToday })}
        </Typography>
      )}
      <Link href={certificate.url} target="_blank" rel="noopener noreferrer" isExternal>
        {say('one.open')}
      </Link>
    </Card>
  );
}

function Printed({ record: { certificate } }: { readonly record: CertificateRecord }) {
  const { say, day, percent } = useWords();
  const may = useRights();
  const { studentName, studentId, finalScore, grade, outcomes } = certificate;
  return (
    <Section title={say('one.printed')}>
      <Card>
        <Facts
          facts={[
            [
              say('field.student'),
              may(mayReadStudents) ? (
                <TextLink key="student" to={studentPath(studentId)}>
                  {studentName}
                </TextLink>
              ) : (
                studentName
              ),
            ],
            [say('field.certificate'), certificate.certificateName],
            [
              say('field.course'),
              say('field.course.version', {
                course: certificate.courseName,
                version: certificate.courseVersion,
              }),
            ],
            [say('field.type'), say(`type.${certificate.type}`)],
            [
              say('field.issued'),
              say('field.issued.by', {
                when: day(certificate.issuedAt),
                by: byWhom(certificate.issuedBy),
                name: certificate.issuedBy,
              }),
            ],
            [say('field.completed'), day(certificate.completedOn)],
            [say('field.result'), finalScore === null ? grade : `${grade}, ${percent(finalScore)}`],
            [say('field.issuer'), certificate.issuerName],
            [
              say('field.template'),
              say('field.template.design', {
                template: templateName(certificate.templateId, say),
                design: certificate.designId,
              }),
            ],
            [say('field.initials'), certificate.initials],
          ]}
        />
        {outcomes.length === 0 ? null : (
          <Flex
            tag="ul"
            direction="column"
            alignItems="stretch"
            gap={1}
            aria-label={say('field.outcomes')}
          >
            {outcomes.map((outcome) => (
              <Typography key={outcome} tag="li" style={{ overflowWrap: 'anywhere' }}>
                {outcome}
              </Typography>
            ))}
          </Flex>
        )}
      </Card>
    </Section>
  );
}

/** A template by its name; one that is not offered any more by its id. */
const templateName = (id: string, say: (word: Word) => string): string =>
  `template.${id}` in en ? say(`template.${id}` as Word) : id;

/** Who issued it, as the words know it. */
const byWhom = (issuedBy: string): string =>
  issuedBy === 'the course' ? 'course' : issuedBy === 'the student' ? 'student' : 'other';

function Requests({ requests }: { readonly requests: readonly RequestLine[] }) {
  const { say, when, actionOf, requestState } = useWords();
  return (
    <Section title={say('requests.title')}>
      {requests.length === 0 ? (
        <Typography textColor="neutral600">{say('requests.none')}</Typography>
      ) : (
        <Listing
          label={say('requests.title')}
          rows={requests}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('requests.what'),
              cell: ({ id, action }) => (
                <TextLink to={approvalPath(id)}>{`${actionOf(action)} (${id})`}</TextLink>
              ),
            },
            { head: say('requests.by'), cell: ({ requestedBy }) => requestedBy },
            { head: say('requests.when'), cell: ({ createdAt }) => when(createdAt) },
            {
              head: say('field.state'),
              cell: ({ state, endedAt }) =>
                endedAt === null ? requestState(state) : `${requestState(state)}, ${when(endedAt)}`,
            },
          ]}
        />
      )}
    </Section>
  );
}

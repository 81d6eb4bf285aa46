import { Typography } from '@strapi/design-system';
import { certificatePath } from '../../../certificates/admin/src/paths';
import { mayRead as mayReadCertificates } from '../../../certificates/server/permissions';
import { TextLink } from '../../../publisher/admin/src/parts/TextLink';
import { PlainText } from '../../../records/admin/src/parts/Section';
import { questionPath, studentPath } from '../../../records/admin/src/paths';
import { useRights } from '../../../records/admin/src/useRights';
import { mayCorrectKeys, mayReadStudents } from '../../../records/server/permissions';
import type { CertificateFacts, Facts, Result } from '../../server/wire';
import { useWords } from './words';

type Of<Kind extends Facts['kind']> = Extract<Facts, { kind: Kind }>;

/** In words, from what the database says now; a voter agrees to this and nothing else. */
export function WhatHappens({ facts }: { readonly facts: Facts }) {
  const { say } = useWords();
  switch (facts.kind) {
    case 'certificate.revoke':
      return <Revocation {...facts} />;
    case 'certificate.reissue':
      return <Reissue {...facts} />;
    case 'marksheet.correct':
      return <MarksheetCorrection {...facts} />;
    case 'key.correct':
      return <Correction {...facts} />;
    case 'administrator.make':
      return <NewAdministrator {...facts} />;
    case 'learners.move':
      return <Move {...facts} />;
    case 'student.erase':
      return <Erasure {...facts} />;
    case 'other':
      return <Typography>{say('facts.other')}</Typography>;
  }
}

function Gone() {
  const { say } = useWords();
  return <Typography>{say('facts.gone')}</Typography>;
}

interface AboutProps {
  readonly certificate: CertificateFacts;
  /** The sentence that says what would become of it. */
  readonly word: 'facts.certificate' | 'facts.reissue' | 'facts.marksheet';
  readonly publicReason: string;
}

/** Which certificate, what would become of it, the reason as it is told, and what has become of it. */
function About({ certificate, word, publicReason }: AboutProps) {
  const { say, when } = useWords();
  const { number, studentName, courseName, issuedAt, grade, isRevoked, replacedBy } = certificate;
  return (
    <>
      <Typography style={{ overflowWrap: 'anywhere' }}>
        {say(word, {
          number,
          student: studentName,
          course: courseName,
          when: when(issuedAt),
          grade,
        })}
      </Typography>
      <Typography style={{ overflowWrap: 'anywhere' }}>
        {say(`${word}.public`, { reason: publicReason })}
      </Typography>
      {isRevoked ? <Typography>{say('facts.certificate.now')}</Typography> : null}
      {replacedBy === null ? null : (
        <Typography>{say('facts.certificate.replaced', { number: replacedBy })}</Typography>
      )}
    </>
  );
}

function Links({ certificate }: { readonly certificate: CertificateFacts }) {
  const { say } = useWords();
  const may = useRights();
  const { number, studentId, studentName } = certificate;
  return (
    <>
      {may(mayReadCertificates) ? (
        <TextLink to={certificatePath(number)}>
          {say('facts.certificate.open', { number })}
        </TextLink>
      ) : null}
      {may(mayReadStudents) ? <TextLink to={studentPath(studentId)}>{studentName}</TextLink> : null}
    </>
  );
}

function Revocation({ certificate, publicReason }: Of<'certificate.revoke'>) {
  if (certificate === null) return <Gone />;
  return (
    <>
      <About certificate={certificate} word="facts.certificate" publicReason={publicReason} />
      <Links certificate={certificate} />
    </>
  );
}

/** What the record comes to today, beside what the certificate says. */
function Today({ certificate, today }: { certificate: CertificateFacts; today: Result | null }) {
  const { say, percent } = useWords();
  if (today === null) return null;
  const result = ({ percentage, grade }: Result) =>
    percentage === null ? grade : `${grade}, ${percent(percentage)}`;
  return (
    <Typography fontWeight="semiBold">
      {say('facts.today', { today: result(today), before: result(certificate) })}
    </Typography>
  );
}

function Reissue(facts: Of<'certificate.reissue'>) {
  const { say } = useWords();
  const { certificate, publicReason, newName, isRenamedSince, today } = facts;
  if (certificate === null) return <Gone />;
  return (
    <>
      <About certificate={certificate} word="facts.reissue" publicReason={publicReason} />
      <Typography style={{ overflowWrap: 'anywhere' }}>
        {newName === null
          ? say(isRenamedSince ? 'facts.reissue.renamed' : 'facts.reissue.same-name')
          : say('facts.reissue.name', { before: certificate.studentName, after: newName })}
      </Typography>
      <Today certificate={certificate} today={today} />
      <Links certificate={certificate} />
    </>
  );
}

function MarksheetCorrection(facts: Of<'marksheet.correct'>) {
  const { say } = useWords();
  const { certificate, publicReason, revision, today } = facts;
  if (certificate === null) return <Gone />;
  return (
    <>
      <About certificate={certificate} word="facts.marksheet" publicReason={publicReason} />
      <Typography>{say('facts.marksheet.revision', { revision })}</Typography>
      <Today certificate={certificate} today={today} />
      <Links certificate={certificate} />
    </>
  );
}

function Correction({ question, correctAnswer, furtherAnswers, impact }: Of<'key.correct'>) {
  const { say, list } = useWords();
  const may = useRights();
  if (question === null) return <Gone />;
  return (
    <>
      <PlainText>{question.text}</PlainText>
      <Typography style={{ overflowWrap: 'anywhere' }}>
        {say('facts.key', {
          test: question.testTitle,
          course: question.courseName,
          answers: list([correctAnswer, ...furtherAnswers].map((answer) => `“${answer}”`)),
        })}
      </Typography>
      {impact === null ? null : (
        <Typography fontWeight="semiBold">
          {say('facts.key.impact', {
            attempts: impact.attempts,
            students: impact.students,
            passed: impact.newlyPassed,
            failed: impact.newlyFailed,
          })}
        </Typography>
      )}
      {may(mayCorrectKeys) ? (
        <TextLink to={questionPath(question.id)}>{question.testTitle}</TextLink>
      ) : null}
    </>
  );
}

function NewAdministrator({ person, role }: Of<'administrator.make'>) {
  const { say } = useWords();
  if (person === null || role === null) return <Gone />;
  const { name, email } = person;
  return (
    <>
      <Typography style={{ overflowWrap: 'anywhere' }}>
        {role.isAdministrator
          ? say('facts.administrator', { name, email })
          : say('facts.administrator.votes', { name, email, role: role.name })}
      </Typography>
      {person.roles === '' ? null : (
        <Typography>{say('facts.administrator.roles', { roles: person.roles })}</Typography>
      )}
    </>
  );
}

function Erasure({ student, withCertificates }: Of<'student.erase'>) {
  const { say } = useWords();
  const may = useRights();
  if (student === null) return <Gone />;
  const { id, name, email } = student;
  return (
    <>
      <Typography style={{ overflowWrap: 'anywhere' }}>
        {say('facts.erase', { name, email })}
      </Typography>
      <Typography>
        {say(withCertificates ? 'facts.erase.certificates' : 'facts.erase.kept')}
      </Typography>
      {may(mayReadStudents) ? <TextLink to={studentPath(id)}>{name}</TextLink> : null}
    </>
  );
}

function Move({ course, version, learners }: Of<'learners.move'>) {
  const { say } = useWords();
  if (course === null) return <Gone />;
  return (
    <>
      <Typography style={{ overflowWrap: 'anywhere' }}>
        {say('facts.learners', { count: learners, course: course.name, version })}
      </Typography>
      {course.currentVersion === version ? null : (
        <Typography>{say('facts.learners.old', { current: course.currentVersion })}</Typography>
      )}
    </>
  );
}

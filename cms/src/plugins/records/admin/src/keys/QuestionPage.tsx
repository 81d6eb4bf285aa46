import { Flex, Typography } from '@strapi/design-system';
import { useParams } from 'react-router-dom';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import type { QuestionRecord } from '../../../server/wire';
import { useQuestionQuery } from '../api';
import { Reading } from '../parts/Reading';
import { RecordsFrame } from '../parts/RecordsFrame';
import { Card, PlainText, Section } from '../parts/Section';
import { recordsPath } from '../paths';
import { useWords } from '../words';
import { CorrectionForm } from './CorrectionForm';

const draftQuestions = '/content-manager/collection-types/api::question.draft-question';

/** A published question whose key may be put right. */
export function QuestionPage() {
  const { say } = useWords();
  const id = Number(useParams().id);
  const asked = useQuestionQuery(id, { refetchOnMountOrArgChange: true });
  const { data } = asked;
  return (
    <RecordsFrame
      title={data?.testTitle ?? say('nav.keys')}
      about={data?.courseName}
      back={{ to: `${recordsPath}/keys`, label: say('key.back') }}
    >
      <Reading asked={asked}>
        {(question) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <Card>
              <AboutQuestion question={question} />
            </Card>
            <Section title={say('key.new')}>
              <Card>
                {/* Another question begins with an empty form. */}
                <CorrectionForm key={question.id} question={question} />
              </Card>
            </Section>
            <Corrections corrections={question.corrections} />
          </Flex>
        )}
      </Reading>
    </RecordsFrame>
  );
}

function AboutQuestion({ question }: { readonly question: QuestionRecord }) {
  const { say, list } = useWords();
  const { text, type, options, versions, otherVersions, draft } = question;
  return (
    <>
      <PlainText>{text}</PlainText>
      <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
        {say(`type.${type}`)}
        {options.length === 0
          ? ''
          : ` · ${say('attempt.options', { options: options.join(' · ') })}`}
      </Typography>
      <Typography variant="pi">
        {say('key.versions', { count: versions.length, versions: list(versions) })}
        {otherVersions.length === 0
          ? ''
          : ` ${say('key.other-versions', { versions: list(otherVersions) })}`}
      </Typography>
      {draft === null ? (
        <Typography variant="pi">{say('key.no-draft')}</Typography>
      ) : (
        <Typography variant="pi" style={{ overflowWrap: 'anywhere' }}>
          {say('key.hidden', {
            answers: list([draft.correctAnswer, ...draft.furtherAnswers].filter(Boolean)),
          })}{' '}
          <TextLink to={`${draftQuestions}/${draft.documentId}`}>{say('key.edit-draft')}</TextLink>
        </Typography>
      )}
    </>
  );
}

function Corrections({ corrections }: Pick<QuestionRecord, 'corrections'>) {
  const { say, when, list } = useWords();
  return (
    <Section title={say('key.history')}>
      {corrections.length === 0 ? (
        <Typography textColor="neutral600">{say('key.history.none')}</Typography>
      ) : null}
      {corrections.map(({ id, at, actor, reason, correctAnswer, furtherAnswers, regraded }) => (
        <Card key={id}>
          <Typography variant="pi" textColor="neutral600">
            {say('key.history.line', { when: when(at), actor })}
            {' · '}
            {say('key.history.regraded', { count: regraded })}
          </Typography>
          <PlainText>
            {say('key.history.answers', { answers: list([correctAnswer, ...furtherAnswers]) })}
          </PlainText>
          <PlainText>{reason}</PlainText>
        </Card>
      ))}
    </Section>
  );
}

import { openBadgeContexts } from './contexts';
import type { CredentialFacts, StatusEntry } from './facts';
import { didOf, seconds, statusListUrl } from './issuer';

/** Where an Open Badge of this form is described. */
const schema = {
  id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
  type: '1EdTechJsonSchemaValidator2019',
};

/**
 * The certificate as an OpenBadgeCredential (1EdTech Open Badges 3.0, on the W3C's data model 2.0),
 * unsigned. The same facts give the same document.
 *
 * The holder is named, as on the paper, and by nothing else: an e-mail address, hashed too, could be
 * tried out by whoever has a list of addresses. The subject's `id` means this certificate's holder and
 * connects no two certificates. Nearly everything has a name of its own, so that what is signed can be
 * worked out quickly (canonical.ts). The PDF's hash is not in it, because it is attached to the PDF.
 */
export function buildCredential(facts: CredentialFacts, learnerUrl: string, status: StatusEntry) {
  const issuedAt = seconds(facts.issue_date);
  const course = `${learnerUrl}/courses/${facts.course_id}#version-${facts.course_version}`;
  const list = statusListUrl(learnerUrl, status.list);
  const result = (name: string, value: string) => ({
    id: `${facts.verification_url}#${name}`,
    type: ['Result'],
    resultDescription: `${course}-${name}`,
    value,
  });
  const score = facts.final_score === null ? null : String(facts.final_score);
  return {
    '@context': openBadgeContexts,
    id: `${facts.verification_url}/credential.json`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: facts.certificate_name,
    issuer: {
      id: didOf(learnerUrl),
      type: ['Profile'],
      name: facts.issuer_name,
      url: facts.issuer_url ?? learnerUrl,
    },
    validFrom: issuedAt,
    awardedDate: issuedAt,
    credentialSubject: {
      id: `${facts.verification_url}#holder`,
      type: ['AchievementSubject'],
      identifier: [
        {
          type: 'IdentityObject',
          hashed: false,
          identityHash: facts.student_name,
          identityType: 'name',
        },
      ],
      activityEndDate: `${facts.completed_on}T00:00:00Z`,
      licenseNumber: facts.certificate_number,
      achievement: {
        id: course,
        type: ['Achievement'],
        achievementType: facts.type === 'completion' ? 'CertificateOfCompletion' : 'Assessment',
        name: facts.course_name,
        version: String(facts.course_version),
        description: describe(facts),
        criteria: { id: `${learnerUrl}/courses/${facts.course_id}`, narrative: criteria(facts) },
        resultDescription: [
          ...(score === null
            ? []
            : [
                {
                  id: `${course}-score`,
                  type: ['ResultDescription'],
                  name: 'Final score',
                  resultType: 'Percent',
                  valueMin: '0',
                  valueMax: '100',
                },
              ]),
          {
            id: `${course}-grade`,
            type: ['ResultDescription'],
            name: 'Grade',
            description: 'A from 90 percent, B from 80, C from 70, Pass below.',
            resultType: 'LetterGrade',
          },
        ],
      },
      result: [...(score === null ? [] : [result('score', score)]), result('grade', facts.grade)],
    },
    evidence: [
      {
        id: facts.verification_url,
        type: ['Evidence'],
        name: 'The certificate at its issuer',
        narrative: 'Shows every field as issued, and whether the certificate was revoked.',
      },
    ],
    credentialStatus: {
      id: `${list}#${status.index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(status.index),
      statusListCredential: list,
    },
    credentialSchema: [schema],
  };
}

/** Markdown: the course, and what who holds this can do. */
function describe({ course_name, course_version, outcomes }: CredentialFacts): string {
  const about = `The course “${course_name}”, version ${course_version}.`;
  if (outcomes.length === 0) return about;
  return `${about} Who holds this can:\n\n${outcomes.map((outcome) => `- ${outcome}`).join('\n')}`;
}

const criteria = ({ type, course_name }: CredentialFacts): string =>
  type === 'completion'
    ? `Completed the course “${course_name}” with everything that its certificate asks for.`
    : `Passed the assessment of the course “${course_name}” with everything that its certificate asks for.`;

/** What the mails about a request need to know. */
interface About {
  readonly id: number;
  readonly action: string;
  readonly reason: string;
  readonly requestedBy: string;
}

interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** What is asked for, in words. An action that is not here is called by its name. */
const names: Readonly<Record<string, string>> = {
  'certificate.revoke': 'revoke a certificate',
  'certificate.reissue': 'issue a certificate anew',
  'marksheet.correct': 'correct a marksheet',
  'key.correct': 'correct an answer key',
  'administrator.make': 'give somebody a role that decides',
  'learners.move': 'move all learners of a course to another version',
  'student.erase': 'erase a student',
};
export const nameOf = (action: string): string => names[action] ?? action;

/** One line of somebody else's text: nothing in it can look like a line of ours. */
const quoted = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const why = ({ reason }: About): string => `Reason given:\n\n  ${quoted(reason)}`;

/** Texts of the mails; a link to the request follows each. */
export const mails = {
  asked: (about: About): Letter => ({
    subject: `Your approval is asked for: ${nameOf(about.action)}`,
    text: `${quoted(about.requestedBy)} asks to ${nameOf(about.action)} (request ${about.id}). It needs the agreement of two others.

${why(about)}

Look at exactly what would happen, then approve or refuse it.`,
  }),

  askedWithDelay: (about: About, hours: number): Letter => ({
    subject: `Will be carried out unless somebody refuses: ${nameOf(about.action)}`,
    text: `${quoted(about.requestedBy)} asks to ${nameOf(about.action)} (request ${about.id}). Your school has not enough people to approve it. Who asked may carry it out in ${hours} hours, unless somebody refuses it before.

${why(about)}`,
  }),

  executed: (about: About, by: string): Letter => ({
    subject: `Carried out: ${nameOf(about.action)}`,
    text: `Your request ${about.id}, to ${nameOf(about.action)}, was approved and carried out. The last to agree was ${quoted(by)}.`,
  }),

  refused: (about: About, by: string, remark: string): Letter => ({
    subject: `Refused: ${nameOf(about.action)}`,
    text: `Your request ${about.id}, to ${nameOf(about.action)}, was refused by ${quoted(by)}. Nothing was changed.${
      remark === '' ? '' : `\n\nRemark:\n\n  ${quoted(remark)}`
    }`,
  }),
};

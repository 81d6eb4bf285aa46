/** Every text of the approvals' pages. */
export const en = {
  'menu.title': 'Approvals',
  'list.about': 'What one person asks for and two others must agree to, the newest first.',
  'list.waiting':
    '{count, plural, =0 {Nothing waits for you.} one {One request waits for you.} other {# requests wait for you.}}',
  'list.none': 'Nothing waits. A request appears here as soon as somebody asks for one.',
  'list.back': 'All requests',
  'field.request': 'Request',
  'field.action': 'What',
  'field.state': 'Status',
  'field.by': 'Asked by',
  'field.when': 'Asked on',
  'field.until': 'Open until',
  'field.votes': 'Agreed',
  'field.votes.of': '{votes} of {needed}',
  'field.whose': 'Whose',
  'filter.mine': 'My own',
  'filter.everybody': 'Everybody’s',

  'state.waiting': 'Waiting',
  'state.executed': 'Carried out',
  'state.refused': 'Refused',
  'state.withdrawn': 'Withdrawn',
  'state.expired': 'Expired',
  'state.void': 'Void: altered',
  'state.ended': 'Everything that has ended',
  'for-me': 'Waits for you',

  'action.certificate.revoke': 'Revoke a certificate',
  'action.certificate.reissue': 'Reissue a certificate',
  'action.marksheet.correct': 'Correct a marksheet',
  'action.key.correct': 'Correct an answer key',
  'action.administrator.make': 'Give a role that decides',
  'action.learners.move': 'Move all learners of a course',
  'action.student.erase': 'Erase a student',

  'one.what': 'What exactly will happen',
  'one.what.ended': 'What was asked for',
  'one.why': 'Why',
  'one.votes': 'Votes',
  'one.decide': 'Your decision',
  'one.payload': 'As the database will carry it out',
  'one.ended': '{state} on {when}, by {name}.',
  'one.by-delay':
    'Nobody else could approve it, so who asked carried it out after the school’s delay.',
  'one.void':
    'What this request would do is not what was asked for. It was altered in the database and will never be carried out. Tell the person who looks after the server.',
  'one.expired': 'Its time ran out on {when}. Ask anew if it is still wanted.',

  'facts.gone': 'What this is about is not there any more. It will be refused if you approve it.',
  'facts.certificate':
    'Certificate {number}, issued to {student} for “{course}” on {when} (grade {grade}), will be shown as revoked to everybody who looks it up. The certificate and its file stay as they are. This cannot be taken back.',
  'facts.certificate.now': 'It is revoked.',
  'facts.certificate.replaced': 'It was replaced by {number}.',
  'facts.certificate.open': 'Certificate {number}',
  'facts.reissue':
    'A new certificate with a new number takes the place of {number}, issued to {student} for “{course}” on {when} (grade {grade}). The result is what the record says on that day. The old one is shown as replaced to everybody who looks it up and leads to the new one. This cannot be taken back.',
  'facts.reissue.same-name': 'The name on it stays the same.',
  'facts.reissue.name': 'The name on it becomes {after} instead of {before}.',
  'facts.reissue.renamed':
    'It was asked for with the name the student had then. The student is called otherwise by now, so this will be refused. Refuse it, or ask anew.',
  'facts.today': 'By the record of today the result is {today}; the certificate says {before}.',
  'facts.marksheet':
    'The marksheet of certificate {number}, issued to {student} for “{course}” on {when} (grade {grade}), is computed anew from the record as it is on that day. The certificate itself stays as it is.',
  'facts.marksheet.revision':
    'It becomes a further revision, which names revision {revision} as the one it corrects. That one stays.',
  'facts.certificate.public': 'Everybody will read: “{reason}”',
  'facts.reissue.public': 'In a few words: “{reason}”',
  'facts.marksheet.public': 'Whoever has the marksheet will read: “{reason}”',
  'facts.key': 'The right answer to this question of “{test}” in “{course}” becomes: {answers}.',
  'facts.key.impact':
    '{attempts, plural, =0 {Nobody’s result would change today.} one {One attempt would get a new result} other {# attempts would get new results}}{attempts, plural, =0 {} other {, of {students, plural, one {one student} other {# students}}: {passed} would newly pass, {failed} would no longer pass.}} The old figures stay beside the new ones.',
  'facts.administrator':
    '{name} ({email}) becomes an administrator: this person may then do everything in the admin, manage all other people and their roles, and ask for everything that needs approval.',
  'facts.administrator.votes':
    '{name} ({email}) gets the role “{role}”: this person may then vote on what others ask for, and do whatever else that role allows.',
  'facts.administrator.roles': 'Roles today: {roles}.',
  'facts.learners':
    '{count, plural, =0 {No learner is left to move} one {One learner} other {# learners}} of “{course}” who learn an older version will go on with version {version}. What they completed stays completed.',
  'facts.learners.old':
    'Version {current} is the current one by now, so this will be refused. Refuse it, or ask anew.',
  'facts.erase':
    '{name} ({email}) will be forgotten: name, address, texts and files are removed for ever. It begins some days after two have agreed; until then the student may withdraw.',
  'facts.erase.kept': 'Certificates stay as they were issued, with the name, and can be verified.',
  'facts.erase.certificates': 'Certificates are given up as well.',
  'facts.other': 'The particulars are below.',

  'vote.none': 'Nobody has voted yet.',
  'vote.yes': 'Agreed',
  'vote.no': 'Refused',
  'vote.line': '{name}, {when}',
  'vote.void': 'Does not count any more: this person may not vote now.',
  'vote.remark': 'Remark',
  'vote.remark.hint': 'May be left empty. Kept for ever; who asked reads it.',
  'vote.approve': 'Agree',
  'vote.refuse': 'Refuse',
  'vote.approve.title': 'Agree to this?',
  'vote.approve.about':
    'A vote is not changed. If you are the last one needed, it is carried out at once.',
  'vote.refuse.title': 'Refuse this?',
  'vote.refuse.about': 'One vote against it ends the request. Who asked gets a mail.',
  'vote.running': 'Putting your vote down',
  'vote.done.waiting': 'Your vote is in the record. One more person must agree.',
  'vote.done.executed': 'You were the last one needed. It is carried out.',
  'vote.done.refused': 'The request is refused.',
  'vote.done.other': 'Your vote is in the record.',
  'vote.own': 'This is your own request. Two others must agree to it.',
  'vote.voted': 'You have voted. A vote is not changed.',
  'vote.may-not': 'Your role does not allow voting.',

  withdraw: 'Take it back',
  'withdraw.title': 'Take your request back?',
  'withdraw.about': 'Nothing will be done. You may ask anew.',
  'withdraw.running': 'Taking it back',
  'withdraw.done': 'The request is taken back.',
  execute: 'Carry it out now',
  'execute.title': 'Carry this out without the agreement of others?',
  'execute.about':
    'The school’s delay is over and nobody refused it. The log will say that it was done by delay.',
  'execute.running': 'Carrying it out',
  'execute.done': 'It is carried out.',
  'execute.from':
    'Too few others may vote. If nobody refuses it, you may carry it out yourself from {when} on.',

  'make.button': 'Ask to give a role that decides',
  'make.title': 'Ask to give a role that decides?',
  'make.about':
    'The administrator’s role and every role that may vote on approvals are given when two others agree. Invite a new person with another role first; they must have signed in once.',
  'make.role': 'Role',
  'make.role.choose': 'Choose a role',
  'make.person': 'Person',
  'make.choose': 'Choose a person',
  'make.reason': 'Reason',
  'make.reason.hint': 'At least 10 characters, for those who decide.',
  'make.confirm': 'Ask the others',
  'make.running': 'Asking',
  'make.done': 'Two others are asked to agree.',
} as const satisfies Record<string, string>;

export type Word = keyof typeof en;

const prefix = 'approvals.';

export const wordId = (word: Word): string => `${prefix}${word}`;

/** The texts under the ids by which Strapi's translations know them. */
export const translations: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(en).map(([word, text]) => [`${prefix}${word}`, text]),
);

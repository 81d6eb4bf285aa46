/** A mail without its receiver. */
interface Letter {
  readonly subject: string;
  readonly text: string;
}

export type ToldState = 'asked' | 'approved' | 'withdrawn' | 'refused' | 'lapsed';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

const letter = (subject: string, ...paragraphs: readonly string[]): Letter => ({
  subject,
  text: ['Hello,', ...paragraphs, 'OurShiksha'].join('\n\n'),
});

/**
 * What a student is told at each step of an erasure. No name stands in them: a mail may be read over a
 * shoulder, and what a person typed has no place in a text of ours.
 */
export function mailAbout(state: ToldState, dueAt: Date | null, learnerUrl: string): Letter {
  const page = `${learnerUrl}/account/erase`;
  switch (state) {
    case 'asked':
      return letter(
        'You asked to be erased',
        'we got your wish that the school erases you. Two people of the school look at it, within a month. Nothing is erased yet, and we write again when they have decided.',
        `If you change your mind, or if it was not you, take it back here: ${page}`,
        'If it was not you, choose a new password too.',
      );
    case 'approved':
      return letter(
        `You will be erased on ${day.format(dueAt ?? undefined)}`,
        `the school has agreed to your wish to be erased. It is carried out on ${day.format(dueAt ?? undefined)}. Until then you can log in as ever, take your data along, and change your mind.`,
        `Take your data along: ${learnerUrl}/account/data`,
        `Change your mind: ${page}`,
      );
    case 'withdrawn':
      return letter(
        'You stay',
        'your wish to be erased was taken back. Nothing was erased.',
        `If it was not you, choose a new password: ${learnerUrl}/forgot-password`,
      );
    case 'refused':
      return letter(
        'The school has not agreed to erase you',
        'the school has looked at your wish to be erased and did not agree. Nothing was erased. Answer to the school if you want to know why; you may also ask again, or complain to your data protection authority.',
        `Ask again: ${page}`,
      );
    case 'lapsed':
      return letter(
        'Nobody has decided about your erasure',
        'nobody of the school has decided about your wish to be erased within a month. We are sorry. Nothing was erased. Please ask again, and write to the school; you may also complain to your data protection authority.',
        `Ask again: ${page}`,
      );
  }
}

/** The last one, sent when nothing of the person is left but this address, until the mail is on its way. */
export const erasedMail: Letter = letter(
  'You were erased',
  'as you asked, the school has erased you: your account, what you wrote, your files and your name. Nobody can log in with this address any more; you are welcome to sign up anew.',
  'This is the last mail you get from us.',
);

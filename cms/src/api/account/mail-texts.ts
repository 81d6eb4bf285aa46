/** The mails of accounts, in plain text. Names that somebody typed never stand in them: they would be a way to send strangers a text of one's choice. */
export interface MailText {
  readonly subject: string;
  readonly lines: readonly string[];
}

/** `learnerUrl` is the learner site's address; `token` the secret of a link. */
const link = (learnerUrl: string, path: string, token: string): string =>
  `${learnerUrl}${path}?${new URLSearchParams({ token })}`;

export const mailTexts = {
  confirm: (learnerUrl: string, token: string): MailText => ({
    subject: 'Confirm your e-mail address',
    lines: [
      'thank you for joining OurShiksha. Please open this link within a day to confirm your e-mail address:',
      link(learnerUrl, '/confirm', token),
      'If you did not register, you can ignore this mail; nothing will happen.',
    ],
  }),

  exists: (learnerUrl: string): MailText => ({
    subject: 'You already have an account',
    lines: [
      'somebody, perhaps you, wanted to use this e-mail address for an account at OurShiksha. It has one already, and nothing about it was changed.',
      `You can log in here: ${learnerUrl}/login`,
      `If you do not know your password any more, choose a new one: ${learnerUrl}/forgot-password`,
      'If it was not you, you can ignore this mail.',
    ],
  }),

  reset: (learnerUrl: string, token: string): MailText => ({
    subject: 'Choose a new password',
    lines: [
      'somebody, we hope you, asked for a new password at OurShiksha. Open this link within one hour to choose one:',
      link(learnerUrl, '/reset-password', token),
      'If it was not you, you can ignore this mail; your password stays as it is.',
    ],
  }),

  'password-changed': (learnerUrl: string): MailText => ({
    subject: 'Your password was changed',
    lines: [
      'the password of your account at OurShiksha was changed just now. Whoever was logged in elsewhere is logged out.',
      `If it was not you, choose a new one at once: ${learnerUrl}/forgot-password`,
    ],
  }),

  change: (learnerUrl: string, token: string): MailText => ({
    subject: 'Confirm your new e-mail address',
    lines: [
      'somebody, we hope you, wants to use this e-mail address for an account at OurShiksha. Open this link within a day to confirm it:',
      link(learnerUrl, '/account/confirm-address', token),
      'If it was not you, you can ignore this mail; nothing will happen.',
    ],
  }),

  'change-notice': (learnerUrl: string, token: string): MailText => ({
    subject: 'Your e-mail address is to be changed',
    lines: [
      'somebody, we hope you, asked to use another e-mail address for your account at OurShiksha. It is changed when the link sent to the new address is opened.',
      'If it was not you, open this link within seven days. It gives you this address back, logs everybody out and sends you a link for a new password:',
      link(learnerUrl, '/account/undo-address', token),
    ],
  }),
} as const;

import { formatNumber } from '../../lib/format.ts';

/** Signing up and in, the account, personal data. */

export const account = {
  name: 'Your name',
  nameHint: 'As it should stand on your certificate.',
  email: 'E-mail address',
  password: 'Password',
  newPassword: 'New password',
  currentPassword: 'Present password',
  passwordHint:
    'At least 10 characters, whichever you like: a few words are easier to remember than signs. Passwords that were stolen elsewhere, your name and your address are refused.',
  show: 'Show',
  hide: 'Hide',
  problemTitle: 'There is a problem',
  registerTitle: 'Create an account',
  registerLead: 'It takes a minute and costs nothing.',
  registerSubmit: 'Create account',
  haveAccount: 'You have an account already?',
  loginTitle: 'Log in',
  loginLead: 'Welcome back.',
  loginSubmit: 'Log in',
  forgot: 'Forgot your password?',
  noAccount: 'No account yet?',
  loginFirst: 'Log in to see that page.',
  checkTitle: 'Check your mail',
  checkText: (email: string) =>
    email
      ? `If ${email} is new here, a mail with a link is on its way to it. Open the link to confirm the address.`
      : 'A mail with a link is on its way to you. Open the link to confirm the address.',
  checkHave: 'If you have an account with this address already, the mail says so instead.',
  resendTitle: 'No mail after a few minutes?',
  resendText: 'Look into the folder for unwanted mail, or have it sent again.',
  resend: 'Send the mail again',
  resent: 'If the address waits to be confirmed, the mail was sent again.',
  confirmTitle: 'Confirm your address',
  confirmText: 'One press, and your account is open.',
  confirmSubmit: 'Confirm my address',
  confirmedTitle: 'Your address is confirmed',
  confirmedText: 'You can log in now.',
  confirmFailedTitle: 'This link does not work any more',
  forgotTitle: 'Forgotten password',
  forgotLead: 'Enter your e-mail address and we send you a link for a new password.',
  forgotSubmit: 'Send the link',
  forgotSentTitle: 'Check your mail',
  forgotSent: (email: string) =>
    `If there is an account for ${email}, a mail with a link for a new password is on its way.`,
  resetTitle: 'Choose a new password',
  resetSubmit: 'Save the new password',
  badLink: 'This link does not work any more. Ask for a new one.',
  askAgain: 'Ask for a new link',
  backToLogin: 'Back to log in',
  errors: {
    name: 'Enter your name, up to 200 characters.',
    email: 'Enter an e-mail address such as name@example.org.',
    password:
      'Enter at least 10 characters, and at most 72 (fewer in scripts such as Devanagari or Tamil: 24).',
    current_password: 'Enter your present password.',
    passwordMissing: 'Enter your password.',
    token: 'This link does not work any more. Ask for a new one.',
    wrong:
      'The e-mail address or the password is not right, or the address was never confirmed: the link for that is in the mail we sent.',
    limited:
      'There were too many wrong passwords. Wait a few minutes, or choose a new password by mail.',
    blocked: 'This account is suspended. Write to whoever runs your courses.',
    mailLimited: 'Too many mails were asked for. Look for those we sent, or try again in an hour.',
    taken: 'Another account uses this address meanwhile. Write to whoever runs your courses.',
    leaked: 'This password is on a list of stolen ones, which strangers try first. Choose another.',
    own: 'Strangers try your name and your address first. Choose another password.',
    currentWrong: 'This is not your present password.',
    currentLimited: 'There were too many wrong passwords. Wait a few minutes and try again.',
    refused: 'That was not accepted. Check what you entered and try again.',
  },
};

export const accountArea = {
  navLabel: 'Your account',
  nav: {
    name: 'Name',
    address: 'E-mail',
    password: 'Password',
    sessions: 'Devices',
    data: 'Data',
  },
  nameTitle: 'Your name',
  nameLead: 'It stands on pages only you see, and on certificates you get from now on.',
  nameSubmit: 'Save the name',
  nameDone: 'The name was saved.',
  addressTitle: 'Your e-mail address',
  addressLead: (email: string) => `You log in with ${email}.`,
  addressNew: 'New e-mail address',
  addressSubmit: 'Send a link there',
  addressHow:
    'The new address holds once you open the link we send there. The present one gets a mail as well, with a way to take the change back for seven days.',
  addressSent: (email: string) =>
    `A mail is on its way to ${email}. Open the link in it within a day; until then everything stays as it is.`,
  passwordTitle: 'Your password',
  passwordLead: 'Whoever is logged in elsewhere is logged out when it changes.',
  passwordSubmit: 'Change the password',
  passwordDone: 'The password was changed. Other devices are logged out.',
  passwordForgot: 'You do not know it any more?',
  sessionsTitle: 'Where you are logged in',
  sessionsLead: 'End what you do not know, then change your password.',
  thisDevice: 'This device',
  device: (browser: string | null, system: string | null) =>
    browser && system ? `${browser} on ${system}` : (browser ?? system ?? 'Unknown device'),
  place: (ip: string) => `From ${ip}`,
  signedIn: 'Logged in',
  lastUsed: 'Last used',
  end: 'Log out there',
  endOthers: 'Log out all other devices',
  sessionsDone: 'Done. Those devices have to log in again.',
  confirmTitle: 'Confirm your new address',
  confirmText: 'From then on you log in with the address this link was sent to.',
  confirmSubmit: 'Use this address',
  confirmDone: 'Your new address holds. Log in with it from now on.',
  undoTitle: 'Take the change back',
  undoText:
    'This address becomes the one of your account again, everybody is logged out, and we send you a link for a new password.',
  undoSubmit: 'Give me my address back',
  undoDone: 'Your address is back. Open the link in the mail we sent to choose a new password.',
  linkFailed: 'It may have been used already, be too old, or a newer one was sent.',
  toAccount: 'To your account',
};

export const privacy = {
  dataTitle: 'Take your data along',
  dataLead: 'Everything the school keeps about you, in one zip file.',
  dataInside: [
    'A page that you can read in any browser and print.',
    'The same as data.json, for programs.',
    'The files you handed in and your certificates.',
  ],
  dataSubmit: 'Download everything',
  dataNoneLeft:
    'You have taken your data along three times today. Use one of those files, or come back tomorrow.',
  dataCare:
    'Keep the file where only you can read it: it holds your answers, your code, and where you logged in.',
  toErase: 'Ask the school to erase you',
  eraseTitle: 'Ask to be erased',
  eraseLead: 'The school takes you out of its records. This cannot be undone once it is done.',
  goesTitle: 'What goes',
  goes: [
    'Your account, name and addresses. You cannot log in any more.',
    'Everything you wrote: answers, code, projects, notes and files.',
    'Where and with which browser you logged in.',
  ],
  staysTitle: 'What stays',
  stays: [
    'Figures without your name: marks, dates and progress, for statistics.',
    'Certificates, if you want to keep them. They show your name to whoever has the number.',
    'Backups, until they are too old and go away by themselves.',
  ],
  nextTitle: 'What happens next',
  next: (days: number) => [
    'Two people of the school look at it, within a month.',
    days === 1
      ? 'When they agree, a day passes. Until then you can log in and change your mind.'
      : `When they agree, ${formatNumber(days)} days pass. Until then you can log in and change your mind.`,
    'Then you are erased. You get a mail at each step.',
  ],
  takeFirst: 'Take your data along first',
  certificatesTitle: 'Your certificates',
  keepCertificates: 'Keep them valid',
  keepCertificatesHint:
    'Employers can still verify them. The name printed on them stays in the register.',
  eraseCertificates: 'Erase them too',
  eraseCertificatesHint:
    'They are revoked and your name is taken out. Whoever verifies one reads that it was erased.',
  password: 'Your password',
  passwordHint: 'So that nobody else can ask for it on your device.',
  eraseSubmit: 'Ask to be erased',
  standingTitle: 'You asked to be erased',
  asked: (date: string) =>
    `Asked on ${date}. Two people of the school look at it, within a month. Nothing is erased yet.`,
  approved: (date: string) => `The school has agreed. You will be erased on ${date}.`,
  withCertificates: 'Your certificates will be revoked, and your name taken out of them.',
  withoutCertificates: 'Your certificates stay valid, with your name on them.',
  withdraw: 'Stay, and take it back',
  withdrawHint: 'Everything then stays as it is. You can ask again at any time.',
  ended: {
    asked: '',
    approved: '',
    withdrawn: 'You took your last wish to be erased back. Nothing was erased.',
    refused: 'The school did not agree to your last wish. Write to it to learn why, or ask again.',
    lapsed: 'Nobody decided about your last wish within a month. Please ask again.',
  },
  problems: { passwordMissing: 'Enter your password.' },
};

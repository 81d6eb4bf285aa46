/** The frame of every page, and what is said when a page cannot be shown. */

export const site = {
  name: 'OurShiksha',
  tagline: 'Learn something well.',
  description:
    'Courses written with care: read, practise, take the tests, and earn a certificate that anybody can verify.',
  title: (page: string) => `${page} · OurShiksha`,
  skip: 'Skip to the content',
  home: 'OurShiksha, to the catalogue',
};

export const nav = {
  label: 'Main',
  catalogue: 'Courses',
  dashboard: 'My courses',
  login: 'Log in',
  account: 'Account',
  logout: 'Log out',
  register: 'Create account',
  verify: 'Verify a certificate',
  footer: 'More',
  toDark: 'Use dark colours',
  toLight: 'Use light colours',
  dark: 'Dark',
  light: 'Light',
};

export const errors = {
  notFoundTitle: 'This page does not exist',
  notFoundText:
    'The address may be mistyped, or the course is not published any more. What you have learned so far is kept.',
  forbiddenTitle: 'You may not do that',
  forbiddenText:
    'The request did not come from a page of this site, or it is not meant for your account. Nothing was changed.',
  brokenTitle: 'Something broke',
  brokenText:
    'The fault is ours, and it was recorded. What you saved before is safe. Try again; if it happens again, come back a little later.',
  unavailableTitle: 'We will be right back',
  unavailableText:
    'The courses cannot be reached for the moment. Your progress and your certificates are safe. Try again in a minute.',
  tooManyTitle: 'A little slower, please',
  tooManyText: 'Too many requests came from your address. Wait a minute, then try again.',
  damagedFileTitle: 'This file cannot be handed out',
  damagedFileText:
    'What is stored is not the file that was issued, so nobody gets it. The record itself is safe: its page still shows what was issued and whether it is valid. Write to the school, which can look into it.',
  toVerification: 'See what was issued',
  retry: 'Try again',
  toCatalogue: 'To the courses',
  toDashboard: 'To my courses',
};

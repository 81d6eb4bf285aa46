/** What the mails about scheduled publishes need to know. */
interface About {
  readonly courseName: string;
  readonly localTime: string;
}

interface Letter {
  readonly subject: string;
  readonly text: string;
}

const planned = ({ courseName, localTime }: About): string =>
  `“${courseName}” was to be published on ${localTime}.`;

/** Texts of the mails about a scheduled publish; a link to the course's page follows each. */
export const mails = {
  failed: (about: About, cause: string): Letter => ({
    subject: `Not published yet: ${about.courseName}`,
    text: `${planned(about)} That failed:

  ${cause}

Nothing was changed: learners see what they saw before. It is tried again by itself for about two hours. You hear of it when it worked, and when it is given up.`,
  }),

  givenUp: (about: About, cause: string): Letter => ({
    subject: `Not published: ${about.courseName}`,
    text: `${planned(about)} That failed, and it is not tried again:

  ${cause}

Nothing was changed: learners see what they saw before. Publish the course by hand, or schedule it again.`,
  }),

  published: (about: About, version: number): Letter => ({
    subject: `Published after all: ${about.courseName}`,
    text: `${planned(about)} That failed at first; now it worked. Learners get version ${version}.`,
  }),
};

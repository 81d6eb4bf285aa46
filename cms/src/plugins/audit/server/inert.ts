/**
 * Characters that act on whatever shows them instead of standing there: controls, line ends, ANSI's
 * escape, what turns the direction of writing (Unicode Bidirectional Algorithm, UAX #9), what has no
 * width, and halves of a pair. The joiners that Indian scripts and emoji are written with are not among
 * them.
 */
const active = /[\p{Cc}\p{Bidi_Control}\p{Surrogate}\u200b\u2028\u2029\u2060-\u206f\ufeff]/gu;

/** A text of somebody else's as it can be shown anywhere: what would act is written as `\u001b`. */
export const inert = (text: string): string =>
  text.replace(active, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

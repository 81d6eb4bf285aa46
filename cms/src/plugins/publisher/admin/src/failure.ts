/**
 * Why a request brought nothing: `said` is our server's own sentence, `forbidden` Strapi's refusal
 * before our code ran, `unanswered` a lost connection or a proxy's error. Only after the last is it
 * unknown whether the server did what was asked.
 */
export type Failure =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unanswered' };

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** Reads what Strapi's fetch client has made of the answer. */
export function failureOf(error: unknown): Failure {
  const text = field(error, 'message');
  if (typeof field(error, 'code') === 'string' && typeof text === 'string')
    return { kind: 'said', text };
  if (field(error, 'status') === 403) return { kind: 'forbidden' };
  return { kind: 'unanswered' };
}

import { z } from 'zod';
import { endpoint } from './endpoint';
import { instant, nothing } from './shared';

/** What became of the last wish to be erased; nothing of it once the student is. */
export const erasure = z.object({
  /**
   * `asked`: two people of the school have yet to agree. `approved`: it is carried out at `due_at`.
   * `withdrawn` by the student, `refused` by the school, `lapsed` because nobody decided in time.
   */
  state: z.enum(['asked', 'approved', 'withdrawn', 'refused', 'lapsed']),
  /** Whether the certificates are to go too. */
  certificates: z.boolean(),
  asked_at: instant,
  due_at: instant.nullable(),
});
export type Erasure = z.infer<typeof erasure>;

export const getPrivacy = endpoint({
  method: 'GET',
  path: '/account/privacy',
  summary: 'What one may still do about one’s own data, and how a wish to be erased stands.',
  who: 'student',
  params: nothing,
  body: nothing,
  reply: z.object({
    erasure: erasure.nullable(),
    /** Days from the school's agreement to the erasure, in which it can still be taken back. */
    delay_days: z.number().int(),
    /** Exports left within a day. */
    exports_left: z.number().int(),
    /** Certificates that were issued to the student. */
    certificates: z.number().int(),
  }),
  errors: [],
});

export const exportData = endpoint({
  method: 'POST',
  path: '/account/export',
  summary:
    'Everything about oneself as a zip: data.json, the same as a page, own files and certificates.',
  who: 'student',
  params: nothing,
  body: nothing,
  reply: nothing,
  transfer: 'download',
  errors: ['export.too-many'],
});

export const askErasure = endpoint({
  method: 'POST',
  path: '/account/erasure',
  summary: 'Asks the school to erase oneself. Two of it agree, then some days pass.',
  who: 'student',
  params: nothing,
  body: z.strictObject({
    current_password: z.string().min(1).max(200),
    certificates: z.boolean(),
  }),
  reply: z.object({ erasure }),
  errors: ['password.wrong', 'password.limited', 'erasure.asked-already'],
});

export const withdrawErasure = endpoint({
  method: 'POST',
  path: '/account/erasure/withdraw',
  summary: 'Takes the wish to be erased back, as long as it was not carried out.',
  who: 'student',
  params: nothing,
  body: nothing,
  reply: z.object({ erasure }),
  errors: ['erasure.none'],
});

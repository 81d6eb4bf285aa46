import { z } from 'zod';

/**
 * Bodies of the users-permissions endpoints that stay open (`/auth/...`); their paths and replies
 * are Strapi's. `password` counts in characters; bcrypt uses the first 72 bytes only, so longer
 * ones are refused instead of silently cut.
 */
const email = z.email().max(254);
const password = z
  .string()
  .min(10)
  .refine((text) => new TextEncoder().encode(text).length <= 72, 'At most 72 bytes');

export const registerBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email,
  password,
});
export type RegisterBody = z.infer<typeof registerBody>;

export const loginBody = z.strictObject({ email, password: z.string().min(1).max(200) });
export type LoginBody = z.infer<typeof loginBody>;

export const forgotPasswordBody = z.strictObject({ email });
export const resetPasswordBody = z.strictObject({ code: z.string().min(1), password });

import { en } from './en.ts';

/** All text shown to people. Another language is a file of the same shape, chosen here. */
export type Messages = typeof en;
export const messages: Messages = en;

import { en } from './en/index.ts';

/** All text shown to people. Another language is a folder of the same shape, chosen here. */
export type Messages = typeof en;
export const messages: Messages = en;

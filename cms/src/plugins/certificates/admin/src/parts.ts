import { mayDesign, mayIssue, mayRead } from '../../server/permissions';
import { batchesPath, designsPath, registerPath } from './paths';

const needs = [
  ['register', mayRead, registerPath],
  ['batches', mayIssue, batchesPath],
  ['designs', mayDesign, designsPath],
] as const;

/** The parts a role may open, in the order in which they are offered. */
export const openParts = (may: (action: string) => boolean) =>
  needs.flatMap(([part, action, to]) => (may(action) ? [{ part, to }] : []));

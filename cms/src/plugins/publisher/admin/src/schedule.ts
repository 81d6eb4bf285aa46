import type { Schedule } from '../../server/wire';

/** Whether a publish is still to come; what is done or failed is past. */
export const isWaiting = (schedule: Schedule | null): boolean =>
  schedule?.state === 'waiting' || schedule?.state === 'running';

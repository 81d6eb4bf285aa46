import { createHmac } from 'node:crypto';
import { environment } from '../../lib/environment';

/**
 * What the log keeps of an address that somebody typed: equal addresses have equal tags. A plain hash could
 * be found by trying addresses, also after the person was erased; this one only by whoever has the
 * server's secret. Another JWT_SECRET makes other tags.
 */
export const logTag = (address: string): string =>
  createHmac('sha256', environment().jwtSecret).update(`log ${address}`).digest('hex').slice(0, 32);

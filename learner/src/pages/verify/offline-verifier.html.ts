import type { APIRoute } from 'astro';
import { offlineVerifier } from '../../lib/offline-verifier.ts';

export const GET: APIRoute = () => offlineVerifier(new Date());

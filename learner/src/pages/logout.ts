import type { APIRoute } from 'astro';
import { endSession } from '../lib/accounts.ts';

export const POST: APIRoute = endSession;

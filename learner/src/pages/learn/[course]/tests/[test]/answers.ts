import type { APIRoute } from 'astro';
import { saveFromPlayer } from '../../../../../lib/tests.ts';

/** Where the test player's script saves answers as the student goes. */
export const POST: APIRoute = ({ locals, request }) => saveFromPlayer(locals.visitor, request);

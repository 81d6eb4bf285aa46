import type { APIRoute } from 'astro';
import { sandboxPage } from '../../lib/sandbox.ts';

export const GET: APIRoute = ({ params, rewrite }) => sandboxPage(params.name) ?? rewrite('/404');

import { scriptRunner } from './run-script.ts';
import { serve } from './worker-side.ts';

serve(async () => scriptRunner((source) => source));

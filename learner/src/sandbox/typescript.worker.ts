import { transform } from 'sucrase';
import { scriptRunner } from './run-script.ts';
import { serve } from './worker-side.ts';

// Types are taken off, lines stay where they are; nothing is checked.
const strip = (source: string): string =>
  transform(source, { transforms: ['typescript'], disableESTransforms: true }).code;

serve(async () => scriptRunner(strip));

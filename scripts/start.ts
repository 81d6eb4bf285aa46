import { modelVariables } from './lib/model-variables.ts';
import { runCommand } from './lib/refusal.ts';
import { serve } from './lib/serve.ts';

const mode = process.argv.includes('--dev') ? 'dev' : 'start';

await runCommand(() => serve({ mode, cmsExtra: modelVariables(process.env) }));

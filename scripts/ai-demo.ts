import { Refusal, runCommand } from './lib/refusal.ts';
import { serve } from './lib/serve.ts';
import { whenAskedToStop } from './lib/stopping.ts';
import { demoModels, startAiServer } from './testing/ai-server.ts';

/**
 * `npm run ai:demo [-- --model <name>] [-- --only-server [--port <port>]]`: the whole system with a
 * language model that plays recorded answers on this machine, so that everything can be tried without a
 * key. With `--only-server` just the model, for a cms that is started in another way.
 */
const usage = `Usage: npm run ai:demo [-- --model <name>] [--only-server] [--port <port>]

Models: ${demoModels.join(', ')}`;

interface Options {
  readonly model: string;
  readonly isOnlyServer: boolean;
  readonly port: number;
}

function readOptions(given: readonly string[]): Options {
  const rest = [...given];
  let model = 'demo';
  let isOnlyServer = false;
  let port = 0;
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    if (option === '--model') model = rest.shift() ?? '';
    else if (option === '--port') port = Number(rest.shift());
    else if (option === '--only-server') isOnlyServer = true;
    else throw new Refusal(usage);
  }
  const isKnown = demoModels.some((name) => name === model);
  if (!isKnown || !Number.isInteger(port) || port < 0 || port > 65_535) throw new Refusal(usage);
  return { model, isOnlyServer, port };
}

await runCommand(async () => {
  const { model, isOnlyServer, port } = readOptions(process.argv.slice(2));
  // About as fast as a small model of a service.
  const server = await startAiServer({ port, firstToken: 400, pace: 15 });
  const variables = {
    AI_PROVIDER: 'openai-compatible',
    AI_BASE_URL: server.url,
    AI_MODEL: model,
    AI_VISION: String(model === 'demo-vision'),
    // Nobody is paid; prices make visible what a real model would cost.
    AI_INPUT_PRICE: '0.15',
    AI_OUTPUT_PRICE: '0.60',
  };
  try {
    if (!isOnlyServer) {
      const hints = ({ cmsUrl }: { cmsUrl: string }) => [
        `The model “${model}” plays recorded answers: a course whose name has the word “maps” shows most.`,
        `Begin at ${cmsUrl}/admin/plugins/ai-author.`,
      ];
      return await serve({ mode: 'start', cmsExtra: variables, hints });
    }
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    console.log(`${lines.join('\n')}\n\nOther models: ${demoModels.join(', ')}\nCtrl-C stops it.`);
    await whenAskedToStop().happened;
    return 0;
  } finally {
    await server.stop();
  }
});

import { type AiSettings, environment } from '../../../../lib/environment';
import type { Status } from '../wire';
import { ModelFailure } from './failure';

/** The model's settings; throws `ai.not-configured` where there are none. */
export function modelSettings(given?: AiSettings): AiSettings {
  const settings = given ?? environment().ai;
  if (settings === null) throw new ModelFailure('ai.not-configured');
  return settings;
}

/** Whether a model is set up, for the admin's pages. The key is never part of it. */
export function modelStatus(settings: AiSettings | null = environment().ai): Status {
  return {
    isConfigured: settings !== null,
    model: settings?.model ?? null,
    seesPictures: settings?.seesPictures ?? false,
    variables: settings === null ? ['AI_MODEL', 'AI_BASE_URL', 'AI_API_KEY'] : [],
  };
}

export interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What tokens cost, in millionths of a US dollar and rounded up; null where no price is known. */
export function price(
  { inputTokens, outputTokens }: Tokens,
  settings: AiSettings | null = environment().ai,
): number | null {
  if (!settings || settings.inputPrice === null || settings.outputPrice === null) return null;
  // Dollars for a million tokens are millionths of a dollar for one. The rounding before takes away
  // what binary fractions add.
  const exact = inputTokens * settings.inputPrice + outputTokens * settings.outputPrice;
  return Math.ceil(Number(exact.toFixed(6)));
}

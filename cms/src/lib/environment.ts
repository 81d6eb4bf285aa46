export const aiProviders = ['openai-compatible', 'openai', 'azure', 'anthropic', 'google'] as const;

/** The language model that writes proposals for editors. */
export interface AiSettings {
  readonly provider: (typeof aiProviders)[number];
  /** Null: the provider's own address. */
  readonly baseUrl: string | null;
  /** Null where the endpoint asks for none, such as a model on a machine of the school's own. */
  readonly apiKey: string | null;
  readonly model: string;
  readonly seesPictures: boolean;
  /** US dollars for a million tokens; null where nobody said: then only tokens are counted. */
  readonly inputPrice: number | null;
  readonly outputPrice: number | null;
  /** Requests to the model at a time. */
  readonly parallel: number;
  /** How many tokens question and answer may have together. */
  readonly contextTokens: number;
}

/**
 * Everything the cms takes from its environment, read in one place. A missing or senseless value
 * stops the start with one sentence that names the variable, instead of failing later in a request.
 */
export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly learnerUrl: string;
  readonly databaseUrlGuru: string;
  readonly databaseUrlShishya: string;
  readonly appKeys: readonly string[];
  readonly apiTokenSalt: string;
  readonly adminJwtSecret: string;
  readonly transferTokenSalt: string;
  readonly encryptionKey: string;
  readonly jwtSecret: string;
  readonly smtpUrl: string;
  readonly mailFrom: string;
  /** Believe X-Forwarded-For. Only where nobody but the learner site or a proxy reaches the cms. */
  readonly trustProxy: boolean;
  /** Holds `uploads`, where the media library keeps its files. */
  readonly publicFolder: string;
  /** What a student may hand in with a project: a number, and bytes of one and of all together. */
  readonly projectFiles: {
    readonly files: number;
    readonly fileBytes: number;
    readonly bytes: number;
  };
  /** Ed25519 private keys that sign the seals of the audit log; the first signs. */
  readonly auditSigningKey: string;
  /** The Ed25519 private key that signs certificates as credentials. */
  readonly credentialSigningKey: string;
  /** Base64 of PEM: the private key that signs PDFs, its certificate, and those of its issuers. */
  readonly certificateSigningKey: string;
  /** Public keys (Multikeys) that signed here before and that somebody else may have. */
  readonly revokedSigners: readonly string[];
  /** Where the signed checkpoints of the audit log are written, outside the database. */
  readonly auditFolder: string;
  /**
   * Where there are not two others who may vote: hours after which the requester may carry a request
   * out that nobody refused. 0: never.
   */
  readonly approvalsDelayHours: number;
  /** Wrong passwords from one network within an hour before the next has to wait. */
  readonly loginFailuresPerNetwork: number;
  /** Days between the school's agreement to erase a student and the erasure. */
  readonly erasureDelayDays: number;
  /** Null where no model is configured. */
  readonly ai: AiSettings | null;
}

type Source = Readonly<Record<string, string | undefined>>;

export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

function text(source: Source, name: string): string {
  const value = source[name]?.trim();
  if (!value) throw new EnvironmentError(`The environment variable ${name} is not set.`);
  return value;
}

function url(source: Source, name: string, protocols: readonly string[]): string {
  const value = text(source, name);
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
    throw new EnvironmentError(
      `The environment variable ${name} must be a URL that begins with ${protocols.join(' or ')}//.`,
    );
  }
  return value.replace(/\/+$/, '');
}

function wholeNumber(source: Source, name: string, atLeast: number, atMost: number): number {
  const value = Number(text(source, name));
  if (!Number.isInteger(value) || value < atLeast || value > atMost) {
    throw new EnvironmentError(
      `The environment variable ${name} must be a whole number from ${atLeast} to ${atMost}.`,
    );
  }
  return value;
}

function multikeys(source: Source, name: string): readonly string[] {
  const keys = (source[name] ?? '').split(/[\s,]+/).filter((key) => key !== '');
  if (keys.some((key) => !/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/.test(key))) {
    throw new EnvironmentError(
      `The environment variable ${name} must name public keys as did.json does, “z6Mk…”, with commas between.`,
    );
  }
  return keys;
}

const megabyte = 1024 * 1024;

function projectFiles(source: Source): Environment['projectFiles'] {
  const {
    PROJECT_FILES = '5',
    PROJECT_FILE_MEGABYTES = '20',
    PROJECT_FILES_MEGABYTES = '50',
  } = source;
  const given = { PROJECT_FILES, PROJECT_FILE_MEGABYTES, PROJECT_FILES_MEGABYTES };
  const one = wholeNumber(given, 'PROJECT_FILE_MEGABYTES', 1, 1000);
  return {
    files: wholeNumber(given, 'PROJECT_FILES', 1, 50),
    fileBytes: one * megabyte,
    // A file that is allowed alone must not be too large together.
    bytes: wholeNumber(given, 'PROJECT_FILES_MEGABYTES', one, 5000) * megabyte,
  };
}

/** US dollars for a million tokens, or null. */
function pricePerMillion(source: Source, name: string): number | null {
  const given = source[name]?.trim();
  if (!given) return null;
  const value = Number(given);
  if (!Number.isFinite(value) || value < 0 || value > 100_000) {
    throw new EnvironmentError(
      `The environment variable ${name} must be US dollars for a million tokens, such as 0.15.`,
    );
  }
  return value;
}

function oneOf<T extends string>(source: Source, name: string, values: readonly T[], preset: T): T {
  const given = source[name]?.trim() || preset;
  const value = values.find((known) => known === given);
  if (value === undefined) {
    throw new EnvironmentError(
      `The environment variable ${name} must be one of ${values.join(', ')}.`,
    );
  }
  return value;
}

function aiSettings(given: Source): AiSettings | null {
  const source = Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim()));
  const provider = oneOf(source, 'AI_PROVIDER', aiProviders, 'openai-compatible');
  const baseUrl = source.AI_BASE_URL ? url(source, 'AI_BASE_URL', web) : null;
  if (baseUrl !== null && (new URL(baseUrl).username || new URL(baseUrl).password)) {
    throw new EnvironmentError(
      'The environment variable AI_BASE_URL must hold no password: put it into AI_API_KEY.',
    );
  }
  const inputPrice = pricePerMillion(source, 'AI_INPUT_PRICE');
  const outputPrice = pricePerMillion(source, 'AI_OUTPUT_PRICE');
  if ((inputPrice === null) !== (outputPrice === null)) {
    throw new EnvironmentError(
      'Of the environment variables AI_INPUT_PRICE and AI_OUTPUT_PRICE set both, or none.',
    );
  }
  const settings = {
    provider,
    baseUrl,
    apiKey: source.AI_API_KEY?.trim() ?? null,
    seesPictures: oneOf(source, 'AI_VISION', ['true', 'false'], 'false') === 'true',
    inputPrice,
    outputPrice,
    parallel: wholeNumber({ AI_PARALLEL: '4', ...source }, 'AI_PARALLEL', 1, 64),
    contextTokens: wholeNumber(
      { AI_CONTEXT_TOKENS: '32000', ...source },
      'AI_CONTEXT_TOKENS',
      4000,
      10_000_000,
    ),
  };
  const model = source.AI_MODEL?.trim();
  if (!model) return null;
  const needsUrl = provider === 'openai-compatible' || provider === 'azure';
  if (needsUrl && baseUrl === null) {
    throw new EnvironmentError(
      `AI_MODEL is set and AI_PROVIDER is ${provider}: set AI_BASE_URL too, the address of its interface.`,
    );
  }
  if (provider !== 'openai-compatible' && settings.apiKey === null) {
    throw new EnvironmentError(
      `AI_MODEL is set and AI_PROVIDER is ${provider}: set AI_API_KEY too, it answers nobody without one.`,
    );
  }
  // What stands in a header may have no line break or other sign that a header cannot carry.
  if (settings.apiKey !== null && !/^[\x21-\x7e]+$/.test(settings.apiKey)) {
    throw new EnvironmentError(
      'The environment variable AI_API_KEY holds signs that no key has. Copy it anew.',
    );
  }
  return { ...settings, model };
}

const web = ['http:', 'https:'];
const postgres = ['postgres:', 'postgresql:'];

export function readEnvironment(source: Source): Environment {
  return {
    host: text({ HOST: '127.0.0.1', ...source }, 'HOST'),
    port: wholeNumber({ PORT: '1337', ...source }, 'PORT', 1, 65_535),
    publicUrl: url(source, 'PUBLIC_URL', web),
    learnerUrl: url(source, 'LEARNER_URL', web),
    databaseUrlGuru: url(source, 'DATABASE_URL_GURU', postgres),
    databaseUrlShishya: url(source, 'DATABASE_URL_SHISHYA', postgres),
    appKeys: text(source, 'APP_KEYS')
      .split(',')
      .map((key) => key.trim())
      .filter((key) => key !== ''),
    apiTokenSalt: text(source, 'API_TOKEN_SALT'),
    adminJwtSecret: text(source, 'ADMIN_JWT_SECRET'),
    transferTokenSalt: text(source, 'TRANSFER_TOKEN_SALT'),
    encryptionKey: text(source, 'ENCRYPTION_KEY'),
    jwtSecret: text(source, 'JWT_SECRET'),
    smtpUrl: url(source, 'SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: text(source, 'MAIL_FROM'),
    trustProxy: text({ TRUST_PROXY: 'false', ...source }, 'TRUST_PROXY') === 'true',
    publicFolder: text({ PUBLIC_FOLDER: 'public', ...source }, 'PUBLIC_FOLDER'),
    projectFiles: projectFiles(source),
    auditSigningKey: text(source, 'AUDIT_SIGNING_KEY'),
    credentialSigningKey: text(source, 'CREDENTIAL_SIGNING_KEY'),
    certificateSigningKey: text(source, 'CERTIFICATE_SIGNING_KEY'),
    revokedSigners: multikeys(source, 'REVOKED_SIGNERS'),
    auditFolder: text(source, 'AUDIT_FOLDER'),
    erasureDelayDays: wholeNumber(
      { ERASURE_DELAY_DAYS: '14', ...source },
      'ERASURE_DELAY_DAYS',
      1,
      365,
    ),
    approvalsDelayHours: wholeNumber(
      { APPROVALS_DELAY_HOURS: '0', ...source },
      'APPROVALS_DELAY_HOURS',
      0,
      720,
    ),
    loginFailuresPerNetwork: wholeNumber(
      { LOGIN_FAILURES_PER_NETWORK: '100', ...source },
      'LOGIN_FAILURES_PER_NETWORK',
      5,
      100_000,
    ),
    ai: aiSettings(source),
  };
}

let known: Environment | undefined;

/** The environment of this process, read at the first call and the same from then on. */
export function environment(): Environment {
  known ??= readEnvironment(process.env);
  return known;
}

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
  };
}

let known: Environment | undefined;

/** The environment of this process, read at the first call and the same from then on. */
export function environment(): Environment {
  known ??= readEnvironment(process.env);
  return known;
}

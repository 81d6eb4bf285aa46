import { fromBase64url, utf8 } from './bytes.ts';
import { credentialsV2, loadContext, openBadgeContexts } from './contexts.ts';
import { issuerIdOf, keyIn } from './issuer.ts';
import { type Fields, fieldsAt, isSameList, listAt, parseFields, textAt } from './json.ts';
import { holdsProof, isSignedBy, keyOfMultibase, type PublicKey } from './signature.ts';
import { bitAt, bitsOf, entryOf } from './status.ts';

/** What somebody has to go by. Nothing else is asked, neither a server nor the clock. */
export interface Given {
  /** The content of credential.json or credential.jwt. */
  readonly credential: string;
  /** The issuer's did.json, where it is at hand. */
  readonly issuer?: string | undefined;
  /** The status list, where it is at hand. */
  readonly statusList?: string | undefined;
  readonly now: Date;
}

/** `unknown`: it cannot be told from what was given. */
export type State = 'passed' | 'failed' | 'unknown';

/** Why a check came out as it did. */
export type Reason =
  | 'passed'
  | 'form'
  | 'proof-missing'
  | 'proof-kind'
  | 'proof-wrong'
  | 'proof-needs-issuer'
  | 'issuer-missing'
  | 'issuer-other'
  | 'key-unknown'
  | 'key-revoked'
  | 'not-yet'
  | 'over'
  | 'list-missing'
  | 'list-other'
  | 'list-proof'
  | 'list-time'
  | 'revoked';

export interface Check {
  readonly state: State;
  readonly reason: Reason;
}

export interface Verdict {
  /** `valid`: all four passed. `unproven`: none failed, and something is not known. */
  readonly outcome: 'valid' | 'unproven' | 'refused' | 'revoked';
  /** Null where the file holds no credential. */
  readonly credential: Fields | null;
  /** The key the proof names, as it stands in the did.json. */
  readonly key: string | null;
  readonly checks: Readonly<Record<'proof' | 'issuer' | 'time' | 'status', Check>>;
}

const passed: Check = { state: 'passed', reason: 'passed' };
const failed = (reason: Reason): Check => ({ state: 'failed', reason });
const unknown = (reason: Reason): Check => ({ state: 'unknown', reason });

/** Characters of a file; one of ours has four thousand. */
const longest = 500_000;
/** Seconds by which clocks may differ. */
const leeway = 300;

/** Whether the credential is as its issuer signed it, and what of that can be told from what is given. */
export async function verify({
  credential: text,
  issuer,
  statusList,
  now,
}: Given): Promise<Verdict> {
  const read = await readSigned(text, 'OpenBadgeCredential', openBadgeContexts, issuer);
  const { credential, key, proof } = read;
  if (credential === null)
    return verdict(null, key, { proof, issuer: proof, time: proof, status: proof });
  return verdict(credential, key, {
    proof,
    issuer: read.issuer,
    time: timeOf(credential, now),
    status: await statusOf(credential, statusList, issuer, now),
  });
}

function verdict(
  credential: Fields | null,
  key: string | null,
  checks: Verdict['checks'],
): Verdict {
  const all = Object.values(checks);
  const refused = all.some(({ state, reason }) => state === 'failed' && reason !== 'revoked');
  const outcome = refused
    ? 'refused'
    : checks.status.reason === 'revoked'
      ? 'revoked'
      : all.every(({ state }) => state === 'passed')
        ? 'valid'
        : 'unproven';
  return { outcome, credential, key, checks };
}

interface Signed {
  readonly credential: Fields | null;
  readonly key: string | null;
  readonly proof: Check;
  readonly issuer: Check;
}

const nothing = (reason: Reason): Signed => ({
  credential: null,
  key: null,
  proof: failed(reason),
  issuer: failed(reason),
});

/** A credential of one type, with either form of signature, and who vouches for its key. */
async function readSigned(
  text: string,
  type: string,
  contexts: readonly string[],
  issuer: string | undefined,
): Promise<Signed> {
  if (text.length > longest) return nothing('form');
  const isJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text.trim());
  const jwt = isJwt ? readJwt(text.trim()) : null;
  const credential = isJwt ? (jwt?.credential ?? null) : parseFields(text);
  if (
    credential === null ||
    !isSameList(credential['@context'], contexts) ||
    ![credential.type].flat().includes(type) ||
    ![credential.type].flat().includes('VerifiableCredential') ||
    issuerIdOf(credential) === null ||
    textAt(credential, 'id') === null ||
    textAt(credential, 'validFrom') === null
  ) {
    return nothing('form');
  }
  return jwt === null ? readEmbedded(credential, issuer) : readOuter(jwt, issuer);
}

/** A proof in the document. One that stands beside it but is of another kind proves nothing. */
async function readEmbedded(credential: Fields, issuer: string | undefined): Promise<Signed> {
  const { proof: given, ...document } = credential;
  const proofs = listAt(credential, 'proof');
  const proof = proofs[0];
  if (given === undefined || proof === undefined) {
    return {
      credential,
      key: null,
      proof: failed('proof-missing'),
      issuer: failed('proof-missing'),
    };
  }
  const method = textAt(proof, 'verificationMethod') ?? '';
  const [did = '', key = ''] = method.split('#');
  if (
    proofs.length !== 1 ||
    proof.type !== 'DataIntegrityProof' ||
    proof.cryptosuite !== 'eddsa-rdfc-2022' ||
    proof.proofPurpose !== 'assertionMethod' ||
    proof['@context'] !== undefined ||
    did !== issuerIdOf(credential)
  ) {
    return { credential, key: null, proof: failed('proof-kind'), issuer: failed('proof-kind') };
  }
  // The method names the key itself, so that the proof can be checked without the issuer's word for it.
  const vouched = vouching(issuer, did, method);
  const named = vouched.key ?? keyOfMultibase(key);
  const isSigned = named !== null && (await holdsProof(document, proof, named, loadContext));
  return {
    credential,
    key,
    proof: isSigned ? passed : failed('proof-wrong'),
    issuer: vouched.check,
  };
}

/** What the issuer's did.json says of the key; its key where it vouches for it. */
function vouching(
  issuer: string | undefined,
  did: string,
  method: string,
): { check: Check; key: PublicKey | null } {
  if (issuer === undefined) return { check: unknown('issuer-missing'), key: null };
  const didDocument = parseFields(issuer);
  if (didDocument?.id !== did) return { check: failed('issuer-other'), key: null };
  const found = keyIn(didDocument, method);
  if (found.state === 'known') return { check: passed, key: found.key };
  return { check: failed(found.state === 'revoked' ? 'key-revoked' : 'key-unknown'), key: null };
}

interface Jwt {
  readonly header: Fields;
  readonly credential: Fields;
  readonly signed: string;
  readonly signature: string;
}

/** The parts of a compact JWS whose claims repeat what the credential says; null where they do not. */
function readJwt(text: string): Jwt | null {
  const [first = '', second = '', signature = ''] = text.split('.');
  const header = parsePart(first);
  const payload = parsePart(second);
  if (header === null || payload === null) return null;
  const { iss, jti, nbf, sub, ...credential } = payload;
  const validFrom = Date.parse(textAt(credential, 'validFrom') ?? '');
  const subject = textAt(fieldsAt(credential, 'credentialSubject'), 'id');
  const isConsistent =
    iss === issuerIdOf(credential) &&
    jti === credential.id &&
    nbf === validFrom / 1000 &&
    (sub === undefined ? null : sub) === subject;
  return isConsistent ? { header, credential, signed: `${first}.${second}`, signature } : null;
}

function parsePart(part: string): Fields | null {
  const bytes = fromBase64url(part);
  if (bytes === null) return null;
  try {
    return parseFields(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

/** A signature around the document. Only EdDSA is accepted, whatever the header would like. */
async function readOuter(jwt: Jwt, issuer: string | undefined): Promise<Signed> {
  const { header, credential } = jwt;
  const method = textAt(header, 'kid') ?? '';
  const [did = ''] = method.split('#');
  const isOurs =
    header.alg === 'EdDSA' &&
    header.crit === undefined &&
    header.jwk === undefined &&
    (header.typ === undefined || header.typ === 'JWT') &&
    did !== '' &&
    did === issuerIdOf(credential);
  if (!isOurs) {
    return { credential, key: null, proof: failed('proof-kind'), issuer: failed('proof-kind') };
  }
  // A JWT names its key and does not bring it along.
  const vouched = vouching(issuer, did, method);
  if (vouched.key === null) {
    const open = issuer === undefined ? unknown('proof-needs-issuer') : vouched.check;
    return { credential, key: method, proof: open, issuer: vouched.check };
  }
  const signature = fromBase64url(jwt.signature);
  const isSigned =
    signature !== null && (await isSignedBy(vouched.key, signature, utf8(jwt.signed)));
  return {
    credential,
    key: method,
    proof: isSigned ? passed : failed('proof-wrong'),
    issuer: passed,
  };
}

/** Between `validFrom` and `validUntil`, by the reader's clock. */
function timeOf(credential: Fields, now: Date): Check {
  const from = Date.parse(textAt(credential, 'validFrom') ?? '');
  const until = textAt(credential, 'validUntil');
  if (!(from <= now.getTime() + leeway * 1000)) return failed('not-yet');
  if (until !== null && !(Date.parse(until) >= now.getTime())) return failed('over');
  return passed;
}

/**
 * Whether the list says that it was revoked. A list counts only when it is the one the credential names,
 * signed by the same issuer, and not older than it says of itself: an old one could hide a revocation.
 */
async function statusOf(
  credential: Fields,
  statusList: string | undefined,
  issuer: string | undefined,
  now: Date,
): Promise<Check> {
  const entry = entryOf(credential);
  if (entry === null) return failed('form');
  if (statusList === undefined) return unknown('list-missing');
  const list = await readSigned(
    statusList,
    'BitstringStatusListCredential',
    [credentialsV2],
    issuer,
  );
  const subject = list.credential === null ? {} : fieldsAt(list.credential, 'credentialSubject');
  if (
    list.credential === null ||
    list.credential.id !== entry.list ||
    issuerIdOf(list.credential) !== issuerIdOf(credential) ||
    subject.type !== 'BitstringStatusList' ||
    subject.statusPurpose !== 'revocation'
  ) {
    return failed('list-other');
  }
  if (list.proof.state !== 'passed' || list.issuer.state === 'failed') return failed('list-proof');
  const { validUntil } = list.credential;
  if (typeof validUntil !== 'string' || timeOf(list.credential, now).state !== 'passed') {
    return failed('list-time');
  }
  const bits = await bitsOf(textAt(subject, 'encodedList') ?? '');
  const bit = bits === null ? undefined : bitAt(bits, entry.index);
  if (bit === undefined) return failed('list-other');
  return bit ? failed('revoked') : passed;
}

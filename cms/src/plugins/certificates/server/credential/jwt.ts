import { type IssuerKey, jwkOf } from './keys';

const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

interface Signable {
  readonly id: string;
  readonly issuer: { readonly id: string };
  readonly validFrom: string;
  readonly credentialSubject: { readonly id: string };
}

/**
 * The credential as a compact JWS (Open Badges 3.0, section 8.2): its fields are the payload's claims,
 * beside the registered ones that repeat some of them. `kid` leads to a JWK in the issuer's did.json.
 */
export function asJwt(credential: Signable, key: IssuerKey): string {
  const issuer = credential.issuer.id;
  const header = { alg: 'EdDSA', kid: `${issuer}#${jwkOf(key.id).kid}`, typ: 'JWT' };
  const payload = {
    ...credential,
    iss: issuer,
    jti: credential.id,
    nbf: Date.parse(credential.validFrom) / 1000,
    sub: credential.credentialSubject.id,
  };
  const signed = `${base64url(header)}.${base64url(payload)}`;
  return `${signed}.${key.sign(Buffer.from(signed, 'ascii')).toString('base64url')}`;
}

export interface Environment {
  /** Where the cms answers, without a slash at the end. */
  readonly cmsUrl: string;
  /** This site's own address as a browser knows it, without a slash at the end. */
  readonly publicUrl: string;
  /** True when browsers come by https, so that cookies may be bound to it. */
  readonly secure: boolean;
  /** True when a proxy in front of this server writes X-Forwarded-For. */
  readonly trustProxy: boolean;
  /** Where weaknesses are reported, as an address like mailto:…; null where nobody is named. */
  readonly securityContact: string | null;
}

function origin(name: string, value: string | undefined): string {
  if (!value) throw new Error(`${name} is not set. Give an address such as http://127.0.0.1:4321.`);
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new Error(`${name} is not an address: "${value}".`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(`${name} must begin with http:// or https://, not "${url.protocol}".`);
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    throw new Error(`${name} must be an address without a path, not "${value}".`);
  }
  return url.origin;
}

/** RFC 9116, 2.5.3: an address to write to, to call or to open. */
function contact(value: string | undefined): string | null {
  const given = value?.trim();
  if (!given) return null;
  if (!/^(?:mailto:[^@\s]+@[^@\s]+|tel:\+?[\d-]+|https:\/\/\S+)$/.test(given)) {
    throw new Error(`SECURITY_CONTACT must begin with mailto:, https:// or tel:, not "${given}".`);
  }
  return given;
}

/** Pure, so that a test can try every mistake a person may make in the settings. */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const publicUrl = origin('PUBLIC_URL', source.PUBLIC_URL);
  return {
    cmsUrl: origin('CMS_URL', source.CMS_URL),
    publicUrl,
    secure: publicUrl.startsWith('https:'),
    trustProxy: source.TRUST_PROXY === 'true',
    securityContact: contact(source.SECURITY_CONTACT),
  };
}

let read: Environment | undefined;

/** The settings of this process, read once. */
export function environment(): Environment {
  read ??= readEnvironment(process.env);
  return read;
}

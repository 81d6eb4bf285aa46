const DAY = 24 * 60 * 60 * 1000;

/**
 * The site's security.txt (RFC 9116). It is made anew for whoever asks, so it never runs out while
 * somebody keeps the site going; what was kept elsewhere does after half a year.
 */
export function securityText(contact: string, publicUrl: string, now: Date): string {
  const end = new Date(now.getTime() + 183 * DAY).toISOString().slice(0, 10);
  return [
    `Contact: ${contact}`,
    `Expires: ${end}T00:00:00Z`,
    'Preferred-Languages: en',
    `Canonical: ${publicUrl}/.well-known/security.txt`,
    '',
  ].join('\n');
}

import { environment } from '../src/lib/environment';

export default () => {
  const { adminJwtSecret, apiTokenSalt, transferTokenSalt, encryptionKey, publicUrl } =
    environment();
  return {
    auth: {
      secret: adminJwtSecret,
      // Without this a production start over plain http answers 500 to every sign-in.
      cookie: { secure: publicUrl.startsWith('https:') },
      sessions: {
        accessTokenLifespan: 30 * 60,
        maxSessionLifespan: 24 * 60 * 60,
        idleSessionLifespan: 2 * 60 * 60,
        maxRefreshTokenLifespan: 30 * 24 * 60 * 60,
        idleRefreshTokenLifespan: 14 * 24 * 60 * 60,
      },
    },
    apiToken: { salt: apiTokenSalt },
    transfer: { token: { salt: transferTokenSalt } },
    secrets: { encryptionKey },
    // Previews are the publisher's: Strapi would ask every editor to set up its own.
    preview: { enabled: false },
    autoOpen: false,
    flags: { nps: false, promoteEE: false, docLinks: false },
  };
};

import { environment } from '../src/lib/environment';

export default () => {
  const { host, port, publicUrl, appKeys, trustProxy, publicFolder } = environment();
  return {
    host,
    port,
    url: publicUrl,
    // Of several addresses in X-Forwarded-For the last is the one our own proxy saw; those before it are
    // whatever the client made up.
    proxy: { koa: trustProxy, maxIpsCount: 1 },
    dirs: { public: publicFolder },
    // Would let a token replace every table of Strapi's from another system.
    transfer: { remote: { enabled: false } },
    app: { keys: [...appKeys] },
    logger: { updates: { enabled: false }, startup: { enabled: false } },
  };
};

import { environment } from '../src/lib/environment';

export default () => {
  const { host, port, publicUrl, appKeys, trustProxy, publicFolder } = environment();
  return {
    host,
    port,
    url: publicUrl,
    proxy: { koa: trustProxy },
    dirs: { public: publicFolder },
    // Would let a token replace every table of Strapi's from another system.
    transfer: { remote: { enabled: false } },
    app: { keys: [...appKeys] },
    logger: { updates: { enabled: false }, startup: { enabled: false } },
  };
};

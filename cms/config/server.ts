import { environment } from '../src/lib/environment';

export default () => {
  const { host, port, publicUrl, appKeys, trustProxy, publicFolder } = environment();
  return {
    host,
    port,
    url: publicUrl,
    proxy: { koa: trustProxy },
    dirs: { public: publicFolder },
    app: { keys: [...appKeys] },
    logger: { updates: { enabled: false }, startup: { enabled: false } },
  };
};

import { environment } from '../src/lib/environment';

export default () => {
  const { host, port, publicUrl, appKeys, trustProxy } = environment();
  return {
    host,
    port,
    url: publicUrl,
    proxy: { koa: trustProxy },
    app: { keys: [...appKeys] },
    logger: { updates: { enabled: false }, startup: { enabled: false } },
  };
};

import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestStrapi, type TestStrapi } from './strapi.ts';

/** Strapi's session manager as far as it is used here; its types are not exported. */
interface Sessions {
  generateRefreshToken(
    userId: string,
    deviceId: string,
    options: { readonly type: 'session' },
  ): Promise<{ readonly token: string }>;
  generateAccessToken(refreshToken: string): Promise<{ readonly token: string }>;
}

export interface ServedStrapi extends TestStrapi {
  readonly url: string;
  /** Makes an administrator of the roles with these codes, `<name>@school.example`, and signs them in. */
  signIn(roles: string | readonly string[], name: string): Promise<string>;
  /** The access token of one more session of an administrator made here. */
  session(name: string): Promise<string>;
}

/** A cms inside the test's own process that also answers over HTTP, at a port of its own. */
export async function startServedStrapi(): Promise<ServedStrapi> {
  const running = await startTestStrapi();
  const { server } = running.strapi;
  server.mount();
  const http: Server = createServer(server.app.callback());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const { strapi } = running;
  const session = async (name: string): Promise<string> => {
    const { id } = await strapi.db
      .query('admin::user')
      .findOne({ where: { email: `${name}@school.example` } });
    const sessions = strapi.sessionManager('admin') as unknown as Sessions;
    const refresh = await sessions.generateRefreshToken(String(id), randomUUID(), {
      type: 'session',
    });
    return (await sessions.generateAccessToken(refresh.token)).token;
  };
  return {
    ...running,
    url: `http://127.0.0.1:${port}`,
    session,
    async signIn(codes, name) {
      const rows = await strapi.db
        .query('admin::role')
        .findMany({ where: { code: { $in: [codes].flat() } } });
      await strapi.service('admin::user').create({
        email: `${name}@school.example`,
        password: 'Long-enough-1-for-us',
        firstname: name,
        isActive: true,
        registrationToken: null,
        roles: rows.map(({ id }) => id),
      });
      return session(name);
    },
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await running.stop();
    },
  };
}

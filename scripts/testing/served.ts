import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signInAdministrator } from './admin.ts';
import { startTestStrapi, type TestStrapi } from './strapi.ts';

export interface ServedStrapi extends TestStrapi {
  readonly url: string;
  /** Makes an administrator of the roles with these codes, `<name>@school.example`, and signs them in. */
  signIn(roles: string | readonly string[], name: string): Promise<string>;
}

/** A cms inside the test's own process that also answers over HTTP, at a port of its own. */
export async function startServedStrapi(): Promise<ServedStrapi> {
  const running = await startTestStrapi();
  const { server } = running.strapi;
  server.mount();
  const http: Server = createServer(server.app.callback());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...running,
    url,
    async signIn(codes, name) {
      const rows = await running.strapi.db
        .query('admin::role')
        .findMany({ where: { code: { $in: [codes].flat() } } });
      const person = { email: `${name}@school.example`, password: 'Long-enough-1-for-us' };
      await running.strapi.service('admin::user').create({
        ...person,
        firstname: name,
        isActive: true,
        registrationToken: null,
        roles: rows.map(({ id }) => id),
      });
      return signInAdministrator(url, person);
    },
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await running.stop();
    },
  };
}

import { type CurrentVersion, currentVersion } from '@ourshiksha/contract/events';
import type { Core } from '@strapi/strapi';
import { environment } from './environment';
import { type Listening, listen } from './listen';

/** Whoever wants to know when a course's current version changes, in this or any other instance. */
export interface Subscriber {
  changed(course: CurrentVersion): void;
  /** Something may have been missed: every course may have changed. */
  resync(): void;
  /** This instance stops; nothing comes any more. */
  end(): void;
}

const channel = 'current_versions';

/** Hands on what PostgreSQL notifies. The connection is opened with the first subscriber. */
export class CurrentVersions {
  readonly #subscribers = new Set<Subscriber>();
  readonly #connectionString: string;
  #listening: Listening | undefined;

  constructor(connectionString: string) {
    this.#connectionString = connectionString;
  }

  get size(): number {
    return this.#subscribers.size;
  }

  /** Begins with a `resync`. Returns what unsubscribes. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    this.#listening ??= listen(this.#connectionString, channel, {
      ready: () => this.#each((one) => one.resync()),
      message: (payload) => this.#tell(payload),
    });
    subscriber.resync();
    return () => {
      this.#subscribers.delete(subscriber);
    };
  }

  async close(): Promise<void> {
    this.#each((one) => one.end());
    this.#subscribers.clear();
    await this.#listening?.stop();
    this.#listening = undefined;
  }

  #tell(payload: string): void {
    const course = currentVersion.safeParse(parsed(payload));
    // Anybody who may connect may notify; what is not ours is still a reason to look.
    this.#each((one) => (course.success ? one.changed(course.data) : one.resync()));
  }

  #each(tell: (subscriber: Subscriber) => void): void {
    for (const subscriber of [...this.#subscribers]) tell(subscriber);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const instances = new WeakMap<Core.Strapi, CurrentVersions>();

export function currentVersions(app: Core.Strapi): CurrentVersions {
  let instance = instances.get(app);
  if (instance === undefined) {
    // The students' login: what is heard here is for everybody.
    instance = new CurrentVersions(environment().databaseUrlShishya);
    instances.set(app, instance);
  }
  return instance;
}

/** Ends every stream and the connection; called when Strapi is destroyed. */
export async function closeCurrentVersions(app: Core.Strapi): Promise<void> {
  await instances.get(app)?.close();
  instances.delete(app);
}

import { afterAll, beforeAll } from 'vitest';
import { createApiClient, signIn, type ApiClient } from '../helpers/api-client.ts';
import { createDatabase, type TestDatabase } from '../helpers/databases.ts';
import { openEventStream, type EventStreamReader } from '../helpers/event-stream.ts';
import { openTestData, type Person, type TestData } from '../helpers/factories.ts';
import { openMailbox, type Mailbox } from '../helpers/mailbox.ts';
import { startBackend, type Backend } from '../helpers/start-backend.ts';

/** What the tests of one file have to themselves: a database, a mail server, and one backend or more. */
export class TestServer {
  readonly backends: Backend[];
  readonly databaseUrl: string;
  readonly mailbox: Mailbox;
  readonly testData: TestData;
  /** Calls as nobody. */
  readonly anonymous: ApiClient;
  readonly #database: TestDatabase;
  readonly #clients = new Map<string, Promise<ApiClient>>();
  readonly #streams = new Set<EventStreamReader>();

  constructor(parts: { backends: Backend[]; database: TestDatabase; mailbox: Mailbox }) {
    this.backends = parts.backends;
    this.#database = parts.database;
    this.databaseUrl = parts.database.url;
    this.mailbox = parts.mailbox;
    this.testData = openTestData(parts.database.url);
    this.anonymous = createApiClient(this.url);
  }

  get backend(): Backend {
    return this.node(0);
  }

  get url(): string {
    return this.backend.url;
  }

  node(index: number): Backend {
    const backend = this.backends[index];
    if (!backend) throw new Error(`there is no backend ${index}`);
    return backend;
  }

  /** A client that is signed in as the person; one sign-in each. */
  as(person: Person): Promise<ApiClient> {
    const known = this.#clients.get(person.id) ?? signIn(this.url, person).then(({ client }) => client);
    this.#clients.set(person.id, known);
    return known;
  }

  /** Opens a stream of the person's live events; it ends with the file's tests at the latest. */
  async listen(
    person: Person,
    {
      node = 0,
      ...options
    }: { node?: number; organizationId?: string; lastEventId?: string | undefined } = {},
  ): Promise<EventStreamReader> {
    const { accessToken = '' } = await this.as(person);
    const stream = await openEventStream({ url: this.node(node).url, accessToken, ...options });
    this.#streams.add(stream);
    return stream;
  }

  async stop(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    await Promise.all(this.backends.map((backend) => backend.stop()));
    await this.testData.close();
    await this.mailbox.close();
    await this.#database.drop();
  }
}

interface ServerOptions {
  /** How many backends there are on the one database. */
  nodes?: number;
  environment?: Record<string, string | undefined>;
  /** What the mail server lacks. */
  mailServer?: Parameters<typeof openMailbox>[0];
}

export async function startServer({
  nodes = 1,
  environment = {},
  mailServer = {},
}: ServerOptions = {}): Promise<TestServer> {
  const [database, mailbox] = await Promise.all([createDatabase(), openMailbox(mailServer)]);
  const backends = await Promise.all(
    Array.from({ length: nodes }, () =>
      startBackend({ databaseUrl: database.url, smtpUrl: mailbox.smtpUrl, environment }),
    ),
  );
  return new TestServer({ backends, database, mailbox });
}

/** Starts a server before the file's tests and stops it after them; the function returned gives it. */
export function useServer(options: ServerOptions = {}): () => TestServer {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await startServer(options);
  });
  afterAll(() => server?.stop());
  return () => {
    if (!server) throw new Error('the server is there only while tests run');
    return server;
  };
}

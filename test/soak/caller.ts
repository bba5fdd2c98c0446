import { Agent, request } from 'node:http';
import { signIn } from '../support/api-client.ts';
import type { Person } from '../support/factories.ts';

/** Well below the quarter of an hour that an access token is good for. */
const tokenAgeMs = 10 * 60_000;

export interface Answer {
  status: number;
  text: string;
}

/** Calls one backend many thousand times: connections are kept, answers are not judged. */
export interface Caller {
  /** Rejects when the connection breaks. */
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  close: () => void;
}

/** @param authorize gives the value of the `Authorization` header */
export function createCaller(url: string, authorize: () => Promise<string>): Caller {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    async post(path, body, headers = {}) {
      const authorization = await authorize();
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const call = request({ hostname, port, agent, path, method: 'POST' }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text })).on('error', reject);
      });
      call.setHeader('Authorization', authorization);
      call.setHeader('Content-Type', 'application/json');
      for (const [name, value] of Object.entries(headers)) call.setHeader(name, value);
      call.on('error', reject).end(JSON.stringify(body));
      return promise;
    },
    close: () => agent.destroy(),
  };
}

/** The authorization of a person, who signs in anew before it runs out. */
export function authorizationOf(url: string, person: Person): () => Promise<string> {
  let signedIn: { at: number; bearer: Promise<string> } | undefined;
  return () => {
    if (!signedIn || Date.now() - signedIn.at > tokenAgeMs) {
      const bearer = signIn(url, person).then(({ tokens }) => `Bearer ${tokens.accessToken}`);
      signedIn = { at: Date.now(), bearer };
    }
    return signedIn.bearer;
  };
}

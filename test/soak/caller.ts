import { Agent, request } from 'node:http';
import { signIn } from '../helpers/api-client.ts';
import type { Person } from '../helpers/factories.ts';

/** Well below the quarter of an hour that an access token is good for. */
const tokenAgeMs = 10 * 60_000;

export interface Answer {
  status: number;
  text: string;
}

/** Calls one backend many thousand times: connections are kept, answers are not judged. */
export interface Caller {
  /** Sends JSON, or the fields of a form. Rejects when the connection breaks. */
  post: (path: string, body: object | URLSearchParams, headers: Record<string, string>) => Promise<Answer>;
  close: () => void;
}

export function createCaller(url: string): Caller {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    post(path, body, headers) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const isForm = body instanceof URLSearchParams;
      const call = request({ hostname, port, agent, path, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text })).on('error', reject);
      });
      call.setHeader('Content-Type', isForm ? 'application/x-www-form-urlencoded' : 'application/json');
      call.on('error', reject).end(isForm ? body.toString() : JSON.stringify(body));
      return promise;
    },
    close: () => agent.destroy(),
  };
}

/** The authorization of a person, who signs in anew before it runs out. */
export function bearerOf(person: Person, url: () => string): () => Promise<{ Authorization: string }> {
  let signedIn: { at: number; headers: Promise<{ Authorization: string }> } | undefined;
  return () => {
    if (!signedIn || Date.now() - signedIn.at > tokenAgeMs) {
      const headers = signIn(url(), person).then(({ tokens }) => ({
        Authorization: `Bearer ${tokens.accessToken}`,
      }));
      signedIn = { at: Date.now(), headers };
    }
    return signedIn.headers;
  };
}

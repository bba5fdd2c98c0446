import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request in place of the backend. */
export type InPlace = (request: IncomingMessage, response: ServerResponse) => void;

/** Something between an app and its backend that can answer in the backend's place, as a captive portal does. */
export interface InterposedServer {
  /** Leads to the backend. */
  url: string;
  /** The paths of what was asked, no matter what has answered. */
  paths: string[];
  /** From now on this answers, and connections begin anew; undefined: the backend. */
  answerInPlace: (answer: InPlace | undefined) => void;
  /** From now on requests reach the backend, and its answers nobody. */
  loseAnswers: () => void;
  close: () => Promise<void>;
}

export async function startInterposedServer(backend: string): Promise<InterposedServer> {
  const paths: string[] = [];
  let inPlace: InPlace | undefined;
  let losesAnswers = false;
  const server = createServer((incoming, answer) => {
    paths.push(incoming.url ?? '');
    if (inPlace !== undefined) {
      incoming.resume();
      inPlace(incoming, answer);
      return;
    }
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? '/', backend), { method, headers }, (real) => {
      if (losesAnswers) {
        answer.destroy();
        return;
      }
      answer.writeHead(real.statusCode ?? 502, real.headers);
      real.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    answerInPlace(answer) {
      inPlace = answer;
      losesAnswers = false;
      server.closeAllConnections();
    },
    loseAnswers() {
      losesAnswers = true;
      server.closeAllConnections();
    },
    async close() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

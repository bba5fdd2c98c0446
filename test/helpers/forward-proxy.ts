import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A forward proxy, as companies have them: it hands on requests, opens tunnels, and may want a password. */
export interface ForwardProxy {
  /** Host and port. */
  address: string;
  url: string;
  /** What it was asked for: the URL of a request, host and port of a tunnel. */
  asked: string[];
  /** Wants this user name and password from now on, and breaks every connection. */
  wantPassword: (username: string, password: string) => void;
  /** Refuses whatever it is asked for. */
  refuse: () => void;
  close: () => Promise<void>;
}

/** @param tunnelTo the port of 127.0.0.1 that every tunnel leads to, whichever host it is for */
export async function startForwardProxy({ tunnelTo }: { tunnelTo?: number } = {}): Promise<ForwardProxy> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  let wanted: string | undefined;
  let refuses = false;

  /** The status to refuse a request with; undefined: it is handed on. */
  function refusalOf({ headers }: IncomingMessage): number | undefined {
    if (refuses) return 403;
    return wanted === undefined || headers['proxy-authorization'] === wanted ? undefined : 407;
  }

  const server = createServer((incoming, answer) => {
    asked.push(incoming.url ?? '');
    const refusal = refusalOf(incoming);
    if (refusal !== undefined) {
      incoming.resume();
      answer.writeHead(refusal, { 'Proxy-Authenticate': 'Basic realm="Acme"' }).end('<h1>No</h1>');
      return;
    }
    const { method, url = '', headers } = incoming;
    const onward = request(url, { method, headers }, (real) => {
      answer.writeHead(real.statusCode ?? 502, real.headers);
      real.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming: IncomingMessage, client: Socket, head: Buffer) => {
    asked.push(incoming.url ?? '');
    client.on('error', () => undefined);
    const refusal = refusalOf(incoming);
    if (refusal !== undefined || tunnelTo === undefined) {
      client.end(
        `HTTP/1.1 ${refusal ?? 502} No\r\nProxy-Authenticate: Basic realm="Acme"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    const upstream = connect(tunnelTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address,
    url: `http://${address}`,
    asked,
    wantPassword(username, password) {
      wanted = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
      cut();
    },
    refuse() {
      refuses = true;
      cut();
    },
    async close() {
      const closed = once(server.close(), 'close');
      cut();
      await closed;
    },
  };
}

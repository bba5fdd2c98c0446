import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

// For localhost, signed by itself, and and trusted by nobody, so that the key is no secret.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNGdaubKflhi217zY
67tYN362IUBiFGKew3arhH2hTpahRANCAARVtpGdO+LOR+tK5mPMnwUtDiVnbb7u
tJH+zZV9oNJCPa93fd0xmLKBetxjHEyRO0wdN7DpRxKG4CDPXImxONI+
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUU3vPa7R9EOabaWcfsUxiQqjz4nswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTE1MDc1OFoYDzIxMjYxMTAx
MTUwNzU4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARVtpGdO+LOR+tK5mPMnwUtDiVnbb7utJH+zZV9oNJCPa93fd0xmLKB
etxjHEyRO0wdN7DpRxKG4CDPXImxONI+o28wbTAdBgNVHQ4EFgQU6LURQ+RU16MB
gpnLweV2oTVbgZMwHwYDVR0jBBgwFoAU6LURQ+RU16MBgpnLweV2oTVbgZMwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgIFYsfoQ14/8uQ+wU8F/YwQoevw9CKQHDHoJeBwshX4MCIQCY
Z3rf0ZGdHQimrBRlKCS3cmP4qFM7nwTTGYSMdZpbRQ==
-----END CERTIFICATE-----`;

/** A server that encrypts, and cannot say who it is. */
export interface UntrustedServer {
  url: string;
  /** How often somebody has begun to speak with it. */
  handshakes: () => number;
  /** What it was asked, if anybody went on. */
  requests: () => string[];
  close: () => Promise<void>;
}

export async function startUntrustedServer(): Promise<UntrustedServer> {
  let handshakes = 0;
  const requests: string[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.end();
  });
  server.on('connection', () => {
    handshakes += 1;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    handshakes: () => handshakes,
    requests: () => requests,
    async close() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

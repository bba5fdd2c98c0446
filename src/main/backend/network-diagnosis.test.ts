import { getServers, setServers } from 'node:dns';
import { afterEach, describe, expect, it } from 'vitest';
import { startNameServer } from '../../../test/helpers/name-server.ts';
import { diagnose } from './network-diagnosis.ts';
import type { NetworkFacts } from './network-diagnosis.ts';

const url = 'https://help.acme.test/api/me';
const notResolved = new Error('net::ERR_NAME_NOT_RESOLVED');
const facts: NetworkFacts = {
  isOnline: () => true,
  resolveProxy: () => Promise.resolve('DIRECT'),
  canLookUp: () => Promise.resolve(true),
};

const failureOf = async (error: unknown, given: Partial<NetworkFacts>, at = url) =>
  (await diagnose(at, error, { ...facts, ...given })).details;

const offline = { isOnline: () => false };
const withoutDns = { canLookUp: () => Promise.resolve(false) };

describe('the diagnosis of a failed request', () => {
  it('tells an unknown host, a missing name server and no network apart', async () => {
    expect(await failureOf(notResolved, {})).toMatchObject({ failure: 'unknown_host' });
    expect(await failureOf(notResolved, withoutDns)).toMatchObject({ failure: 'no_dns' });
    expect(await failureOf(notResolved, offline)).toMatchObject({ failure: 'offline' });
  });

  it('tells a silent server and a silent name server apart', async () => {
    const silence = Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' });
    expect(await failureOf(silence, {})).toMatchObject({ failure: 'silent' });
    expect(await failureOf(silence, withoutDns)).toMatchObject({ failure: 'no_dns' });
    expect(await failureOf(silence, withoutDns, 'https://203.0.113.7/')).toMatchObject({ failure: 'silent' });
  });

  it('asks no name server where a proxy looks up the names', async () => {
    const proxied = { ...withoutDns, resolveProxy: () => Promise.resolve('PROXY p.test:3128; DIRECT') };
    const silence = Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' });
    expect(await failureOf(silence, proxied)).toMatchObject({ failure: 'silent' });
  });

  it('needs no network for a server on this computer', async () => {
    const refused = new Error('net::ERR_CONNECTION_REFUSED');
    expect(await failureOf(refused, offline)).toMatchObject({ failure: 'offline' });
    expect(await failureOf(refused, offline, 'http://127.0.0.1:4600/')).toMatchObject({ failure: 'refused' });
  });

  it.each([
    ['PROXY proxy.acme.test:3128', 'proxy.acme.test:3128'],
    ['HTTPS proxy.acme.test:443; DIRECT', 'proxy.acme.test:443'],
    ['SOCKS5 127.0.0.1:1080', '127.0.0.1:1080'],
    ['DIRECT', undefined],
  ])('names the proxy of %s', async (list, proxy) => {
    const refused = new Error('net::ERR_TUNNEL_CONNECTION_FAILED');
    const found = await failureOf(refused, { resolveProxy: () => Promise.resolve(list) });
    expect([found.failure, found.proxy]).toEqual(['proxy_refused', proxy]);
  });

  it('keeps what it knows when the system does not say more', async () => {
    const refused = new Error('net::ERR_TUNNEL_CONNECTION_FAILED');
    const failing = { resolveProxy: () => Promise.reject(new Error('no')) };
    expect(await failureOf(refused, failing)).toMatchObject({ failure: 'proxy_refused' });
  });
});

describe('a real name server', () => {
  const before = getServers();
  afterEach(() => setServers(before));
  const { canLookUp: _, ...system } = facts;

  it.each([
    ['that knows no such host answers', false, 'unknown_host'],
    ['that is silent does not', true, 'no_dns'],
  ])('%s', async (_title, isSilent, failure) => {
    const nameServer = await startNameServer({ isSilent });
    setServers([nameServer.address]);
    expect((await diagnose(url, notResolved, system)).details.failure).toBe(failure);
    nameServer.close();
  });
});

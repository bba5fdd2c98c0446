import dns from 'node:dns/promises';
import { setTimeout } from 'node:timers/promises';
import { classifyError, NetworkError } from './network-failure.ts';
import type { NetworkFailureDetails } from './network-failure.ts';
import { isLoopback } from './server-address.ts';

/** What the system knows of its network. */
export interface NetworkFacts {
  isOnline: () => boolean;
  /** The proxies for a URL, as a PAC script writes them: `PROXY host:port; DIRECT`. */
  resolveProxy: (url: string) => Promise<string>;
  /** Whether names can be looked up at all, found out with this one. */
  canLookUp?: (hostname: string) => Promise<boolean>;
}

/** How long a user waits for a finer sentence. */
const lookUpTimeLimitMs = 2_000;

/**
 * Finds out what lies behind a failed request: Chromium has one name for a host that does not exist and for a name server
 * that does not answer, and does not say which proxy it has used.
 *
 * @param error what the request failed with
 */
export async function diagnose(url: string, error: unknown, facts: NetworkFacts): Promise<NetworkError> {
  const details = classifyError(error);
  const refined = await refine(new URL(url), details, facts).catch(() => details);
  return new NetworkError(refined);
}

async function refine(
  url: URL,
  details: NetworkFailureDetails,
  { isOnline, resolveProxy, canLookUp = canLookUpNames }: NetworkFacts,
): Promise<NetworkFailureDetails> {
  if (isLoopback(url.hostname) && details.failure !== 'proxy_refused') return details;
  switch (details.failure) {
    case 'unknown_host':
    case 'refused':
    case 'silent':
    case 'no_dns': {
      if (!isOnline()) return { ...details, failure: 'offline' };
      const mayBeName = details.failure === 'unknown_host' || details.failure === 'silent';
      if (!mayBeName || isAddress(url.hostname)) return details;
      // A proxy looks up the name itself.
      if (proxyIn(await resolveProxy(url.href)) !== undefined) return details;
      return (await canLookUp(url.hostname)) ? details : { ...details, failure: 'no_dns' };
    }
    case 'proxy_refused': {
      const proxy = proxyIn(await resolveProxy(url.href));
      return proxy === undefined ? details : { ...details, proxy };
    }
    default:
      return details;
  }
}

/** The first proxy of a list as PAC scripts write it; undefined when there is none. */
function proxyIn(list: string): string | undefined {
  return /^\s*(?:PROXY|HTTPS?|SOCKS[45]?|QUIC)\s+([^\s;]+)/i.exec(list)?.[1];
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname);
}

/** A name server that says that there is no such name does answer. */
async function canLookUpNames(hostname: string): Promise<boolean> {
  const tooLate = new AbortController();
  try {
    return await Promise.race([
      dns.resolve4(hostname).then(
        () => true,
        (error: unknown) => error instanceof Error && 'code' in error && answers.has(error.code),
      ),
      setTimeout(lookUpTimeLimitMs, false, { signal: tooLate.signal }),
    ]);
  } finally {
    tooLate.abort();
  }
}

const answers = new Set<unknown>(['ENOTFOUND', 'ENODATA']);

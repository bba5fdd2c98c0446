/** Which backend the app talks to, as a person writes it down. */
export type ServerAddress = { ok: true; origin: string } | { ok: false; reason: string };

const loopbackAddress = /^127(\.\d{1,3}){3}$/;

/** Whether what is sent to this host stays on this computer. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    loopbackAddress.test(hostname)
  );
}

/**
 * Reads the address of a server. Without a scheme it is taken for https, on this computer for http; a password
 * is never sent unencrypted over a network.
 *
 * @returns the origin (`https://host[:port]`), or why the input is none, in words
 */
export function parseServerAddress(input: string): ServerAddress {
  const written = input.trim();
  if (written === '') return { ok: false, reason: 'Enter the address of your FastLinkIt server.' };
  const url = parse(written.includes('://') ? written : `https://${written}`);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return { ok: false, reason: 'Enter an address like https://fastlinkit.example.com.' };
  }
  if (
    url.username !== '' ||
    url.password !== '' ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    return { ok: false, reason: `Enter the server’s address alone: ${url.origin}` };
  }
  if (isLoopback(url.hostname)) {
    return { ok: true, origin: written.includes('://') ? url.origin : `http://${url.host}` };
  }
  if (url.protocol === 'http:') {
    return {
      ok: false,
      reason: 'This server is not on this computer, so its address must begin with https://.',
    };
  }
  return { ok: true, origin: url.origin };
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

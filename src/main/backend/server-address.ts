/** A server address as the user typed it: the origin it stands for, or the reason why it is rejected. */
export type ServerAddress = { ok: true; origin: string } | { ok: false; reason: string };

const loopbackAddress = /^127(\.\d{1,3}){3}$/;

/** Whether the host is this computer. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    loopbackAddress.test(hostname)
  );
}

/** What comes along when an address is copied, and nobody sees: marks of direction, zero-width spaces, soft hyphens. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
/** What stands around an address in a text. Square brackets are part of some addresses. */
const wrapping = /^[\s<("'“”‘’«]+|[\s>)"'“”‘’».,;]+$/g;
/** A scheme with its slashes, however many there are and whichever way they lean. */
const scheme = /^(https?)(?::[\\/]*|[\\/]{2})/i;

/**
 * Parses a server address. Without a scheme it means https, and http on this computer. Unencrypted addresses of other
 * computers are rejected, because the password would be sent in the clear. A page of the server stands for the server.
 *
 * @returns the origin (`https://host[:port]`), or a sentence for the user
 */
export function parseServerAddress(input: string): ServerAddress {
  const address = input.replace(invisible, '').replace(wrapping, '').replace(scheme, '$1://');
  if (address === '') return { ok: false, reason: 'Enter the address of your FastLinkIt server.' };
  const url = parse(address.includes('://') ? address : `https://${address}`);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return { ok: false, reason: 'Enter an address like https://fastlinkit.example.com.' };
  }
  if (url.username !== '' || url.password !== '') {
    return { ok: false, reason: `Use just the server address: ${url.origin}` };
  }
  if (isLoopback(url.hostname)) {
    return { ok: true, origin: address.includes('://') ? url.origin : `http://${url.host}` };
  }
  if (url.protocol === 'http:') {
    return { ok: false, reason: 'Use https:// for servers on the network.' };
  }
  return { ok: true, origin: url.origin };
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

import type { IncomingHttpHeaders } from 'node:http';

/** Methods that change nothing (RFC 9110): a browser may send them for another site. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may use the browser's cookie: it comes from a page of this site, from the user directly, or from no
 * browser (every browser sends one of the two headers with a form).
 *
 * @param ownOrigins further origins of this site, besides the one that the request was sent to
 */
export function isSameOrigin(
  request: { method: string; headers: IncomingHttpHeaders },
  ownOrigins: readonly string[],
): boolean {
  if (safeMethods.has(request.method)) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (ownOrigins.includes(origin)) return true;
  // A proxy may have terminated TLS, so the scheme cannot be compared; the origin `null` has no host.
  return host !== undefined && URL.parse(origin)?.host === host.toLowerCase();
}

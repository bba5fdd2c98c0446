const maxLength = 2000;
/** What a browser strips or reads as a slash, and so could turn a path into another host's address. */
const treacherous = /[\p{Cc}\s\\]/u;

/**
 * Where to go after signing in: a path on this host.
 *
 * @returns the path with its query, normalised, or undefined for anything that could lead elsewhere
 */
export function localPath(returnUrl: unknown): string | undefined {
  if (typeof returnUrl !== 'string' || returnUrl.length > maxLength) return undefined;
  if (!returnUrl.startsWith('/') || returnUrl.startsWith('//') || treacherous.test(returnUrl))
    return undefined;
  const here = 'http://here.invalid';
  const url = URL.parse(returnUrl, here);
  if (url === null || url.origin !== here || url.username !== '' || url.password !== '') return undefined;
  // `/.//elsewhere.example` is a path before it is normalised and another host's address after.
  return url.pathname.startsWith('//') ? undefined : url.pathname + url.search;
}

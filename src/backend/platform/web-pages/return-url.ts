import { markup, type Html } from './html.ts';

const maxLength = 2000;
/** Characters that browsers strip or read as a slash, which could turn a path into another host's address. */
const treacherous = /[\p{Cc}\s\\]/u;

/**
 * The path on this host to open after signing in.
 *
 * @returns the normalized path with its query, or undefined for anything that could lead to another host
 */
export function localPath(returnUrl: unknown): string | undefined {
  if (typeof returnUrl !== 'string' || returnUrl.length > maxLength) return undefined;
  if (!returnUrl.startsWith('/') || returnUrl.startsWith('//') || treacherous.test(returnUrl))
    return undefined;
  const here = 'http://here.invalid';
  const url = URL.parse(returnUrl, here);
  if (url === null || url.origin !== here || url.username !== '' || url.password !== '') return undefined;
  // `/.//elsewhere.example` is a path before it is normalized and another host's address afterwards.
  return url.pathname.startsWith('//') ? undefined : url.pathname + url.search;
}

/** A path that leads on to a return URL. */
export function withReturnUrl(path: string, returnUrl: string | undefined): string {
  if (returnUrl === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}returnUrl=${encodeURIComponent(returnUrl)}`;
}

/** The hidden field of a form that takes a return URL along. */
export function hiddenReturnUrl(returnUrl: string | undefined): Html {
  return returnUrl === undefined
    ? markup``
    : markup`<input type="hidden" name="returnUrl" value="${returnUrl}">`;
}

import { isLoopback } from './server-address.ts';

/**
 * Decides what may be opened in the system browser: pages of the backend's own origin, over https unless the
 * backend runs on this computer. Anything else (other schemes run programs, other hosts are not ours) is not opened.
 *
 * @param link what is asked to be opened
 * @param backend the backend's origin
 * @returns the link as the browser is to get it, or undefined when it must not be opened
 */
export function allowedLink(link: string, backend: string): string | undefined {
  if (!URL.canParse(link) || !URL.canParse(backend)) return undefined;
  const url = new URL(link);
  if (url.origin === 'null' || url.origin !== new URL(backend).origin) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  const isEncrypted = url.protocol === 'https:';
  const staysHere = url.protocol === 'http:' && isLoopback(url.hostname);
  return isEncrypted || staysHere ? url.href : undefined;
}

import type { FastifyRequest } from 'fastify';
import { appVersionHeader, parseRelease, type Release } from '#contract/version/model';

/**
 * The release of the app that makes a request. 0.1.0 names it in `User-Agent` only.
 *
 * @returns undefined for a script, and for a browser
 */
export function appReleaseOf({ headers }: Pick<FastifyRequest, 'headers'>): Release | undefined {
  const named = headers[appVersionHeader.toLowerCase()];
  return typeof named === 'string' ? parseRelease(named) : firstAppOf(headers);
}

/** Whether the app of release 0.1.0 makes a request, or one of its kind that does not name itself otherwise. */
export function isFirstApp({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers[appVersionHeader.toLowerCase()] === undefined && firstAppOf(headers) !== undefined;
}

function firstAppOf(headers: FastifyRequest['headers']): Release | undefined {
  const agent = /^FastLinkIt-Admin\/([\d.]+)/.exec(headers['user-agent'] ?? '');
  return agent?.[1] === undefined ? undefined : parseRelease(agent[1]);
}

import type { Target } from './load-request.ts';

/** One invite with its bearer token, to an address that is not invited yet. */
export function inviteTarget(origin: string, organizationId: string, accessToken: string): Target {
  return {
    origin,
    path: `/api/organizations/${organizationId}/invites`,
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
    body: inviteBody,
  };
}

/** The same of the peer. */
export function peerTarget(
  origin: string,
  organizationId: string,
  what: 'invites' | 'bare' | 'limit',
): Target {
  return { origin, path: `/${organizationId}/${what}`, method: 'POST', body: inviteBody };
}

const inviteBody = '{"email":"new-{n}@invited.test","role":"agent"}';

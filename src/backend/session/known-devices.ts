import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Secrets } from '../platform/crypto/secret.ts';
import { expiryField, signedToken, uuidField } from '../platform/crypto/signed-token.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { deviceCookie } from '../platform/web-pages/session-cookie.ts';

/** How long a device is known after its last sign-in. */
export const knownDeviceMs = 180 * 24 * 60 * 60 * 1000;
/** How many accounts a device is known by: people share computers. */
const mostAccounts = 5;
const separator = '.';

/** Says that an account has signed in from a device. The MAC covers the account, which the token does not name. */
const deviceToken = signedToken<{ deviceId: string; expiresAt: Date }>({
  purpose: 'known device',
  layout: { deviceId: uuidField, expiresAt: expiryField },
});

/**
 * The device that sends these tokens, if the account has signed in from it. It proves nothing but that: wrong passwords are
 * counted apart, so that a stranger who tries some elsewhere does not lock the account's owner out.
 *
 * @param tokens what `rememberDevice` returned for this device; it may be anything
 */
export function findKnownDevice(
  secrets: Secrets,
  userId: string | undefined,
  tokens: string | undefined,
): string | undefined {
  if (userId === undefined) return undefined;
  return split(tokens)
    .map((token) => deviceToken.verify(secrets, token, userId)?.deviceId)
    .find((deviceId) => deviceId !== undefined);
}

/**
 * The tokens of a device after an account has signed in from it.
 *
 * @param tokens those that it had before
 */
export function rememberDevice(secrets: Secrets, userId: string, tokens: string | undefined): string {
  const deviceId = findKnownDevice(secrets, userId, tokens) ?? randomUUID();
  const own = deviceToken.sign(
    secrets,
    { deviceId, expiresAt: new Date(Date.now() + knownDeviceMs) },
    userId,
  );
  const others = split(tokens).filter(
    (token) => deviceToken.readUnverified(token) && !deviceToken.verify(secrets, token, userId),
  );
  return [own, ...others].slice(0, mostAccounts).join(separator);
}

/** The cookie of a browser's known devices, and how a sign-in or a reset by email is remembered in it. */
export function deviceCookieOf({ secrets, publicUrl }: Pick<ServiceContext, 'secrets' | 'publicUrl'>) {
  const cookie = deviceCookie(publicUrl, knownDeviceMs / 1000);
  return {
    read: (request: FastifyRequest): string | undefined => cookie.read(request),
    remember(request: FastifyRequest, reply: FastifyReply, userId: string): void {
      cookie.set(reply, rememberDevice(secrets, userId, cookie.read(request)));
    },
  };
}

function split(tokens: string | undefined): string[] {
  return (tokens ?? '').split(separator, mostAccounts);
}

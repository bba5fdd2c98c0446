import type { FastifyRequest } from 'fastify';
import { deviceHeader } from '#contract/session/model';
import { v7 as uuidv7 } from 'uuid';
import type { Executor } from '../database/database.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { UserRow } from '../user/user-repository.ts';
import { insertSession, type SessionRow } from './session-repository.ts';
import { sessionLifetimeMs } from './session-rules.ts';

/** Where a sign-in comes from, for the list of sessions and the throttle. */
export interface Origin {
  /** The user agent, as it calls itself. */
  device: string;
  address: string;
  /** What the device was given when accounts signed in from it; nobody has checked it yet. */
  knownDevices?: string | undefined;
}

/** @param knownDevices what a browser's cookie says; other clients send a header */
export function originOf(
  request: FastifyRequest,
  knownDevices: unknown = request.headers[deviceHeader.toLowerCase()],
): Origin {
  return {
    device: request.headers['user-agent'] ?? 'unknown',
    address: request.ip,
    knownDevices: typeof knownDevices === 'string' ? knownDevices : undefined,
  };
}

/** A user whose password was verified, and the hash that it was verified against. */
export type VerifiedUser = Pick<UserRow, 'id' | 'passwordHash'>;

/**
 * Starts a session of `user`; tokens and cookies are made from its id.
 *
 * @throws Problem `invalid_credentials` when the password was changed since it was verified
 */
export async function startSession(
  executor: Executor,
  { user, kind, origin }: { user: VerifiedUser; kind: SessionRow['kind']; origin: Origin },
): Promise<string> {
  const now = new Date();
  const session = {
    id: uuidv7(),
    userId: user.id,
    kind,
    rotatedAt: now,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + sessionLifetimeMs),
    device: origin.device.slice(0, 300),
    address: origin.address,
  };
  if (!(await insertSession(executor, session, user.passwordHash))) {
    throw new Problem('invalid_credentials', 'Your password was just changed. Sign in with the new one.');
  }
  return session.id;
}

import { v7 as uuidv7 } from 'uuid';
import { normalizeEmail } from '#contract/email-address';
import type { Membership, SessionTokens, User } from '#contract/session';
import type { Executor, Transaction } from '../database/database.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { appendEvents } from '../live/event-service.ts';
import { listMembershipsOfUser } from '../member/membership-service.ts';
import { unauthenticated } from './access-token-service.ts';
import { toUser } from './account-service.ts';
import { inTurn } from './in-turn.ts';
import {
  countLoginAttempt,
  excuseLoginAttempt,
  forgiveLoginAttempt,
  type LoginAttempt,
} from './login-throttle.ts';
import { verifyPassword } from './password.ts';
import { spendCode, wrongCode } from './second-factor-service.ts';
import {
  endSession,
  findUser,
  findUserByEmail,
  insertSession,
  lockSession,
  updateSession,
  type SessionRow,
  type UserRow,
} from './session-repository.ts';
import { judgeRefresh, sessionLifetimeMs } from './session.ts';
import { accessTokenMs, sessionTokenKeys } from './session-tokens.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

export interface Credentials {
  email: string;
  password: string;
  /** A code of the authenticator app, or a recovery code. */
  totp?: string | undefined;
}

/** Where a sign-in comes from, for the list of sessions and the throttle. */
export interface Origin {
  /** The user agent, as it calls itself. */
  device: string;
  address: string;
}

/**
 * The account behind an e-mail and a password, and a code where two-factor sign-in is on.
 *
 * @throws Problem `invalid_credentials`, the same in words and time for an unknown address; `totp_required`,
 *   `totp_invalid`; `rate_limited` after repeated failures
 */
export async function checkCredentials(
  context: Context,
  { email, password, totp, address }: Credentials & { address: string },
): Promise<UserRow> {
  const user = await checkPassword(context, { email, password, address });
  if (user.totpConfirmedAt !== null) await checkCode(context, user, { totp, address });
  return user;
}

/**
 * The account behind an e-mail and a password. With two-factor sign-in that is the first half: `checkCode` has to follow.
 *
 * @throws Problem `invalid_credentials`, `rate_limited` as `checkCredentials`
 */
export async function checkPassword(
  context: Context,
  { email, password, address }: Omit<Credentials, 'totp'> & { address: string },
): Promise<UserRow> {
  const attempt = { email: normalizeEmail(email) ?? email, address };
  return inTurn(attempt.email, () => tryPassword(context, attempt, password));
}

async function tryPassword(context: Context, attempt: LoginAttempt, password: string): Promise<UserRow> {
  await countLoginAttempt(context, attempt);
  const user = await findUserByEmail(context.database.orm, attempt.email);
  if (!(await verifyPassword(password, user?.passwordHash)) || !user) {
    throw new Problem('invalid_credentials', 'The e-mail address or the password is wrong.');
  }
  // The wrong codes of before stay counted until a code is right, or the password would buy new guesses.
  if (user.totpConfirmedAt === null) await forgiveLoginAttempt(context, attempt);
  else await excuseLoginAttempt(context, attempt);
  return user;
}

/**
 * The second half of signing in with two factors; a wrong code counts as a failed sign-in.
 *
 * @param user whose password was right
 * @throws Problem `totp_required`, `totp_invalid`, `rate_limited`
 */
export async function checkCode(
  context: Context,
  user: UserRow,
  { totp, address }: { totp: string | undefined; address: string },
): Promise<void> {
  if (totp === undefined || totp.trim() === '') {
    throw new Problem('totp_required', 'Enter the code that your authenticator app shows.');
  }
  const attempt = { email: user.email, address };
  await countLoginAttempt(context, attempt);
  if (!(await spendCode(context, context.database.orm, user, totp))) throw wrongCode();
  await forgiveLoginAttempt(context, attempt);
}

/** Somebody whose password was checked, and which one it was. */
export type ProvenUser = Pick<UserRow, 'id' | 'passwordHash'>;

/**
 * Begins a session of `user`; its id is what tokens and cookies are made from.
 *
 * @throws Problem `invalid_credentials` when the password has become another since it was checked
 */
export async function startSession(
  executor: Executor,
  { user, kind, origin }: { user: ProvenUser; kind: SessionRow['kind']; origin: Origin },
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
    throw new Problem(
      'invalid_credentials',
      'The password was changed a moment ago. Sign in with the new one.',
    );
  }
  return session.id;
}

/** @throws Problem as `checkCredentials` */
export async function login(
  context: Context,
  input: Credentials & { origin: Origin },
): Promise<SessionTokens> {
  const user = await checkCredentials(context, { ...input, address: input.origin.address });
  const sessionId = await startSession(context.database.orm, {
    user,
    kind: 'app',
    origin: input.origin,
  });
  return issueTokens(context, user, sessionId, 0);
}

/**
 * Exchanges a refresh token. A spent one that comes again within the grace gets the same successor;
 * later it ends the session, for one of the two who hold it is a thief.
 *
 * @throws Problem `session_revoked`
 */
export async function refresh(context: Context, refreshToken: string): Promise<SessionTokens> {
  const claims = sessionTokenKeys(context.secrets).readRefresh(refreshToken);
  if (!claims) throw ended();
  const renewed = await context.database.transaction(async (tx) => {
    const row = await lockSession(tx, claims.sessionId);
    if (!row?.alive) return undefined;
    const verdict = judgeRefresh(row.session, claims.generation, row.now);
    switch (verdict) {
      case 'rotate':
        await updateSession(tx, row.session.id, {
          generation: claims.generation + 1,
          rotatedAt: row.now,
          lastSeenAt: row.now,
          expiresAt: new Date(row.now.getTime() + sessionLifetimeMs),
        });
        return findUser(tx, row.session.userId);
      case 'replay':
        return findUser(tx, row.session.userId);
      case 'reuse':
        await end(tx, row.session.id);
        return undefined;
      default:
        return verdict satisfies never;
    }
  });
  if (!renewed) throw ended();
  return issueTokens(context, renewed, claims.sessionId, claims.generation + 1);
}

function ended(): Problem {
  return new Problem('session_revoked', 'This session has ended. Sign in again.');
}

async function issueTokens(
  { secrets }: Pick<Context, 'secrets'>,
  user: UserRow,
  sessionId: string,
  generation: number,
): Promise<SessionTokens> {
  const keys = sessionTokenKeys(secrets);
  // A JWT tells its expiry in whole seconds: so do we.
  const expiresAt = new Date(Math.floor((Date.now() + accessTokenMs) / 1000) * 1000);
  return {
    accessToken: await keys.signAccess({ userId: user.id, sessionId }, expiresAt),
    accessTokenExpiresAt: expiresAt.toISOString(),
    refreshToken: keys.signRefresh(sessionId, generation),
    user: toUser(user),
  };
}

/** Ends the session of a refresh token; one that is no token, or whose session is over, changes nothing. */
export async function logout(context: Context, refreshToken: string): Promise<void> {
  const claims = sessionTokenKeys(context.secrets).readRefresh(refreshToken);
  if (claims) await context.database.transaction((tx) => end(tx, claims.sessionId));
}

/** Ends a session on every node: its streams close. */
export async function end(tx: Transaction, sessionId: string): Promise<void> {
  if (await endSession(tx, sessionId)) {
    await appendEvents(tx, [{ type: 'session.ended', sessionIds: [sessionId] }]);
  }
}

/** @throws Problem `unauthenticated` when the account is gone */
export async function whoIs(
  { database }: Pick<Context, 'database'>,
  userId: string,
): Promise<{ user: User; memberships: Membership[] }> {
  const [row, memberships] = await Promise.all([
    findUser(database.orm, userId),
    listMembershipsOfUser(database.orm, userId),
  ]);
  if (!row) throw unauthenticated();
  return { user: toUser(row), memberships };
}

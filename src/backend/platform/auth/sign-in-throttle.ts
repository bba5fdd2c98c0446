import { isIPv6 } from 'node:net';
import type { Database } from '../../database/database.ts';
import { Problem } from '../errors/problem.ts';
import { macKey } from '../crypto/secret.ts';
import type { Secrets } from '../crypto/secret.ts';
import { countAttempt, forgiveAttempt } from './throttle.ts';
import { pluralize } from '../text/pluralize.ts';

const windowSeconds = 5 * 60;
const perAccount = 10;
const perAddress = 100;

interface Context {
  database: Database;
  secrets: Secrets;
}

/** Somebody tries a password or a code of an account that they are not signed in to. */
export interface SignInAttempt {
  email: string;
  address: string;
  /** A device from which this account has signed in before: what strangers try elsewhere does not count against it. */
  knownDevice?: string | undefined;
}

/** Somebody who is signed in is asked for the password or a code again. */
export interface SignedInAttempt {
  sessionId: string;
  address: string;
}

/**
 * Counts an attempt as failed before its password or code is verified. It is the one place where wrong ones are counted, and
 * for whom: what strangers try closes neither a known device nor a session that is open.
 *
 * @throws Problem `rate_limited` with the seconds to wait
 */
export async function countSignInAttempt(
  { database, secrets }: Context,
  attempt: SignInAttempt | SignedInAttempt,
): Promise<void> {
  const { account, addresses } = throttleKeys(secrets, attempt);
  const keys = [
    { key: account, limit: perAccount },
    ...addresses.map((address) => ({ key: address, limit: perAddress })),
  ];
  const retryAfter = await countAttempt(database, keys, windowSeconds);
  if (retryAfter === undefined) return;
  throw new Problem(
    'rate_limited',
    `Too many failed attempts. Try again in ${pluralize(retryAfter, 'second')}.`,
    {
      retryAfter,
    },
  );
}

/** Resets the counter of the account, of the known device or of the session after a success. */
export async function clearSignInAttempts(
  { database, secrets }: Context,
  attempt: SignInAttempt | SignedInAttempt,
): Promise<void> {
  const { account, addresses } = throttleKeys(secrets, attempt);
  await forgiveAttempt(database, { cleared: [account], lessened: addresses });
}

/** Subtracts an attempt that was no guess: the password was right, and the code is still missing. */
export async function uncountSignInAttempt(
  { database, secrets }: Context,
  attempt: SignInAttempt,
): Promise<void> {
  const { account, addresses } = throttleKeys(secrets, attempt);
  await forgiveAttempt(database, { cleared: [], lessened: [account, ...addresses] });
}

/** A known device has no counter of its address: anybody else there may be a stranger. */
function throttleKeys(
  secrets: Secrets,
  attempt: SignInAttempt | SignedInAttempt,
): { account: string; addresses: string[] } {
  if ('sessionId' in attempt) {
    const { sessionId, address } = attempt;
    return { account: `session:${sessionId}`, addresses: [`session address:${networkOf(address)}`] };
  }
  const { email, address, knownDevice } = attempt;
  if (knownDevice !== undefined) return { account: `device:${knownDevice}`, addresses: [] };
  // A MAC of the email that was tried: it may be a password typed into the wrong field.
  const account = macKey(secrets, 'login throttle').sign(email.trim().toLowerCase()).toString('base64url');
  return { account: `account:${account}`, addresses: [`address:${networkOf(address)}`] };
}

/** One customer's IPv6 network is a /64: its addresses count as one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head, tail] = address.replace(/%.*/, '').split('::') as [string, string?];
  const left = head === '' ? [] : head.split(':');
  const right = tail?.split(':') ?? [];
  const gap = 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

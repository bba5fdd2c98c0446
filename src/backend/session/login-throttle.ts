import { isIPv6 } from 'node:net';
import type { Database } from '../database/database.ts';
import { Problem } from '../http/problem.ts';
import { macKey, type Secrets } from '../http/secret.ts';
import { countAttempt, forgiveAttempt } from '../http/throttle.ts';

const windowSeconds = 5 * 60;
const perAccount = 10;
const perAddress = 100;

interface Context {
  database: Database;
  secrets: Secrets;
}

export interface LoginAttempt {
  email: string;
  address: string;
}

/**
 * Counts a sign-in as failed before the password is looked at.
 *
 * @throws Problem `rate_limited` with the seconds to wait
 */
export async function countLoginAttempt(
  { database, secrets }: Context,
  attempt: LoginAttempt,
): Promise<void> {
  const { account, address } = throttleKeys(secrets, attempt);
  const keys = [
    { key: account, limit: perAccount },
    { key: address, limit: perAddress },
  ];
  const retryAfter = await countAttempt(database, keys, windowSeconds);
  if (retryAfter === undefined) return;
  throw new Problem('rate_limited', `Too many failed attempts. Try again in ${retryAfter} seconds.`, {
    retryAfter,
  });
}

/** Takes the count back once the password, and the code where there is one, was right. */
export async function forgiveLoginAttempt(
  { database, secrets }: Context,
  attempt: LoginAttempt,
): Promise<void> {
  const { account, address } = throttleKeys(secrets, attempt);
  await forgiveAttempt(database, { cleared: [account], lessened: [address] });
}

/** Takes one attempt back that was no guess: the password was right, and no code was given yet. */
export async function excuseLoginAttempt(
  { database, secrets }: Context,
  attempt: LoginAttempt,
): Promise<void> {
  const { account, address } = throttleKeys(secrets, attempt);
  await forgiveAttempt(database, { cleared: [], lessened: [account, address] });
}

/** The address that was tried is not written down: it may be a password typed into the wrong field. */
function throttleKeys(secrets: Secrets, { email, address }: LoginAttempt) {
  const account = macKey(secrets, 'login throttle').sign(email.trim().toLowerCase()).toString('base64url');
  return { account: `account:${account}`, address: `address:${networkOf(address)}` };
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

import { isIPv6 } from 'node:net';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { Problem } from '../http/problem.ts';
import { macKey, type Secrets } from '../http/secret.ts';
import { loginThrottles } from './session-table.ts';

/** Failed sign-ins that are let through in one window. Never a permanent lock: a window ends by itself. */
const windowSeconds = 5 * 60;
const perAccount = 10;
const perAddress = 100;

interface Attempt {
  email: string;
  address: string;
}

/**
 * Counts a sign-in as failed before the password is looked at, so that many at once get no more tries
 * than one after the other.
 *
 * @throws Problem `rate_limited` with the seconds to wait
 */
export async function countLoginAttempt(
  { database, secrets }: { database: Database; secrets: Secrets },
  attempt: Attempt,
): Promise<void> {
  const keys = throttleKeys(secrets, attempt);
  const rows = await database.orm
    .insert(loginThrottles)
    // In one order always, so that two attempts never wait for each other.
    .values(
      [keys.account, keys.address].toSorted().map((key) => ({
        key,
        failures: 1,
        windowEndsAt: sql`now() + make_interval(secs => ${windowSeconds})`,
      })),
    )
    .onConflictDoUpdate({
      target: loginThrottles.key,
      set: {
        failures: sql`case when ${loginThrottles.windowEndsAt} <= now() then 1 else ${loginThrottles.failures} + 1 end`,
        windowEndsAt: sql`case when ${loginThrottles.windowEndsAt} <= now() then excluded.window_ends_at else ${loginThrottles.windowEndsAt} end`,
      },
    })
    .returning({
      key: loginThrottles.key,
      failures: loginThrottles.failures,
      secondsLeft: sql<number>`ceil(extract(epoch from ${loginThrottles.windowEndsAt} - now()))::int`,
    });
  const limits = new Map([
    [keys.account, perAccount],
    [keys.address, perAddress],
  ]);
  const exceeded = rows.filter(({ key, failures }) => failures > (limits.get(key) ?? 0));
  if (exceeded.length === 0) return;
  const retryAfter = Math.max(...exceeded.map(({ secondsLeft }) => secondsLeft));
  throw new Problem('rate_limited', `Too many failed attempts. Try again in ${retryAfter} seconds.`, {
    retryAfter,
  });
}

/** Takes the count back once the password was right. */
export async function forgiveLoginAttempt(
  { database, secrets }: { database: Database; secrets: Secrets },
  attempt: Attempt,
): Promise<void> {
  const keys = throttleKeys(secrets, attempt);
  await database.orm
    .update(loginThrottles)
    .set({
      failures: sql`case when ${eq(loginThrottles.key, keys.account)} then 0 else greatest(${loginThrottles.failures} - 1, 0) end`,
    })
    .where(inArray(loginThrottles.key, [keys.account, keys.address]));
}

/** The address that was tried is not written down: it may be a password typed into the wrong field. */
function throttleKeys(secrets: Secrets, { email, address }: Attempt) {
  const account = macKey(secrets, 'login throttle').sign(email.trim().toLowerCase()).toString('base64url');
  return { account: `account:${account}`, address: `address:${networkOf(address)}` };
}

/** One customer's IPv6 network is a /64: its addresses count as one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

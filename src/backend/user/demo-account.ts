import { eq } from 'drizzle-orm';
import type { Executor } from '../database/database.ts';
import { users } from '../database/tables/users.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { Log } from '../platform/logging/log.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import type { UserRow } from './user-repository.ts';

/** What tells that an account is one of the demo. */
export type DemoMarks = Pick<UserRow, 'demo' | 'totpExempt'>;

/**
 * Whether an account may be used. Those of the demo have a password that everybody knows, and one of them is support staff
 * without two-factor: they exist for a server that runs with `--demo` only. What an account is exempt from is a matter of
 * that mode, so that no row of the database exempts anybody without it.
 */
export function isUsable({ isDemo }: Pick<ServiceContext, 'isDemo'>, account: DemoMarks): boolean {
  return isDemo || !(account.demo || account.totpExempt);
}

/** The refusal of a sign-in to an account of the demo. */
export function demoAccountRefused(): Problem {
  return new Problem('forbidden', "This is a demo account, and this server doesn't run the demo.");
}

/** Says once that a database was filled by the demo. Call it for a server without `--demo`. */
export async function warnOfDemoAccounts(executor: Executor, log: Log): Promise<void> {
  const accounts = await executor.$count(users, eq(users.demo, true));
  if (accounts === 0) return;
  log.warn(
    { accounts },
    'demo accounts are in the database: without --demo they cannot sign in, and their sessions and API keys do not work',
  );
}

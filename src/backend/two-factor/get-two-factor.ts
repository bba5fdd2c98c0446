import type { TwoFactorState } from '#contract/two-factor/api';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findUser } from '../user/user-repository.ts';
import { countRecoveryCodes } from './recovery-codes.ts';

/** Whether the caller has two-factor on, and how many recovery codes are left. */
export async function getTwoFactor(
  { database }: Pick<ServiceContext, 'database'>,
  caller: Caller,
): Promise<TwoFactorState> {
  const user = await findUser(database.orm, caller.userId);
  const recoveryCodesLeft = await countRecoveryCodes(database.orm, caller.userId);
  return { confirmedAt: user?.totpConfirmedAt?.toISOString() ?? null, recoveryCodesLeft };
}

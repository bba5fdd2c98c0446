import { z } from 'zod';
import type { Transaction } from '../database/database.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';

/** What outlasts a session, so that its owner has to learn of it. */
export const securityChanges = [
  'api_key_created',
  'two_factor_on',
  'two_factor_off',
  'password_changed',
] as const;
export type SecurityChange = (typeof securityChanges)[number];

export const securityNoticeKind = 'security-notice';
export const securityNoticeData = z.object({
  userId: z.string(),
  change: z.enum(securityChanges),
  at: z.iso.datetime(),
  /** The name of a new API key. */
  keyName: z.string().optional(),
});

/**
 * Queues the email that tells somebody of a change to their account, in the transaction of the change: somebody who has
 * borrowed a session makes no change in silence.
 */
export async function notifyOfChange(
  { mailQueue }: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  { userId, change, keyName }: { userId: string; change: SecurityChange; keyName?: string },
): Promise<void> {
  const data = {
    userId,
    change,
    at: new Date().toISOString(),
    ...(keyName === undefined ? {} : { keyName }),
  } satisfies z.infer<typeof securityNoticeData>;
  await mailQueue.enqueue(tx, [{ kind: securityNoticeKind, data }]);
}

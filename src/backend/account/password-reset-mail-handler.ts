import { z } from 'zod';
import type { MailJob, MailQueue } from '../mail/mail-queue.ts';
import type { Mailer } from '../mail/mailer.ts';
import { seal, unseal, type Secrets } from '../platform/crypto/secret.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findUserByEmail } from '../user/user-repository.ts';
import { signAccountToken } from './account-token.ts';
import { passwordResetMail } from './password-reset-mail.ts';
import { withReturnUrl } from '../platform/web-pages/return-url.ts';

const resetMailKind = 'password-reset';
const resetMailData = z.object({
  email: z.string(),
  askedAt: z.iso.datetime(),
  /** Sealed: the path of an invite is a credential, and the database holds none. */
  returnPath: z.string().optional(),
});
const sealPurpose = 'password reset return path';

/** How long the link in the email works. */
const resetLifetimeMs = 60 * 60 * 1000;

/** @param email in its normal form; an address without an account gets no email */
export function passwordResetJob(
  secrets: Secrets,
  { email, now, returnPath }: { email: string; now: Date; returnPath: string | undefined },
): MailJob {
  const data = {
    email,
    askedAt: now.toISOString(),
    ...(returnPath === undefined ? {} : { returnPath: seal(secrets, sealPurpose, returnPath) }),
  } satisfies z.infer<typeof resetMailData>;
  return { kind: resetMailKind, data };
}

/** Registers the handler that sends password reset emails; call it before the queue is started. */
export function handlePasswordResetMails(
  mailQueue: Pick<MailQueue, 'handle'>,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'publicUrl'> & { mailer: Mailer },
): void {
  mailQueue.handle(resetMailKind, async (data) => {
    const { email, askedAt, returnPath } = resetMailData.parse(data);
    const expiresAt = new Date(Date.parse(askedAt) + resetLifetimeMs);
    const user = await findUserByEmail(context.database.orm, email);
    if (!user || expiresAt.getTime() <= Date.now()) return;
    const token = signAccountToken(context.secrets, 'password reset', {
      userId: user.id,
      passwordHash: user.passwordHash,
      expiresAt,
    });
    const { origin, hostname } = new URL(context.publicUrl());
    const returnUrl = returnPath === undefined ? undefined : unseal(context.secrets, sealPurpose, returnPath);
    await context.mailer.send({
      ...passwordResetMail({
        link: `${origin}${withReturnUrl(`/Account/ResetPassword?token=${token}`, returnUrl)}`,
        expiresAt: expiresAt.toISOString(),
      }),
      to: user.email,
      messageId: `<${user.id}.reset.${Date.parse(askedAt)}@${hostname}>`,
    });
  });
}

import type { MailQueue } from '../mail/mail-queue.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { securityNoticeMail } from './security-notice-mail.ts';
import { securityNoticeData, securityNoticeKind } from './security-notice.ts';
import { findUser } from './user-repository.ts';

/** Registers the handler that sends the emails about changes to an account; call it before the queue is started. */
export function handleSecurityNotices(
  mailQueue: Pick<MailQueue, 'handle'>,
  context: Pick<ServiceContext, 'database' | 'publicUrl'> & { mailer: Mailer },
): void {
  mailQueue.handle(securityNoticeKind, async (data) => {
    const { userId, change, at, keyName } = securityNoticeData.parse(data);
    const user = await findUser(context.database.orm, userId);
    if (!user) return;
    const { origin, hostname } = new URL(context.publicUrl());
    await context.mailer.send({
      ...securityNoticeMail({ change, at, keyName, resetUrl: `${origin}/Account/ForgotPassword` }),
      to: user.email,
      messageId: `<${user.id}.${change}.${Date.parse(at)}@${hostname}>`,
    });
  });
}

import { handlePasswordResetMails } from './account/password-reset-mail-handler.ts';
import { handleInviteMails } from './invite/deliver-invite-mails.ts';
import type { MailQueue } from './mail/mail-queue.ts';
import type { Mailer } from './mail/mailer.ts';
import type { ServiceContext } from './platform/rest/service-context.ts';
import { handleSecurityNotices } from './user/security-notice-mail-handler.ts';

/** Registers what sends each kind of email there is; call it before the queue is started. */
export function registerMailHandlers(
  mailQueue: Pick<MailQueue, 'handle' | 'handleDeadLetter' | 'enqueue'>,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'publicUrl'> & { mailer: Mailer },
): void {
  const mailing = { ...context, mailQueue };
  handleInviteMails(mailQueue, mailing);
  handlePasswordResetMails(mailQueue, mailing);
  handleSecurityNotices(mailQueue, mailing);
}

import type { Database } from '../database/database.ts';
import type { MailQueue } from '../mail/mail-queue.ts';
import type { Secrets } from './secret.ts';

/** What services work with; each names the part that it needs. */
export interface ServiceContext {
  database: Database;
  secrets: Secrets;
  mailQueue: Pick<MailQueue, 'enqueue'>;
  /** What links begin with; known once the server listens. */
  publicUrl: () => string;
  /** Invite mails in 24 h of one organization, and of one inviter. */
  sendsPerDay: number;
}

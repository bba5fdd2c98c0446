import type { Database } from '../../database/database.ts';
import type { MailQueue } from '../../mail/mail-queue.ts';
import type { Secrets } from '../crypto/secret.ts';

/** What actions work with; each names the properties that it needs. */
export interface ServiceContext {
  database: Database;
  secrets: Secrets;
  /** Whether the server runs with `--demo`: then the accounts of the demo can be used. */
  isDemo: boolean;
  mailQueue: Pick<MailQueue, 'enqueue'>;
  /** The origin of links; known once the server listens. */
  publicUrl: () => string;
  /** How many invite emails one organization, and one inviter, may send within 24 hours. */
  sendsPerDay: number;
}

import { smallint, pgTable, text } from 'drizzle-orm/pg-core';

/** The key that all others derive from, in one row. Only the servers' secret opens it. */
export const serverKey = pgTable('server_key', {
  /** Always `theServerKey`: there is one. */
  id: smallint().primaryKey(),
  /** Encrypted under the servers' secret. */
  sealed: text().notNull(),
  /** The same under the secret before, for servers that have not been given the new one yet. */
  sealedBefore: text('sealed_before'),
});

export const theServerKey = 1;

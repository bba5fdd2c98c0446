import { eq } from 'drizzle-orm';
import type { Database, Transaction } from './database/database.ts';
import { serverKey, theServerKey } from './database/tables/server-key.ts';
import { seal, unseal, type Secrets } from './platform/crypto/secret.ts';
import { StartupError } from './platform/errors/startup-error.ts';

/** The secret that seals the server key, and the one before while it is being changed. */
export interface SealingSecrets {
  secret: Buffer;
  previousSecret: Buffer | undefined;
  /** Where the secret comes from, for people: a setting, or a file. */
  secretName: string;
}

const purpose = 'server key';

/**
 * Opens the key that everything else derives from. The first server on a database stores its own secret as that key,
 * because what is in circulation by then was made with it. Afterwards the secret only seals the key: a server with a new
 * secret and the one before seals it anew, and nothing that was made with the key changes.
 *
 * @returns the key, and the one that was still accepted when it was stored
 * @throws StartupError when neither secret opens the key
 */
export async function openServerKey(
  database: Database,
  { secret, previousSecret, secretName }: SealingSecrets,
): Promise<Secrets> {
  return database.transaction(async (tx) => {
    const first = { current: secret, previous: previousSecret };
    const { sealed, sealedBefore } = (await lockKey(tx)) ?? (await storeFirstKey(tx, sealKey(first, secret)));
    const key = openKey(sealed, secret);
    if (key) {
      // A server that starts without the secret before is the last one on which it was changed.
      if (sealedBefore !== null && !previousSecret) await writeKey(tx, { sealed, sealedBefore: null });
      return key;
    }
    // Another server has the new secret already, and this one is started once more with its own.
    const unchanged = openKey(sealedBefore, secret);
    if (unchanged) return unchanged;
    const found = openKey(sealed, previousSecret) ?? openKey(sealedBefore, previousSecret);
    if (!found || !previousSecret) throw wrongSecret(secretName);
    await writeKey(tx, { sealed: sealKey(found, secret), sealedBefore: sealKey(found, previousSecret) });
    return found;
  });
}

type KeyRow = Pick<typeof serverKey.$inferSelect, 'sealed' | 'sealedBefore'>;

async function lockKey(tx: Transaction): Promise<KeyRow | undefined> {
  const [row] = await tx.select().from(serverKey).where(eq(serverKey.id, theServerKey)).for('update');
  return row;
}

/** Of servers that start at the same time one stores the key; the others wait for it and read it. */
async function storeFirstKey(tx: Transaction, sealed: string): Promise<KeyRow> {
  await tx.insert(serverKey).values({ id: theServerKey, sealed }).onConflictDoNothing();
  const row = await lockKey(tx);
  if (!row) throw new Error('the server key was not stored');
  return row;
}

async function writeKey(tx: Transaction, row: KeyRow): Promise<void> {
  await tx.update(serverKey).set(row).where(eq(serverKey.id, theServerKey));
}

function sealKey({ current, previous }: Secrets, secret: Buffer): string {
  const parts = [current, ...(previous ? [previous] : [])].map((part) => part.toString('base64'));
  return seal({ current: secret, previous: undefined }, purpose, parts.join(' '));
}

function openKey(sealed: string | null, secret: Buffer | undefined): Secrets | undefined {
  if (sealed === null || !secret) return undefined;
  const [current, previous] = (unseal({ current: secret, previous: undefined }, purpose, sealed) ?? '')
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => Buffer.from(part, 'base64'));
  return current && { current, previous };
}

function wrongSecret(secretName: string): StartupError {
  return new StartupError(
    `${secretName} is not the secret that this database was last used with: use that one. To change it, set FASTLINKIT_SECRET to the new secret and FASTLINKIT_SECRET_PREVIOUS to the one before.`,
  );
}

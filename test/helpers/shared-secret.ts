import { randomBytes } from 'node:crypto';
import type { Secrets } from '../../src/backend/platform/crypto/secret.ts';

/** The secret of every backend that a test starts without another: two on one database need the same. */
export const sharedSecret = randomBytes(32);

/** What such a backend derives its keys from: the first one on a database keeps its own secret as the key. */
export const sharedKeys: Secrets = { current: sharedSecret, previous: undefined };

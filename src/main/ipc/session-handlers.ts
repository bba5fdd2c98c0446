import { z } from 'zod';
import type { LiveConnection } from '../backend/live-connection.ts';
import type { ProxyPasswords } from '../backend/proxy-passwords.ts';
import type { CacheSnapshot } from '../session/cache-snapshot.ts';
import type { Drafts } from '../session/drafts.ts';
import type { Session } from '../session/session.ts';
import type { ConfirmLeaving } from '../work/confirm-leaving.ts';
import { noInput, pathId, serverAddress } from './handle.ts';
import type { Handle } from './handle.ts';

const password = z.string().max(1000);
/** More than what is typed into the longest form. */
const maxDraftLength = 20_000;
/** More than the first screens of two lists. */
const maxSnapshotLength = 2_000_000;

interface SessionContext {
  session: Session;
  live: LiveConnection;
  cacheSnapshot: CacheSnapshot;
  confirmLeaving: ConfirmLeaving;
  proxyPasswords: ProxyPasswords;
  drafts: Drafts;
}

/**
 * Registers what a start and a sign-in need: the session, the live connection, the cache snapshot, the drafts, the proxy.
 */
export function registerSessionHandlers(
  handle: Handle,
  { session, live, cacheSnapshot, confirmLeaving, proxyPasswords, drafts }: SessionContext,
): void {
  handle('session.current', noInput, () => session.state());

  handle(
    'session.signIn',
    z.strictObject({
      server: serverAddress,
      email: z.string().max(1000),
      password,
      totp: z.string().max(100).optional(),
    }),
    (input) => session.signIn(input),
  );

  handle('session.signOut', noInput, async () =>
    (await confirmLeaving('sign-out')) ? session.signOut() : session.state(),
  );

  handle('live.connection', noInput, () => live.state());

  handle('live.retry', noInput, () => {
    live.retry();
    return null;
  });

  handle(
    'proxy.signIn',
    z.strictObject({ proxy: z.string().max(300), username: z.string().max(1000), password }),
    ({ proxy, ...given }) => {
      proxyPasswords.give(proxy, given);
      live.retry();
      return null;
    },
  );

  handle('cacheSnapshot.load', noInput, () => cacheSnapshot.load());

  handle(
    'cacheSnapshot.save',
    z.strictObject({ userId: pathId, data: z.string().max(maxSnapshotLength) }),
    ({ userId, data }) => {
      cacheSnapshot.save(userId, data);
      return null;
    },
  );

  handle('draft.load', noInput, () => drafts.load());

  handle(
    'draft.save',
    z.strictObject({
      userId: pathId,
      form: z.string().max(1000),
      values: z.string().max(maxDraftLength).nullable(),
    }),
    ({ userId, form, values }) => {
      drafts.save(userId, form, values);
      return null;
    },
  );
}

import { join } from 'node:path';
import type { RunSummary } from '#contract/work/model';
import type { ServerClock } from '../backend/server-clock.ts';
import type { Log } from '../diagnostics/log.ts';
import type { WatchedKeychain } from '../session/linux-keyring.ts';
import type { Session } from '../session/session.ts';
import { guardWork } from './confirm-leaving.ts';
import type { ConfirmLeaving } from './confirm-leaving.ts';
import { createRunStore } from './run-store.ts';
import { createWork } from './work.ts';
import type { Work } from './work.ts';

/** The work tray's part of the main process. */
export interface OpenWork {
  work: Work;
  confirmLeaving: ConfirmLeaving;
}

/** Loads the runs that are left, and asks from now on before they are left behind. */
export function openWork({
  profile,
  watchedKeychain,
  session,
  clock,
  log,
  onChange,
}: {
  profile: string;
  watchedKeychain: WatchedKeychain;
  session: Session;
  clock: ServerClock;
  log: Log;
  onChange: (runs: RunSummary[]) => void;
}): OpenWork {
  const store = createRunStore({ path: join(profile, 'work'), keychain: watchedKeychain.keychain, log });
  const work = createWork({
    call: (endpoint, input, options) => session.call(endpoint, input, options),
    store,
    log,
    onChange,
    now: () => clock.now(),
  });
  watchedKeychain.onOpen(() => work.useOpenedKeychain());
  return { work, confirmLeaving: guardWork(work) };
}

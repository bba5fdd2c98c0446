import type { AppLocation } from '#contract/bridge/types';
import type { Log } from '../diagnostics/log.ts';
import type { Session } from '../session/session.ts';
import type { DeepLink } from './deep-link.ts';

export interface DeepLinkContext {
  session: Pick<Session, 'state'>;
  /** Shows a location in a window. It waits until a user is signed in. */
  navigateTo: (location: AppLocation) => void;
  log: Log;
}

/** Opens a deep link: a location in the app, or the page of an invite in the browser. */
export async function openDeepLink(
  link: DeepLink,
  { session, navigateTo, log }: DeepLinkContext,
): Promise<void> {
  switch (link.kind) {
    case 'location':
      log.info('deep_link.opened', { screen: link.location.screen });
      navigateTo(link.location);
      break;
    case 'invite-page': {
      // When no one is signed in, this is the server of the last sign-in.
      const { server } = session.state();
      log.info('deep_link.opened', { screen: 'invite-page' });
      const { openExternalLink } = await import('../backend/external-link.ts');
      await openExternalLink(`${server}/support/invite/${link.token}`, server);
      break;
    }
    case 'unknown':
      log.warn('deep_link.unknown', { about: link.about });
  }
}

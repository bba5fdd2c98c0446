import type { DeepLink } from './deep-link.ts';
import { openExternalLink } from './external-link.ts';
import type { Log } from './log.ts';
import type { Session } from './session.ts';
import type { Windows } from './windows.ts';

/** Does what a link from outside asks for. A place waits until somebody is signed in. */
export async function followLink(
  link: DeepLink,
  { session, windows, log }: { session: Session; windows: Windows; log: Log },
): Promise<void> {
  switch (link.kind) {
    case 'place':
      log.info('link.followed', { screen: link.place.screen });
      windows.goTo(link.place);
      break;
    case 'invite-page': {
      // Signed out, it is the server of the last time.
      const { server } = session.state();
      log.info('link.followed', { screen: 'invite-page' });
      await openExternalLink(`${server}/support/invite/${link.token}`, server);
      break;
    }
    case 'unknown':
      log.warn('link.unknown', { about: link.about });
  }
}

import { bridge, unwrap } from '../data/bridge.ts';
import { personKey, type SignedIn } from '../data/session.ts';

/*
 * The next person to sign in finds nothing of the one before: no location, tab, filter or id. What is kept on this computer
 * (`localStorage`) and in this window (`sessionStorage`, which a reload leaves alone) says whose it is.
 */

const ownerKey = 'person';

/** Whether all that the window keeps was kept for this person, or nothing was kept at all. */
export function isOwnWindow(session: SignedIn): boolean {
  const person = personKey(session);
  const usedWindow = sessionStorage.getItem(ownerKey);
  const isOwnComputer = localStorage.length === 0 || localStorage.getItem(ownerKey) === person;
  return isOwnComputer && (usedWindow === null || usedWindow === person);
}

/** Notes whose the window is. */
export function claimWindow(session: SignedIn): void {
  const person = personKey(session);
  localStorage.setItem(ownerKey, person);
  sessionStorage.setItem(ownerKey, person);
}

/** Removes everything of the person before, also from the memory: the window loads anew, at the first screen. */
export function startOver(session: SignedIn): void {
  // Other windows of the same person may have begun already: what they keep stays.
  if (localStorage.getItem(ownerKey) !== personKey(session)) localStorage.clear();
  sessionStorage.clear();
  claimWindow(session);
  void unwrap(bridge.window.startOver());
}

import type { WebContents } from 'electron';

import type { Command, Place } from '#contract/admin-bridge';
import type { Log } from './log.ts';
import type { Preferences } from './preferences.ts';
import { recoverWindow } from './recovery.ts';
import { createWindow, focusWindow, tell } from './window.ts';
import type { HiddenWindow } from './window.ts';
import { keepOrganizationState, keptOrganizationState } from './organization-window-state.ts';

/** The app's windows: one by default, and one more for each organization that somebody has asked it for. */
export interface Windows {
  /** Brings the window that was last in front to the front again; opens one where there is none. */
  show(): void;
  /** Leads a window to the place: one that shows its organization already, or the usual one. */
  goTo(place: Place): void;
  /** Opens a window of the organization's own, or brings the one that there is to the front. */
  openOrganization(organizationId: string): void;
  /** The page has drawn: its window shows itself, if it has not yet. */
  reveal(contents: WebContents): void;
  /** What a page has drawn is on the screen. */
  markSeen(): void;
  /** Kept once a window is seen with something in it, or should have been: what nobody sees waits until then. */
  seen: Promise<void>;
  /** The place that waits for this page, told once. From now on the page hears of places as they come. */
  takePlace(contents: WebContents): Place | null;
  /** Hands what was chosen in the menu to the window in front. */
  command(command: Command): void;
  /** Whether somebody is looking at this organization right now. */
  isInFront(organizationId: string): boolean;
  /** Whether a window shows this organization, wherever it is on the screen. */
  isOpen(organizationId: string): boolean;
  /** Places wait until somebody is signed in; whoever signs out leaves none behind. */
  setSignedIn(isSignedIn: boolean): void;
}

export interface WindowsOptions {
  preferences: Preferences;
  log: Log;
  /** A page was loaded, by whatever means. */
  onLoaded: () => void;
}

interface Entry extends HiddenWindow {
  /** The organization that the window was opened for. */
  own: string | undefined;
  waiting: Place | undefined;
  /** Whether the page has asked for its place: only then does it hear of others. */
  isListening: boolean;
}

/** A page that has not been seen by then does not draw at all. */
const longestUnseenMs = 2_500;

export function createWindows({ preferences, log, onLoaded }: WindowsOptions): Windows {
  /** The one that was in front last comes first. */
  let entries: Entry[] = [];
  let isSignedIn = false;
  const seen = Promise.withResolvers<void>();
  setTimeout(() => seen.resolve(), longestUnseenMs);

  function entryOf(contents: WebContents): Entry | undefined {
    return entries.find(({ window }) => window.webContents === contents);
  }

  function open(own?: string): Entry {
    const hidden = createWindow(
      own === undefined
        ? { kept: preferences.read('window'), keep: (state) => preferences.write('window', state) }
        : {
            kept: keptOrganizationState(preferences, own, entries[0]?.window.getNormalBounds()),
            keep: (state) => keepOrganizationState(preferences, own, state),
          },
    );
    const { window } = hidden;
    const entry: Entry = { ...hidden, own, waiting: undefined, isListening: false };
    entries.unshift(entry);
    recoverWindow(window, log);
    window.on('focus', () => {
      entries = [entry, ...entries.filter((other) => other !== entry)];
    });
    window.once('closed', () => {
      entries = entries.filter((other) => other !== entry);
    });
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) entry.isListening = false;
    });
    window.webContents.on('did-finish-load', onLoaded);
    return entry;
  }

  function lead(entry: Entry, place: Place): void {
    if (isSignedIn && entry.isListening) tell(entry.window, 'window.onPlace', place);
    else entry.waiting = place;
  }

  function windowFor(place: Place): Entry | undefined {
    const usual = entries.find(({ own }) => own === undefined);
    if (!('organizationId' in place)) return usual;
    const { organizationId } = place;
    return (
      entries.find(({ own }) => own === organizationId) ??
      entries.find((entry) => shows(entry, organizationId)) ??
      usual
    );
  }

  return {
    show() {
      const [front] = entries;
      if (front === undefined) open();
      else focusWindow(front.window);
    },
    goTo(place) {
      const found = windowFor(place);
      // A new window comes to the front by itself, once it has painted.
      if (found !== undefined) focusWindow(found.window);
      lead(found ?? open(), place);
    },
    openOrganization(organizationId) {
      const found = entries.find(({ own }) => own === organizationId);
      if (found !== undefined) focusWindow(found.window);
      if (found !== undefined && shows(found, organizationId)) return;
      lead(found ?? open(organizationId), { screen: 'organization', organizationId });
    },
    reveal: (contents) => entryOf(contents)?.reveal(),
    markSeen: () => seen.resolve(),
    seen: seen.promise,
    takePlace(contents) {
      const entry = entryOf(contents);
      if (entry === undefined || !isSignedIn) return null;
      const place = entry.waiting ?? null;
      entry.waiting = undefined;
      entry.isListening = true;
      return place;
    },
    command(command) {
      const [front] = entries;
      if (front !== undefined) tell(front.window, 'window.onCommand', command);
    },
    isInFront: (organizationId) =>
      entries.some((entry) => entry.window.isFocused() && shows(entry, organizationId)),
    isOpen: (organizationId) => entries.some((entry) => shows(entry, organizationId)),
    setSignedIn(next) {
      if (next === isSignedIn) return;
      isSignedIn = next;
      if (next) return;
      for (const entry of entries) Object.assign(entry, { waiting: undefined, isListening: false });
    },
  };
}

/** What a window shows stands in its page's address. */
function shows({ window }: Entry, organizationId: string): boolean {
  return window.webContents.getURL().includes(organizationId);
}

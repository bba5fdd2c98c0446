import type { WebContents } from 'electron';
import type { AppLocation, Command } from '#contract/bridge/types';
import type { Log } from '../diagnostics/log.ts';
import type { PreferenceStore } from '../preferences/preferences.ts';
import { renderer } from './app-scheme.ts';
import { recoverWindow } from './recovery.ts';
import { askBeforeUnload } from './unload-question.ts';
import { forgetOrganizationStates, readOrganizationState, saveOrganizationState } from './window-state.ts';
import type { WindowState } from './window-state.ts';
import { createWindow, focusWindow, send } from './window.ts';
import type { HiddenWindow } from './window.ts';

/** The app's windows: the main one, and one for each organization that the user has opened in a window of its own. */
export interface Windows {
  /** Brings the last used window to the front, or opens the main one when there is none. */
  show(): void;
  /** Shows a location: in a window that shows its organization already, otherwise in the main one. */
  navigateTo(location: AppLocation): void;
  /** Opens a window for an organization, or brings the one that it has to the front. */
  openOrganization(organizationId: string): void;
  /** The renderer has rendered its first screen: its window is shown if it is still hidden. */
  reveal(contents: WebContents): void;
  /** A renderer's first screen is on the display. */
  markPainted(): void;
  /** Resolves when a first screen is on the display, or has not come in time. Work that can wait starts then. */
  painted: Promise<void>;
  /** The location that this renderer was opened for, once. From now on it receives locations as events. */
  initialLocation(contents: WebContents): AppLocation | null;
  /**
   * Another person has signed in: the window forgets the organization that it was opened for and where it has been, and
   * loads anew. Nothing that the renderer kept in memory is left.
   */
  startOver(contents: WebContents): void;
  /** Sends a menu command to the last used window. */
  command(command: Command): void;
  /** Reloads the last used window. */
  reload(): void;
  /** Whether the user is looking at this organization: a focused window shows it. */
  isInFront(organizationId: string): boolean;
  /** Whether any window shows this organization. */
  isOpen(organizationId: string): boolean;
  /** Locations wait until a user signs in. Signing out discards them. */
  setSignedIn(isSignedIn: boolean): void;
}

export interface WindowsOptions {
  preferences: PreferenceStore;
  log: Log;
  /** Called whenever a renderer has loaded, also after a reload. */
  onLoaded: () => void;
}

interface Entry extends HiddenWindow {
  /** The organization that the window was opened for; undefined for the main window. */
  own: string | undefined;
  /** The location that waits for the renderer to ask for it. */
  waiting: AppLocation | undefined;
  /** Whether the renderer has asked for its initial location. Only then does it receive others as events. */
  isListening: boolean;
}

/** A renderer that has not painted by then is not waited for. */
const paintTimeLimitMs = 2_500;

export function createWindows({ preferences, log, onLoaded }: WindowsOptions): Windows {
  /** The last used window comes first. */
  let entries: Entry[] = [];
  let isSignedIn = false;
  const painted = Promise.withResolvers<void>();
  setTimeout(() => painted.resolve(), paintTimeLimitMs);

  function entryOf(contents: WebContents): Entry | undefined {
    return entries.find(({ window }) => window.webContents === contents);
  }

  function open(own?: string): Entry {
    const hidden = createWindow({
      saved:
        own === undefined
          ? preferences.read('window')
          : readOrganizationState(preferences, own, entries[0]?.window.getNormalBounds()),
      save: (state) => saveState(entry, state),
    });
    const { window } = hidden;
    const entry: Entry = { ...hidden, own, waiting: undefined, isListening: false };
    entries.unshift(entry);
    recoverWindow(window, log);
    askBeforeUnload(window);
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

  function saveState({ own }: Entry, state: WindowState): void {
    if (own === undefined) preferences.write('window', state);
    else saveOrganizationState(preferences, own, state);
  }

  function navigate(entry: Entry, location: AppLocation): void {
    if (isSignedIn && entry.isListening) send(entry.window, 'window.onNavigate', location);
    else entry.waiting = location;
  }

  function windowFor(location: AppLocation): Entry | undefined {
    const main = entries.find(({ own }) => own === undefined);
    if (!('organizationId' in location)) return main;
    const { organizationId } = location;
    return (
      entries.find(({ own }) => own === organizationId) ??
      entries.find((entry) => shows(entry, organizationId)) ??
      main
    );
  }

  return {
    show() {
      const [front] = entries;
      if (front === undefined) open();
      else focusWindow(front.window);
    },
    navigateTo(location) {
      const found = windowFor(location);
      // A new window comes to the front by itself when it is revealed.
      if (found !== undefined) focusWindow(found.window);
      navigate(found ?? open(), location);
    },
    openOrganization(organizationId) {
      const found = entries.find(({ own }) => own === organizationId);
      if (found !== undefined) focusWindow(found.window);
      if (found !== undefined && shows(found, organizationId)) return;
      navigate(found ?? open(organizationId), { screen: 'organization', organizationId });
    },
    reveal: (contents) => entryOf(contents)?.reveal(),
    markPainted: () => painted.resolve(),
    painted: painted.promise,
    initialLocation(contents) {
      const entry = entryOf(contents);
      if (entry === undefined || !isSignedIn) return null;
      const location = entry.waiting ?? null;
      entry.waiting = undefined;
      entry.isListening = true;
      return location;
    },
    startOver(contents) {
      const entry = entryOf(contents);
      if (entry === undefined) return;
      entry.own = undefined;
      forgetOrganizationStates(preferences);
      contents.loadURL(renderer.url).then(
        () => contents.navigationHistory.clear(),
        (error: unknown) => log.warn('window.not_started_over', { error }),
      );
    },
    command(command) {
      const [front] = entries;
      if (front !== undefined) send(front.window, 'window.onCommand', command);
    },
    reload: () => entries[0]?.window.webContents.reload(),
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

/** The renderer's address contains the id of the organization that it shows. */
function shows({ window }: Entry, organizationId: string): boolean {
  return window.webContents.getURL().includes(organizationId);
}

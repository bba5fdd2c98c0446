import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { EventChannel } from '#contract/bridge/channels';
import type { EventOf } from '#contract/bridge/types';
import { renderer } from './app-scheme.ts';
import { bringIntoView, restoreWindowState, smallestSize } from './window-state.ts';
import type { Bounds, WindowState } from './window-state.ts';

/** The background of the renderer's first screen, shown until it has painted, so that nothing flashes. */
const background = { light: '#ffffff', dark: '#171a21' };
/** A window whose renderer has not rendered by then is shown as it is, so that the user sees that the app has started. */
const maxHiddenMs = 1_500;
/** The state of a window is saved this long after the last change, not during it. */
const saveDelayMs = 500;

interface SavedWindow {
  /** The state that `save` got last, or anything else. */
  saved: unknown;
  save: (state: WindowState) => void;
}

/** A window that is hidden until it is revealed. */
export interface HiddenWindow {
  window: BrowserWindow;
  /** Shows the window for the first time; afterwards it does nothing. */
  reveal: () => void;
}

/** Opens a window where it was last, hidden until its renderer has rendered. */
export function createWindow({ saved, save }: SavedWindow): HiddenWindow {
  const areas = workAreas();
  const state = restoreWindowState(saved, areas);
  const smallest = smallestSize(areas);
  const window = new BrowserWindow({
    title: 'FastLinkIt Admin',
    ...state.bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    // Painting waits for the GPU process, which starts last. A hidden window renders without it.
    paintWhenInitiallyHidden: false,
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // The spell checker downloads dictionaries.
      spellcheck: false,
    },
  });
  const reveal = revealOnce(window, state.maximized);
  saveState(window, save);
  keepInView(window);
  const updateBackground = (): void => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', updateBackground);
  window.once('closed', () => nativeTheme.off('updated', updateBackground));
  void window.loadURL(renderer.url);
  return { window, reveal };
}

function revealOnce(window: BrowserWindow, maximized: boolean): () => void {
  const reveal = (): void => {
    clearTimeout(timer);
    if (isRevealed || window.isDestroyed()) return;
    isRevealed = true;
    if (maximized) window.maximize();
    window.show();
  };
  let isRevealed = false;
  const timer = setTimeout(reveal, maxHiddenMs);
  return reveal;
}

/** Sends an event to every window. */
export function broadcast<Channel extends EventChannel>(channel: Channel, value: EventOf<Channel>): void {
  for (const window of BrowserWindow.getAllWindows()) send(window, channel, value);
}

/** Sends an event to one window, unless it shows a page other than the renderer. */
export function send<Channel extends EventChannel>(
  window: BrowserWindow,
  channel: Channel,
  value: EventOf<Channel>,
): void {
  const { webContents } = window;
  if (webContents.mainFrame.origin === renderer.origin) webContents.send(channel, value);
}

/** Brings the window to the front, even if it is minimized or hidden. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The usable parts of the screens; the main one comes first. */
function workAreas(): Bounds[] {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return [main, ...others].map(({ workArea }) => workArea);
}

/** Brings the window into view when its screen goes, and lets it be as small as the smallest screen. */
function keepInView(window: BrowserWindow): void {
  const limit = (): void => {
    const { width, height } = smallestSize(workAreas());
    window.setMinimumSize(width, height);
  };
  const bringBack = (): void => {
    limit();
    // The system fits a window that fills the screen.
    if (window.isMaximized() || window.isFullScreen()) return;
    const bounds = window.getBounds();
    const fitted = bringIntoView(bounds, workAreas());
    if (JSON.stringify(fitted) !== JSON.stringify(bounds)) window.setBounds(fitted);
  };
  screen.on('display-added', limit);
  screen.on('display-metrics-changed', limit);
  screen.on('display-removed', bringBack);
  window.once('closed', () => {
    screen.off('display-added', limit);
    screen.off('display-metrics-changed', limit);
    screen.off('display-removed', bringBack);
  });
}

function saveState(window: BrowserWindow, save: SavedWindow['save']): void {
  let timer: NodeJS.Timeout | undefined;
  const saveNow = (): void => {
    clearTimeout(timer);
    save({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const saveLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(saveNow, saveDelayMs);
  };
  window.on('resize', saveLater);
  window.on('move', saveLater);
  window.on('maximize', saveLater);
  window.on('unmaximize', saveLater);
  window.on('close', saveNow);
}

function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light;
}

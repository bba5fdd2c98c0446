import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { NewsChannel, NewsOf } from '#contract/admin-bridge';
import { ownPage } from './app-scheme.ts';
import { minimumSize, restoreWindowState, usualSize } from './window-state.ts';
import type { WindowState } from './window-state.ts';

/** What is seen before the page has painted: the page's own background, so that nothing flashes. */
const background = { light: '#ffffff', dark: '#171a21' };
/** What has not drawn by then is shown as it is: at least one sees that the app has started. */
const longestHiddenMs = 1_500;
/** While the window is moved or sized, where it is is kept this long after the last change. */
const settleMs = 500;

interface KeptWindow {
  kept: unknown;
  keep: (state: WindowState) => void;
}

/** A window, and what shows it for the first time. */
export interface HiddenWindow {
  window: BrowserWindow;
  /** Does nothing where it was shown already. */
  reveal: () => void;
}

/**
 * Opens a window where it was last, hidden until it has something to show.
 *
 * @param kept what `keep` was given last, or anything else
 */
export function createWindow({ kept, keep }: KeptWindow): HiddenWindow {
  const state = restoreWindowState(
    kept,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    title: 'FastLinkIt Admin',
    ...(state.bounds ?? usualSize),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    // A page that paints waits for the GPU's process, and that comes last of all: hidden it draws meanwhile.
    paintWhenInitiallyHidden: false,
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // It would fetch dictionaries from the web.
      spellcheck: false,
    },
  });
  const reveal = revealOnce(window, state.maximized);
  keepState(window, keep);
  const paintBackground = (): void => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', paintBackground);
  window.once('closed', () => nativeTheme.off('updated', paintBackground));
  void window.loadURL(ownPage.url);
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
  const timer = setTimeout(reveal, longestHiddenMs);
  return reveal;
}

/** Tells every window. */
export function broadcast<Channel extends NewsChannel>(channel: Channel, value: NewsOf<Channel>): void {
  for (const window of BrowserWindow.getAllWindows()) tell(window, channel, value);
}

/** Tells one window. What it was led to instead of our page hears nothing. */
export function tell<Channel extends NewsChannel>(
  window: BrowserWindow,
  channel: Channel,
  value: NewsOf<Channel>,
): void {
  const { webContents } = window;
  if (webContents.mainFrame.origin === ownPage.origin) webContents.send(channel, value);
}

/** Brings the window to the front, from wherever it is. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function keepState(window: BrowserWindow, keep: KeptWindow['keep']): void {
  let timer: NodeJS.Timeout | undefined;
  const keepNow = (): void => {
    clearTimeout(timer);
    keep({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const keepSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(keepNow, settleMs);
  };
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('maximize', keepSoon);
  window.on('unmaximize', keepSoon);
  window.on('close', keepNow);
}

function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light;
}

import { spawn } from 'node:child_process';
import { BrowserWindow, clipboard, dialog, shell } from 'electron';
import type { MessageBoxOptions } from 'electron';
import { BridgeProblemError } from './bridge-problem.ts';
import { isLoopback } from './server-address.ts';

/** A program that starts the browser itself runs as long as the browser does. */
const startTimeLimitMs = 3_000;

/**
 * Opens a page of the server in the system browser. No other code in the app opens anything with the system. Where no
 * program opens links, a dialog says so and lets the user copy the link.
 *
 * @param link the page to open
 * @param server the origin whose pages may be opened
 * @throws BridgeProblemError when the link is not allowed
 */
export async function openExternalLink(link: string, server: string): Promise<void> {
  const allowed = allowedLink(link, server);
  if (allowed === undefined) {
    const detail = `This link doesn’t lead to ${server}, so it wasn’t opened.`;
    throw new BridgeProblemError({ code: 'forbidden', detail });
  }
  try {
    await (process.platform === 'linux' ? openOnLinux(allowed) : shell.openExternal(allowed));
  } catch {
    await offerToCopy(allowed);
  }
}

/** Opens the link as Electron does, which on Linux does not find out whether it was opened. */
async function openOnLinux(link: string): Promise<void> {
  const opened = Promise.withResolvers<void>();
  const program = spawn('xdg-open', [link], { detached: true, stdio: 'ignore' });
  program.unref();
  program.once('error', opened.reject);
  program.once('exit', (code) => {
    if (code === 0) opened.resolve();
    else opened.reject(new Error(`xdg-open ended with ${code}`));
  });
  const limit = setTimeout(opened.resolve, startTimeLimitMs);
  await opened.promise.finally(() => clearTimeout(limit));
}

async function offerToCopy(link: string): Promise<void> {
  const question: MessageBoxOptions = {
    type: 'warning',
    message: 'No program on this computer opens links.',
    detail: 'Copy the link, and paste it into a browser on this or another computer.',
    buttons: ['Copy link', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  };
  const window = BrowserWindow.getFocusedWindow();
  const { response } = await (window === null
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(window, question));
  if (response === 0) await clipboard.writeText(link);
}

/**
 * Allows pages of the server's own origin only, over https unless the server runs on this computer. Other schemes
 * start programs, and other hosts are not ours.
 *
 * @returns the normalized link, or undefined when it is not allowed
 */
export function allowedLink(link: string, server: string): string | undefined {
  if (!URL.canParse(link) || !URL.canParse(server)) return undefined;
  const url = new URL(link);
  if (url.origin === 'null' || url.origin !== new URL(server).origin) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  const isEncrypted = url.protocol === 'https:';
  const staysOnThisComputer = url.protocol === 'http:' && isLoopback(url.hostname);
  return isEncrypted || staysOnThisComputer ? url.href : undefined;
}

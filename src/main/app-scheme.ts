import { join } from 'node:path';
import { protocol } from 'electron';
import { createPageHandler, pageOrigin, pageScheme, pageUrl } from './page-files.ts';

// While developing, the page comes from the bundler's server; the line is not in what is built.
const developmentUrl = import.meta.env.DEV ? process.env['ELECTRON_RENDERER_URL'] : undefined;

/** The address of the window's page, and the origin that only it has. */
export const ownPage = {
  url: developmentUrl === undefined ? pageUrl : new URL(developmentUrl).href,
  origin: developmentUrl === undefined ? pageOrigin : new URL(developmentUrl).origin,
  isRemote: developmentUrl !== undefined,
};

/** Makes the scheme known; must be called before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Nothing is in it: the page's script is at its beginning once it has come. */
const readySign = `${pageOrigin}/ready.js`;

/**
 * Serves the page.
 *
 * @param until the page's script is loaded before, and waits for this: it must find somebody who answers it
 */
export function serveAppScheme(until: Promise<unknown>): void {
  const handle = createPageHandler(join(import.meta.dirname, '../renderer'));
  // `protocol.handle` would load Node's own `fetch` before there is anything to be seen (094).
  protocol.registerBufferProtocol(pageScheme, (request, answer) => {
    if (request.url === readySign) void until.then(() => answer(handle(request)));
    else answer(handle(request));
  });
}

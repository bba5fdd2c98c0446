import { join } from 'node:path';
import { protocol } from 'electron';
import { appOrigin, appScheme, createRendererHandler, indexUrl } from './renderer-files.ts';

// In development the bundler's server serves the renderer. The build removes this line.
const developmentUrl = import.meta.env.DEV ? process.env['ELECTRON_RENDERER_URL'] : undefined;

/** The address of the renderer, and its origin, which no other page can have. */
export const renderer = {
  url: developmentUrl === undefined ? indexUrl : new URL(developmentUrl).href,
  origin: developmentUrl === undefined ? appOrigin : new URL(developmentUrl).origin,
  /** Whether it comes from the bundler's server, over the network. */
  isServed: developmentUrl !== undefined,
};

/** Registers the scheme. Must be called before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the renderer's files. */
export function serveAppScheme(): void {
  const handle = createRendererHandler(join(import.meta.dirname, '../renderer'));
  // `protocol.handle` would load Node's `fetch` before the first paint, which takes longer than the handler itself.
  protocol.registerBufferProtocol(appScheme, (request, answer) => answer(handle(request)));
}

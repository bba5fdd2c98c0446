import type { ServerClock } from '../backend/server-clock.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Work } from '../work/work.ts';
import type { Handlers } from './answer-calls.ts';
import { registerAppHandlers } from './app-handlers.ts';
import type { AppContext } from './app-handlers.ts';
import { registerEndpointCalls } from './endpoint-calls.ts';
import { registerFileHandlers } from './file-handlers.ts';
import { createHandle } from './handle.ts';
import { registerLinkHandlers } from './link-handlers.ts';
import { registerWorkHandlers } from './work-handlers.ts';

interface LazyHandlerContext extends AppContext {
  clock: ServerClock;
  work: Work;
  log: Log;
}

/** Creates the handlers that load after the first paint: they need the whole contract, or answer what only a user asks for. */
export function createLazyHandlers(context: LazyHandlerContext): Handlers {
  const { session, clock, work, log } = context;
  const handlers: Handlers = new Map();
  const handle = createHandle(log, handlers);
  registerEndpointCalls(handle, session);
  registerFileHandlers(handle, session, clock);
  registerLinkHandlers(handle, session);
  registerWorkHandlers(handle, work);
  registerAppHandlers(handle, context);
  return handlers;
}

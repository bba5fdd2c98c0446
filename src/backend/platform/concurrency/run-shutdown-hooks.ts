import type { Log } from '../logging/log.ts';

/** Stops what was started, the last first; an error is logged and stops no other hook. */
export async function runShutdownHooks(hooks: AsyncDisposableStack, log: Log): Promise<void> {
  try {
    await hooks.disposeAsync();
  } catch (error) {
    for (const one of errorsOf(error)) log.error({ err: one }, 'a shutdown hook failed');
  }
}

/** When several hooks fail, each error contains the earlier ones. */
function errorsOf(error: unknown): unknown[] {
  return error instanceof SuppressedError ? [...errorsOf(error.suppressed), error.error] : [error];
}

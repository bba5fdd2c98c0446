/** The server cannot start. The message is one line that tells the operator what to do. */
export class StartupError extends Error {
  override name = 'StartupError';
}

/** The message of a thrown value, on one line. */
export function errorMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').trim();
}

/** The server cannot start. The message is one line for the operator that says what to do. */
export class StartError extends Error {
  override name = 'StartError';
}

/** The message of whatever was thrown, on one line. */
export function words(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').trim();
}

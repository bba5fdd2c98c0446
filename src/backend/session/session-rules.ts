/** How long a session lives without use. */
export const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;
/** How long a spent refresh token is accepted whatever happens: two calls may have run at the same time. */
export const refreshGraceMs = 10_000;

/**
 * Decides what a refresh token of a generation means now.
 *
 * - `rotate`: it is the valid one, and is spent now.
 * - `replay`: it was spent last, and either a moment ago or for an answer that may have been lost: nobody has used its
 *   successor yet. Its holder gets the same successor again.
 * - `reuse`: its successor is in use, so somebody else has a copy.
 */
export function decideRefresh(
  session: { generation: number; rotatedAt: Date; seenGeneration: number },
  generation: number,
  now: Date,
): 'rotate' | 'replay' | 'reuse' {
  if (generation === session.generation) return 'rotate';
  const wasLast = generation === session.generation - 1;
  const isRecent = now.getTime() - session.rotatedAt.getTime() <= refreshGraceMs;
  const isUnseen = session.seenGeneration < session.generation;
  return wasLast && (isRecent || isUnseen) ? 'replay' : 'reuse';
}

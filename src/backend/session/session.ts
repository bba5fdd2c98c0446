/** A session that is not used for this long is over. */
export const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;
/** How long a spent refresh token may come again: an answer that was lost on the way, or two calls at once. */
export const refreshGraceMs = 10_000;

/**
 * What a refresh token that bears `generation` means now.
 *
 * - `rotate`: it is the good one; it is spent by this.
 * - `replay`: it was spent a moment ago; its holder gets the same successor once more.
 * - `reuse`: it was spent before that: somebody else holds a copy.
 */
export function judgeRefresh(
  session: { generation: number; rotatedAt: Date },
  generation: number,
  now: Date,
): 'rotate' | 'replay' | 'reuse' {
  if (generation === session.generation) return 'rotate';
  const justSpent = generation === session.generation - 1;
  return justSpent && now.getTime() - session.rotatedAt.getTime() <= refreshGraceMs ? 'replay' : 'reuse';
}

import type { WorkKind } from '#contract/work/model';

/** What the user does while work is left. */
export type Leaving = 'quit' | 'reload' | 'sign-out';

export interface LeavingQuestion {
  message: string;
  detail: string;
  /** The button that does it; the other one is `Cancel`. */
  confirmLabel: string;
}

const numbers = new Intl.NumberFormat('en');
const participles: Record<WorkKind, string> = { invite: 'sent', resend: 'resent', revoke: 'revoked' };
const verbs: Record<Leaving, string> = { quit: 'Quit', reload: 'Reload', 'sign-out': 'Sign out' };

/**
 * The question before the user leaves work that is left.
 *
 * @param left how many rows of each kind are left
 * @param isKept whether they go on after a restart of the app
 * @returns undefined when nothing is left
 */
export function leavingQuestion(
  leaving: Leaving,
  left: ReadonlyMap<WorkKind, number>,
  isKept: boolean,
): LeavingQuestion | undefined {
  const parts = [...left].map(
    ([kind, count]) =>
      `${numbers.format(count)} ${count === 1 ? 'invite' : 'invites'} not ${participles[kind]} yet`,
  );
  if (parts.length === 0) return undefined;
  const verb = verbs[leaving];
  return {
    message: `${verb} with ${parts.join(' and ')}?`,
    detail: detailOf(leaving, isKept),
    confirmLabel: verb,
  };
}

function detailOf(leaving: Leaving, isKept: boolean): string {
  switch (leaving) {
    case 'reload':
      return 'This continues while the window reloads.';
    case 'sign-out':
      return 'The rest won’t be done if you sign out.';
    case 'quit':
      return isKept
        ? 'The rest continues the next time you open the app.'
        : 'The rest won’t be done if you quit, because no keychain is available on this computer.';
  }
}

import { describe, expect, it } from 'vitest';
import { leavingQuestion } from './leaving-question.ts';

describe('the question before work is left', () => {
  it('is not asked when nothing is left', () => {
    expect(leavingQuestion('quit', new Map(), true)).toBeUndefined();
  });

  it('says how much is left, and what becomes of it', () => {
    const left = new Map([['invite', 600]] as const);
    expect(leavingQuestion('quit', left, true)).toEqual({
      message: 'Quit with 600 invites not sent yet?',
      detail: 'The rest continues the next time you open the app.',
      confirmLabel: 'Quit',
    });
    expect(leavingQuestion('quit', left, false)?.detail).toMatch(/won’t be done .* no keychain/);
    expect(leavingQuestion('sign-out', left, true)).toMatchObject({
      message: 'Sign out with 600 invites not sent yet?',
      detail: 'The rest won’t be done if you sign out.',
    });
    expect(leavingQuestion('reload', left, false)?.detail).toBe('This continues while the window reloads.');
  });

  it('names each kind of work', () => {
    const left = new Map([
      ['revoke', 1],
      ['resend', 1006],
    ] as const);
    expect(leavingQuestion('quit', left, true)?.message).toBe(
      'Quit with 1 invite not revoked yet and 1,006 invites not resent yet?',
    );
  });
});

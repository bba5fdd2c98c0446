import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignedIn } from '../data/session.ts';

const startedOver = vi.fn<() => Promise<unknown>>(() => Promise.resolve({ ok: true, value: null }));
vi.stubGlobal('window', { fastlinkit: { window: { startOver: startedOver } } });

/** A browser's storage, as far as it is used. */
function storage() {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    clear: () => values.clear(),
  };
}

const { claimWindow, isOwnWindow, startOver } = await import('./own-window.ts');

const session = (userId: string, server = 'https://one.test') =>
  ({ server, user: { id: userId } }) as SignedIn;

beforeEach(() => {
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal('sessionStorage', storage());
  startedOver.mockClear();
});

describe('whose a window is', () => {
  it('is anybody’s at first, and then the person’s who used it', () => {
    expect(isOwnWindow(session('ada'))).toBe(true);
    claimWindow(session('ada'));
    localStorage.setItem('choices', 'of Ada');
    expect(isOwnWindow(session('ada'))).toBe(true);
    expect(isOwnWindow(session('bob'))).toBe(false);
    expect(isOwnWindow(session('ada', 'https://two.test'))).toBe(false);
  });

  it('is nobody’s when something is kept that names no person', () => {
    localStorage.setItem('choices', 'of somebody');
    expect(isOwnWindow(session('ada'))).toBe(false);
  });

  it('clears what the person before kept', () => {
    claimWindow(session('ada'));
    localStorage.setItem('choices', 'of Ada');
    startOver(session('bob'));
    expect(localStorage.getItem('choices')).toBeNull();
    expect(startedOver).toHaveBeenCalledOnce();
    expect(isOwnWindow(session('bob'))).toBe(true);
  });

  it('keeps what another window of the same person has kept meanwhile', () => {
    claimWindow(session('ada'));
    localStorage.clear();
    localStorage.setItem('person', 'https://one.test bob');
    localStorage.setItem('choices', 'of Bob');
    expect(isOwnWindow(session('bob'))).toBe(false);
    startOver(session('bob'));
    expect(localStorage.getItem('choices')).toBe('of Bob');
    expect(isOwnWindow(session('bob'))).toBe(true);
  });
});

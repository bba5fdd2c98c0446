import { createContext, useContext } from 'react';
import type { SessionState } from '#contract/admin-bridge';

export type SignedIn = Extract<SessionState, { status: 'signed-in' }>;

export const SignedInContext = createContext<SignedIn | null>(null);

/** Who is signed in; only for what is shown to somebody who is. */
export function useSignedIn(): SignedIn {
  const session = useContext(SignedInContext);
  if (!session) throw new Error('Nobody is signed in.');
  return session;
}

import { queryOptions } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { SessionState } from '#contract/bridge/types';
import { bridge, unwrap } from './bridge.ts';

/** Who is signed in, or that nobody is and why. The main process sends an event for every change. */
export const sessionOptions = queryOptions({
  queryKey: ['session'],
  queryFn: () => unwrap(bridge.session.current()),
});

export type SignedIn = Extract<SessionState, { status: 'signed-in' }>;

/** Identifies a person: the same account on another server is another person. */
export const personKey = ({ server, user }: SignedIn): string => `${server} ${user.id}`;

export const SignedInContext = createContext<SignedIn | null>(null);

/**
 * The session of the user who is signed in.
 *
 * @throws Error when it is rendered while nobody is signed in
 */
export function useSignedIn(): SignedIn {
  const session = useContext(SignedInContext);
  if (!session) throw new Error('Nobody is signed in.');
  return session;
}

/** The key of what the user types into a form, which is theirs alone. @see useApiForm */
export function useDraftKey(form: string): string {
  return `${personKey(useSignedIn())} ${form}`;
}

/** Whether the user has more than one organization to look after. */
export function hasManyOrganizations({ user, memberships }: SignedIn): boolean {
  return user.staff || memberships.length > 1;
}

/** Whether the user can see and do more in the organization than leave it. */
export function canManage({ user, memberships }: SignedIn, organizationId: string): boolean {
  if (user.staff) return true;
  const membership = memberships.find((one) => one.organizationId === organizationId);
  return membership !== undefined && membership.role !== 'agent';
}

import { useEffect } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { personKey, useSignedIn, type SignedIn } from '../data/session.ts';

interface LastOrganizations {
  /** Organization ids by server and user. */
  byPerson: Record<string, string>;
}

/** The organization that was in view last, for each server and user: the app opens it at the next start. */
const useLastOrganizations = create<LastOrganizations>()(
  persist(() => ({ byPerson: {} }), { name: 'last-organization' }),
);

/** The organization that the user viewed last. */
export function readLastOrganization(session: SignedIn): string | undefined {
  return useLastOrganizations.getState().byPerson[personKey(session)];
}

/**
 * Saves the organization whose screen is in view, whichever of its screens that is.
 *
 * @param organizationId undefined: the user no longer sees it, so nothing leads there from now on
 */
export function useSaveLastOrganization(organizationId: string | undefined): void {
  const session = useSignedIn();
  useEffect(() => saveLastOrganization(session, organizationId), [session, organizationId]);
}

function saveLastOrganization(session: SignedIn, organizationId: string | undefined): void {
  useLastOrganizations.setState(({ byPerson }) => {
    const { [personKey(session)]: _before, ...others } = byPerson;
    return {
      byPerson: organizationId === undefined ? others : { ...others, [personKey(session)]: organizationId },
    };
  });
}

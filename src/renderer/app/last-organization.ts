import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { SignedIn } from '../session/signed-in.ts';

interface LastOrganizations {
  /** Organization ids, by who looked at them where. */
  byPerson: Record<string, string>;
}

/** The organization that was in view last, for each person and server: where the app begins next time. */
const useLastOrganizations = create<LastOrganizations>()(
  persist(() => ({ byPerson: {} }), { name: 'last-organization' }),
);

const personKey = ({ server, user }: SignedIn) => `${server} ${user.id}`;

/** The organization that this person looked at last. */
export function readLastOrganization(session: SignedIn): string | undefined {
  return useLastOrganizations.getState().byPerson[personKey(session)];
}

/** Remembers it; undefined forgets it. */
export function keepLastOrganization(session: SignedIn, organizationId: string | undefined): void {
  useLastOrganizations.setState(({ byPerson }) => {
    const { [personKey(session)]: _before, ...others } = byPerson;
    return {
      byPerson: organizationId === undefined ? others : { ...others, [personKey(session)]: organizationId },
    };
  });
}

import { IconMail, IconUser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { Initials } from '../components/layout/initials.tsx';
import { useSignedIn } from '../data/session.ts';
import { formatEmail } from '../data/format-email.ts';
import type { PaletteEntry } from './palette-entry.ts';
import { useRecents, type Recent } from './recents.ts';

const shownOrganizations = 4;
const shownPeople = 4;

/**
 * The organizations and people that the user had to do with last; the organizations they are in complete them.
 *
 * @param currentId the organization in view, to which one need not go
 */
export function usePaletteRecents(currentId: string | undefined): PaletteEntry[] {
  const session = useSignedIn();
  const navigate = useNavigate();
  const own = session.memberships.map(({ organizationId, organizationName }): Recent => ({
    kind: 'organization',
    id: organizationId,
    organizationId,
    label: organizationName,
  }));
  // Somebody may have been removed from one meanwhile.
  const recents = useRecents(session).filter(
    ({ organizationId }) => session.user.staff || own.some(({ id }) => id === organizationId),
  );
  const visited = recents.filter(({ kind }) => kind === 'organization');
  const others = own.filter(({ id }) => !visited.some((one) => one.id === id));
  const organizations = [...visited, ...others]
    .filter(({ id }) => id !== currentId)
    .slice(0, shownOrganizations);
  const people = recents.filter(({ kind }) => kind !== 'organization').slice(0, shownPeople);

  return [...organizations, ...people].map(({ kind, id, organizationId, label, email }) => ({
    id: `${kind} ${id}`,
    label,
    ...(kind === 'member' && email !== undefined ? { note: formatEmail(email) } : {}),
    icon:
      kind === 'organization' ? (
        <Initials name={label} shape="square" />
      ) : kind === 'member' ? (
        <IconUser size={17} />
      ) : (
        <IconMail size={17} />
      ),
    run: () =>
      void navigate({
        to: '/organizations/$organizationId',
        params: { organizationId },
        search:
          kind === 'organization'
            ? {}
            : kind === 'member'
              ? { tab: 'members', find: email ?? label }
              : { find: email ?? label },
      }),
  }));
}

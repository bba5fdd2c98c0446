import { IconMail, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Invite } from '#contract/invite';
import { useSignedIn } from '../session/signed-in.ts';
import { counted } from '../ui/counted.ts';
import { Initials } from '../ui/initials.tsx';

import type { PaletteEntry, PaletteGroup } from './palette-entry.ts';
import { foundInvitesOptions, foundMembersOptions, foundOrganizationsOptions } from './palette-queries.ts';
import { manages } from './sidebar.tsx';

/** As many of each kind as one takes in at a glance; who looks for another one types on. */
const shown = 6;

/** The organizations, and the members and open invites of the one in view, that match. */
export function usePaletteFound(
  organization: { id: string; name: string } | undefined,
  search: string,
): { groups: PaletteGroup[]; loading: boolean } {
  const session = useSignedIn();
  const navigate = useNavigate();
  const managed = organization && manages(session, organization.id) ? organization : undefined;
  const sought = search !== '';

  const organizations = useQuery({
    ...foundOrganizationsOptions(search),
    enabled: sought,
    placeholderData: keepPreviousData,
  });
  const members = useQuery({
    ...foundMembersOptions(managed?.id ?? '', search),
    enabled: sought && managed !== undefined,
    placeholderData: keepPreviousData,
  });
  const invites = useQuery({
    ...foundInvitesOptions(managed?.id ?? '', search),
    enabled: sought && managed !== undefined,
    placeholderData: keepPreviousData,
  });
  if (!sought) return { groups: [], loading: false };

  const groups: PaletteGroup[] = [
    {
      title: 'Organizations',
      entries: (organizations.data ?? []).slice(0, shown).map(({ id, name, seats }) => ({
        id: `organization ${id}`,
        label: name,
        note: counted(seats.members, 'member'),
        icon: <Initials name={name} shape="square" />,
        run: () => void navigate({ to: '/organizations/$organizationId', params: { organizationId: id } }),
      })),
    },
  ];
  if (managed) {
    const to = '/organizations/$organizationId';
    const params = { organizationId: managed.id };
    groups.push(
      {
        title: `Members of ${managed.name}`,
        entries: (members.data ?? []).slice(0, shown).map(({ id, firstName, lastName, email }) => ({
          id: `member ${id}`,
          label: `${firstName} ${lastName}`.trim(),
          note: email,
          icon: <IconUser size={17} />,
          run: () => void navigate({ to, params, search: { tab: 'members', find: email } }),
        })),
      },
      {
        title: `Open invites of ${managed.name}`,
        entries: (invites.data ?? []).slice(0, shown).map(({ id, email }) => ({
          id: `invite ${id}`,
          label: email,
          note: 'Invite',
          icon: <IconMail size={17} />,
          run: () => void navigate({ to, params, search: { find: email } }),
        })),
      },
    );
  }
  const loading = [organizations, members, invites].some(({ isFetching }) => isFetching);
  return { groups, loading };
}

/** The open invites of an organization, each with what is to be done to it. */
export function usePaletteInvites(
  organizationId: string | undefined,
  search: string,
  choose: ((invite: Invite) => void) | undefined,
): { entries: PaletteEntry[]; loading: boolean } {
  const { data = [], isFetching } = useQuery({
    ...foundInvitesOptions(organizationId ?? '', search),
    enabled: organizationId !== undefined && choose !== undefined,
    placeholderData: keepPreviousData,
  });
  const entries = data.slice(0, 2 * shown).map((invite) => ({
    id: invite.id,
    label: invite.email,
    note: invite.status === 'expired' ? 'Expired' : undefined,
    icon: <IconMail size={17} />,
    stays: true,
    run: () => choose?.(invite),
  }));
  return { entries: choose ? entries : [], loading: isFetching };
}

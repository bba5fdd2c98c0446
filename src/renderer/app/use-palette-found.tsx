import { IconMail, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Invite } from '#contract/invite';
import { useSignedIn } from '../session/signed-in.ts';
import { counted } from '../ui/counted.ts';
import { Initials } from '../ui/initials.tsx';

import { matching, type PaletteEntry, type PaletteGroup } from './palette-entry.ts';
import { foundInvitesOptions, foundMembersOptions, foundOrganizationsOptions } from './palette-queries.ts';
import { manages } from './sidebar.tsx';

/** As many of each kind as one takes in at a glance; who looks for another one types on. */
const shown = 6;

/** What is typed, and what of it was asked for: the same once typing has paused. */
export interface PaletteSearch {
  typed: string;
  asked: string;
}

/** The organizations, and the members and open invites of the one in view, that match; nothing of them for no search. */
export function usePaletteFound(
  organization: { id: string; name: string } | undefined,
  { typed, asked }: PaletteSearch,
): { groups: PaletteGroup[]; loading: boolean } {
  const session = useSignedIn();
  const navigate = useNavigate();
  const managed = organization && manages(session, organization.id) ? organization : undefined;
  const sought = asked !== '';

  const organizations = useQuery({
    ...foundOrganizationsOptions(asked),
    enabled: sought,
    placeholderData: keepPreviousData,
  });
  const members = useQuery({
    ...foundMembersOptions(managed?.id ?? '', asked),
    enabled: sought && managed !== undefined,
    placeholderData: keepPreviousData,
  });
  const invites = useQuery({
    ...foundInvitesOptions(managed?.id ?? '', asked),
    enabled: sought && managed !== undefined,
    placeholderData: keepPreviousData,
  });
  if (!sought) return { groups: [], loading: false };

  const groups: PaletteGroup[] = [
    {
      title: 'Organizations',
      entries: entriesFor({ typed, asked }, organizations, shown, ({ id, name, seats }) => ({
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
        entries: entriesFor({ typed, asked }, members, shown, ({ id, firstName, lastName, email }) => ({
          id: `member ${id}`,
          label: `${firstName} ${lastName}`.trim(),
          note: email,
          icon: <IconUser size={17} />,
          run: () => void navigate({ to, params, search: { tab: 'members', find: email } }),
        })),
      },
      {
        title: `Open invites of ${managed.name}`,
        entries: entriesFor({ typed, asked }, invites, shown, ({ id, email }) => ({
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
  search: PaletteSearch,
  choose: ((invite: Invite) => void) | undefined,
): { entries: PaletteEntry[]; loading: boolean } {
  const invites = useQuery({
    ...foundInvitesOptions(organizationId ?? '', search.asked),
    enabled: organizationId !== undefined && choose !== undefined,
    placeholderData: keepPreviousData,
  });
  const entries = entriesFor(search, invites, 2 * shown, (invite) => ({
    id: invite.id,
    label: invite.email,
    note: invite.status === 'expired' ? 'Expired' : undefined,
    icon: <IconMail size={17} />,
    stays: true,
    run: () => choose?.(invite),
  }));
  return { entries: choose ? entries : [], loading: invites.isFetching };
}

/**
 * What an earlier search has found stands in until the answer to this one is there, as far as it fits: Enter takes the first
 * of what is shown, and that must not be what was meant no more.
 */
function entriesFor<Found>(
  { typed, asked }: PaletteSearch,
  { data = [], isPlaceholderData }: { data: Found[] | undefined; isPlaceholderData: boolean },
  atMost: number,
  entryFor: (found: Found) => PaletteEntry,
): PaletteEntry[] {
  const entries = data.map(entryFor);
  const isAnswer = typed === asked && !isPlaceholderData;
  return (isAnswer ? entries : matching(entries, typed)).slice(0, atMost);
}

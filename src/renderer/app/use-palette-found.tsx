import { IconMail, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Invite } from '#contract/invite/api';
import { isolate } from '#contract/isolate';
import { personName } from '../data/person-name.ts';
import { canManage, useSignedIn } from '../data/session.ts';
import { formatEmail } from '../data/format-email.ts';
import { pluralize } from '../lib/format/pluralize.ts';
import { Initials } from '../components/layout/initials.tsx';
import { matching, type PaletteEntry, type PaletteGroup } from './palette-entry.ts';
import { paletteInviteActions, type PaletteInviteAction } from './palette-invite-actions.ts';
import { foundInvitesOptions, foundMembersOptions, foundOrganizationsOptions } from './palette-queries.ts';
import { addRecent } from './recents.ts';

/** How many results of each kind are shown; further letters find the others. */
const shown = 6;
/** With more results than this their actions would be a long list: one goes to the invite first. */
const invitesWithActions = 2;

/** The text in the field, and the text that was last searched for: the same once typing has paused. */
export interface PaletteSearch {
  typed: string;
  asked: string;
}

/**
 * The organizations that match, and the members and open invites of the one in view; nothing without a search.
 *
 * @param onInvite starts an action on an invite that was found
 */
export function usePaletteFound(
  organization: { id: string; name: string } | undefined,
  { typed, asked }: PaletteSearch,
  onInvite: (choice: PaletteInviteAction, invite: Invite) => void,
): { groups: PaletteGroup[]; loading: boolean } {
  const session = useSignedIn();
  const navigate = useNavigate();
  const managed = organization && canManage(session, organization.id) ? organization : undefined;
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
        label: isolate(name),
        note: pluralize(seats.members, 'member'),
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
        title: `Members of ${isolate(managed.name)}`,
        entries: entriesFor({ typed, asked }, members, shown, ({ id, email, ...person }) => ({
          id: `member ${id}`,
          label: personName(person),
          note: formatEmail(email),
          icon: <IconUser size={17} />,
          run: () => {
            const label = personName(person);
            addRecent(session, { kind: 'member', id, organizationId: managed.id, label, email });
            void navigate({ to, params, search: { tab: 'members', find: email } });
          },
        })),
      },
      {
        title: `Open invites of ${isolate(managed.name)}`,
        entries: entriesFor({ typed, asked }, invites, shown, ({ id, email }) => ({
          id: `invite ${id}`,
          label: formatEmail(email),
          note: 'Invite',
          icon: <IconMail size={17} />,
          run: () => {
            addRecent(session, {
              kind: 'invite',
              id,
              organizationId: managed.id,
              label: formatEmail(email),
              email,
            });
            void navigate({ to, params, search: { find: email } });
          },
        })),
      },
      { title: 'Actions', entries: actionsOn({ typed, asked }, invites, onInvite) },
    );
  }
  const loading = [organizations, members, invites].some(({ isFetching }) => isFetching);
  return { groups, loading };
}

/** What can be done with an invite as soon as few are left. */
function actionsOn(
  search: PaletteSearch,
  { data = [], isPlaceholderData }: { data: Invite[] | undefined; isPlaceholderData: boolean },
  onInvite: (choice: PaletteInviteAction, invite: Invite) => void,
): PaletteEntry[] {
  const isAnswer = search.typed === search.asked && !isPlaceholderData;
  if (!isAnswer || data.length > invitesWithActions) return [];
  return data.flatMap((invite) =>
    paletteInviteActions.map((choice) => ({
      id: `${choice.action.name} ${invite.id}`,
      label: choice.labelFor(formatEmail(invite.email)),
      icon: choice.action.icon && <choice.action.icon size={17} />,
      stays: true,
      run: () => onInvite(choice, invite),
    })),
  );
}

/** The open invites of an organization, to choose one for an action. */
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
    label: formatEmail(invite.email),
    note: invite.status === 'expired' ? 'Expired' : undefined,
    icon: <IconMail size={17} />,
    stays: true,
    run: () => choose?.(invite),
  }));
  return { entries: choose ? entries : [], loading: invites.isFetching };
}

/**
 * Until a search is answered, the results of the one before that match it are shown: Enter chooses the first of the entries
 * shown, which must match what was typed.
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

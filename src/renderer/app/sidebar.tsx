import { IconBuildings, IconHistory, IconInbox, IconSettings, IconUsersGroup } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useInboxCount } from '../inbox/use-inbox-count.ts';
import { openCreateOrganization } from '../organization/create-organization.ts';
import { OrganizationSwitcher } from '../organization/organization-switcher.tsx';
import { organizationOptions } from '../organization/organization-queries.ts';
import { useOpenOrganizationWindow } from '../organization/use-open-organization-window.ts';
import { PersonInSidebar } from '../session/person-in-sidebar.tsx';
import { useSignedIn, type SignedIn } from '../session/signed-in.ts';
import { number } from '../ui/counted.ts';
import { ConnectionLine } from './connection-line.tsx';
import { readLastOrganization } from './last-organization.ts';
import classes from './shell.module.css';
import { ThemeChoice } from './theme-choice.tsx';

/** Where one can go, and who one is. */
export function Sidebar() {
  const navigate = useNavigate();
  const session = useSignedIn();
  const current = useCurrentOrganization();
  const openWindow = useOpenOrganizationWindow();
  return (
    <nav aria-label="Main" className={classes.sidebar}>
      <OrganizationSwitcher
        current={current}
        onChoose={(organizationId) =>
          void navigate({ to: '/organizations/$organizationId', params: { organizationId } })
        }
        onOpenWindow={(organizationId) => openWindow.mutate(organizationId)}
        onCreate={openCreateOrganization}
      />
      <ul className={classes.places}>
        {seesMany(session) && <ManyOrganizations />}
        {current ? (
          <>
            <li>
              <Link
                to="/organizations/$organizationId"
                params={{ organizationId: current.id }}
                activeOptions={{ exact: true, includeSearch: false }}
                className={classes.place ?? ''}
              >
                <IconUsersGroup size={17} aria-hidden />
                Organization
              </Link>
            </li>
            {manages(session, current.id) && (
              <li>
                <Link
                  to="/organizations/$organizationId/activity"
                  params={{ organizationId: current.id }}
                  className={classes.place ?? ''}
                >
                  <IconHistory size={17} aria-hidden />
                  Activity
                </Link>
              </li>
            )}
          </>
        ) : (
          <li>
            <Link to="/" className={classes.place ?? ''}>
              <IconUsersGroup size={17} aria-hidden />
              Organization
            </Link>
          </li>
        )}
        <li>
          <Link to="/settings" className={classes.place ?? ''}>
            <IconSettings size={17} aria-hidden />
            Settings
          </Link>
        </li>
      </ul>
      <div className={classes.foot}>
        <ConnectionLine />
        <ThemeChoice />
        <PersonInSidebar />
      </div>
    </nav>
  );
}

/** What only somebody who looks after many organizations needs. */
function ManyOrganizations() {
  const count = useInboxCount(true);
  return (
    <>
      <li>
        <Link to="/organizations" activeOptions={{ exact: true }} className={classes.place ?? ''}>
          <IconBuildings size={17} aria-hidden />
          All organizations
        </Link>
      </li>
      <li>
        <Link to="/inbox" className={classes.place ?? ''}>
          <IconInbox size={17} aria-hidden />
          Inbox
          {count !== undefined && count > 0 && <span className={classes.number}>{number(count)}</span>}
        </Link>
      </li>
    </>
  );
}

/** One that the person may still see. */
function lastSeen(session: SignedIn): string | undefined {
  const last = readLastOrganization(session);
  if (
    last !== undefined &&
    (session.user.staff || session.memberships.some(({ organizationId }) => organizationId === last))
  ) {
    return last;
  }
  return session.memberships[0]?.organizationId;
}

/** Whether there is more than one organization to look after. */
export function seesMany({ user, memberships }: SignedIn): boolean {
  return user.staff || memberships.length > 1;
}

/** Whether the person may see and do more in the organization than leave it. */
export function manages({ user, memberships }: SignedIn, organizationId: string): boolean {
  if (user.staff) return true;
  const membership = memberships.find((one) => one.organizationId === organizationId);
  return membership !== undefined && membership.role !== 'agent';
}

/**
 * The organization in view, or where none is, the one that was in view last; with its name as soon as anybody knows it.
 */
export function useCurrentOrganization(): { id: string; name: string } | undefined {
  const session = useSignedIn();
  const { memberships } = session;
  const { organizationId: inView } = useParams({ strict: false });
  const organizationId = inView ?? lastSeen(session);
  const { data } = useQuery({
    ...organizationOptions(organizationId ?? ''),
    ...(organizationId === undefined ? { queryFn: skipToken } : {}),
  });
  if (organizationId === undefined) return undefined;
  const membership = memberships.find((one) => one.organizationId === organizationId);
  return { id: organizationId, name: data?.name ?? membership?.organizationName ?? '' };
}

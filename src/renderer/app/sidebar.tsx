import { IconBuildings, IconHistory, IconInbox, IconSettings, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useRunAction } from '../action/use-action.ts';
import { useUnreadCount } from '../inbox/use-unread-count.ts';
import { openOrganizationWindow } from '../organization/actions/open-organization-window.ts';
import { openCreateOrganization } from '../organization/create-organization.ts';
import { OrganizationSwitcher } from '../organization/organization-switcher.tsx';
import { SignedInUser } from '../session/signed-in-user.tsx';
import { canManage, hasManyOrganizations, useSignedIn } from '../data/session.ts';
import { formatNumber } from '../lib/format/pluralize.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { workOptions } from '../work/work-queries.ts';
import { ClockWarning } from './clock-warning.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import classes from './shell.module.css';
import { useCurrentOrganization } from './use-current-organization.ts';

const WorkTray = lazyWithPreload(async () => (await import('../work/work-tray.tsx')).WorkTray);

/** The navigation, the work tray, the connection, and the signed-in user. */
export function Sidebar() {
  const navigate = useNavigate();
  const session = useSignedIn();
  const current = useCurrentOrganization();
  const runAction = useRunAction();
  return (
    <nav aria-label="Main" className={classes.sidebar}>
      <OrganizationSwitcher
        current={current}
        onChoose={(organizationId) =>
          void navigate({ to: '/organizations/$organizationId', params: { organizationId } })
        }
        onOpenWindow={(organizationId) => runAction(openOrganizationWindow, { organizationId })}
        onCreate={openCreateOrganization}
      />
      <ul className={classes.entries}>
        {hasManyOrganizations(session) && <ManyOrganizations />}
        {current ? (
          <>
            <li>
              <Link
                to="/organizations/$organizationId"
                params={{ organizationId: current.id }}
                activeOptions={{ exact: true, includeSearch: false }}
                className={classes.entry ?? ''}
              >
                <IconUsersGroup size={17} aria-hidden />
                Organization
              </Link>
            </li>
            {canManage(session, current.id) && (
              <li>
                <Link
                  to="/organizations/$organizationId/activity"
                  params={{ organizationId: current.id }}
                  className={classes.entry ?? ''}
                >
                  <IconHistory size={17} aria-hidden />
                  Activity
                </Link>
              </li>
            )}
          </>
        ) : (
          <li>
            <Link to="/" className={classes.entry ?? ''}>
              <IconUsersGroup size={17} aria-hidden />
              Organization
            </Link>
          </li>
        )}
        <li>
          <Link to="/settings" className={classes.entry ?? ''}>
            <IconSettings size={17} aria-hidden />
            Settings
          </Link>
        </li>
      </ul>
      <div className={classes.foot}>
        <Work />
        <ClockWarning />
        <ConnectionStatus />
        <SignedInUser />
      </div>
    </nav>
  );
}

/** The work tray, while there is any work. */
function Work() {
  const { data: runs = [] } = useQuery(workOptions);
  if (runs.length === 0) return null;
  return (
    <Suspense>
      <WorkTray runs={runs} />
    </Suspense>
  );
}

/** The screens for users with more than one organization. */
function ManyOrganizations() {
  const unread = useUnreadCount(true);
  return (
    <>
      <li>
        <Link to="/organizations" activeOptions={{ exact: true }} className={classes.entry ?? ''}>
          <IconBuildings size={17} aria-hidden />
          All organizations
        </Link>
      </li>
      <li>
        <Link to="/inbox" className={classes.entry ?? ''}>
          <IconInbox size={17} aria-hidden />
          Inbox
          {unread !== undefined && unread > 0 && (
            <span className={classes.number} title={`${formatNumber(unread)} unread`}>
              {formatNumber(unread)}
            </span>
          )}
        </Link>
      </li>
    </>
  );
}

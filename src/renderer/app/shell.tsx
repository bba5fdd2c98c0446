import { IconUsersGroup } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { OrganizationSwitcher } from '../organization/organization-switcher.tsx';
import { organizationOptions } from '../organization/organization-queries.ts';
import { PersonInSidebar } from '../session/person-in-sidebar.tsx';
import { useSignedIn } from '../session/signed-in.ts';
import { ScrollPane } from '../ui/scroll-pane.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { ThemeChoice } from './theme-choice.tsx';
import classes from './shell.module.css';

/** The window: the sidebar, and beside it what one came for. */
export function Shell() {
  return (
    <div className={classes.shell}>
      <Sidebar />
      <main className={classes.main}>
        <ConnectionBar />
        <ScrollPane>
          <Outlet />
        </ScrollPane>
      </main>
    </div>
  );
}

function Sidebar() {
  const navigate = useNavigate();
  const current = useCurrentOrganization();
  return (
    <nav aria-label="Main" className={classes.sidebar}>
      <OrganizationSwitcher
        current={current}
        onChoose={(organizationId) =>
          void navigate({ to: '/organizations/$organizationId', params: { organizationId } })
        }
      />
      <ul className={classes.places}>
        <li>
          {current ? (
            <Link
              to="/organizations/$organizationId"
              params={{ organizationId: current.id }}
              className={classes.place ?? ''}
            >
              <IconUsersGroup size={17} aria-hidden />
              Organization
            </Link>
          ) : (
            <Link to="/" className={classes.place ?? ''}>
              <IconUsersGroup size={17} aria-hidden />
              Organization
            </Link>
          )}
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

/** The organization in view, with its name as soon as anybody knows it. */
function useCurrentOrganization(): { id: string; name: string } | undefined {
  const { memberships } = useSignedIn();
  const { organizationId } = useParams({ strict: false });
  const { data } = useQuery({
    ...organizationOptions(organizationId ?? ''),
    ...(organizationId === undefined ? { queryFn: skipToken } : {}),
  });
  if (organizationId === undefined) return undefined;
  const membership = memberships.find((one) => one.organizationId === organizationId);
  return { id: organizationId, name: data?.name ?? membership?.organizationName ?? '' };
}

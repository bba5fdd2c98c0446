import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { ScrollPane } from '../components/layout/scroll-pane.tsx';
import { useSignedIn } from '../data/session.ts';
import { organizationOptions } from '../organization/organization-queries.ts';
import { StaffStrip } from '../staff/staff-strip.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { CreateOrganization } from './create-organization.tsx';
import { OpenQuestion } from './open-question.tsx';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.tsx';
import { WindowIntegration } from './window-integration.tsx';

/** The layout of the window: sidebar, connection bar and screen. */
export function Shell() {
  const location = useRouterState({
    select: ({ location: { pathname, search } }) => `${pathname} ${search.tab ?? ''}`,
  });
  return (
    <div className={classes.shell}>
      <Sidebar />
      <main className={classes.main}>
        <CustomerStrip />
        <ConnectionBar />
        <ScrollPane location={location}>
          <Outlet />
        </ScrollPane>
      </main>
      <WindowIntegration />
      <CreateOrganization />
      <OpenQuestion />
    </div>
  );
}

/** The strip for support staff, in the organizations that they are not a member of. */
function CustomerStrip() {
  const { user } = useSignedIn();
  const { organizationId } = useParams({ strict: false });
  const { data } = useQuery({
    ...organizationOptions(organizationId ?? ''),
    // Not by `skipToken`, which would be the query's function for the other observers of its key as well.
    enabled: organizationId !== undefined && user.staff,
  });
  if (!user.staff || organizationId === undefined || data?.role !== null) return null;
  return <StaffStrip organizationName={data.name} />;
}

import { Outlet, useRouterState } from '@tanstack/react-router';
import { ScrollPane } from '../ui/scroll-pane.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { CreateOrganization } from './create-organization.tsx';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.tsx';
import { StaffStrip } from './staff-strip.tsx';
import { WindowManners } from './window-manners.tsx';

/** The window: the sidebar, and beside it what one came for. */
export function Shell() {
  const place = useRouterState({
    select: ({ location: { pathname, search } }) => `${pathname} ${search.tab ?? ''}`,
  });
  return (
    <div className={classes.shell}>
      <Sidebar />
      <main className={classes.main}>
        <StaffStrip />
        <ConnectionBar />
        <ScrollPane place={place}>
          <Outlet />
        </ScrollPane>
      </main>
      <WindowManners />
      <CreateOrganization />
    </div>
  );
}

import { IconLogout } from '@tabler/icons-react';
import { Initials } from '../ui/initials.tsx';
import { useSignedIn } from './signed-in.ts';
import { useSignOut } from './use-sign-out.ts';
import classes from './person-in-sidebar.module.css';

/** Who is signed in, and the way out. */
export function PersonInSidebar() {
  const { user } = useSignedIn();
  const name = `${user.firstName} ${user.lastName}`.trim();
  const signOut = useSignOut();

  return (
    <div className={classes.person}>
      <Initials name={name} shape="round" />
      <div className={classes.words} title={user.email}>
        <p className={classes.name}>
          {name}
          {user.staff && <span className={classes.staff}> Staff</span>}
        </p>
        <p className={classes.email}>{user.email}</p>
      </div>
      <button
        type="button"
        className={classes.signOut}
        aria-label="Sign out"
        title="Sign out"
        onClick={signOut}
      >
        <IconLogout size={17} aria-hidden />
      </button>
    </div>
  );
}

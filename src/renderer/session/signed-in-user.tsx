import { IconLogout } from '@tabler/icons-react';
import { useAction } from '../action/use-action.ts';
import { Initials } from '../components/layout/initials.tsx';
import { personName } from '../data/person-name.ts';
import { useSignedIn } from '../data/session.ts';
import { signOut } from './actions/sign-out.ts';
import classes from './signed-in-user.module.css';
import { formatEmail } from '../data/format-email.ts';

/** The signed-in user, with the button to sign out. */
export function SignedInUser() {
  const session = useSignedIn();
  const { user } = session;
  const name = personName(user);
  const email = formatEmail(user.email);
  const runSignOut = useAction(signOut, session);

  return (
    <div className={classes.person}>
      <Initials name={name} shape="round" />
      <div className={classes.text} title={email}>
        <p className={classes.name}>
          {name}
          {user.staff && <span className={classes.staff}> Staff</span>}
        </p>
        <p className={classes.email}>{email}</p>
      </div>
      <button
        type="button"
        className={classes.signOut}
        aria-label={signOut.label}
        title={signOut.label}
        onClick={() => runSignOut()}
      >
        <IconLogout size={17} aria-hidden />
      </button>
    </div>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconLogout } from '@tabler/icons-react';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { Initials } from '../ui/initials.tsx';
import { reportFailure } from '../ui/notify.ts';
import { sessionOptions, signOutOptions } from './session-queries.ts';
import { useSignedIn } from './signed-in.ts';
import classes from './person-in-sidebar.module.css';

/** Who is signed in, and the way out. */
export function PersonInSidebar() {
  const client = useQueryClient();
  const { user } = useSignedIn();
  const name = `${user.firstName} ${user.lastName}`.trim();
  const signOut = useMutation({
    ...signOutOptions,
    onSuccess: (state) => client.setQueryData(sessionOptions.queryKey, state),
    onError: ({ problem }) => reportFailure(problemSentence(problem)),
  });

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
        onClick={() => signOut.mutate()}
      >
        <IconLogout size={17} aria-hidden />
      </button>
    </div>
  );
}

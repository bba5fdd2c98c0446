import { useQuery } from '@tanstack/react-query';
import { IconKey, IconKeyOff } from '@tabler/icons-react';
import { ButtonAction } from '../action/button-action.tsx';
import { useActionContext } from '../action/use-action.ts';
import { Section } from '../components/layout/section.tsx';
import { sessionsOptions } from './account-queries.ts';
import { endOtherSessions } from './actions/end-other-sessions.ts';
import { SessionList } from './session-list.tsx';
import { useSignedIn } from '../data/session.ts';
import classes from './session-section.module.css';

/** How this session is stored, and the user's other sessions. */
export function SessionSection() {
  const { persistence } = useSignedIn();
  const context = useActionContext();
  const { data: sessions = [] } = useQuery(sessionsOptions);

  return (
    <Section
      title="Sessions"
      hint="Devices signed in to your account. If you don’t recognize one, end it and change your password."
    >
      <p className={classes.persistence}>
        {persistence.keychain ? <IconKey size={16} aria-hidden /> : <IconKeyOff size={16} aria-hidden />}
        {persistence.keychain ? 'You’ll stay signed in when you close the app.' : persistence.reason}
      </p>
      <SessionList />
      <ButtonAction action={endOtherSessions} item={sessions} context={context} />
    </Section>
  );
}

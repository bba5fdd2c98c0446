import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconKey, IconKeyOff } from '@tabler/icons-react';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { confirmDone } from '../ui/notify.ts';
import { Section } from '../ui/section.tsx';
import { endOtherSessionsOptions, sessionsOptions } from './account-queries.ts';
import { SessionList } from './session-list.tsx';
import { useSignedIn } from './signed-in.ts';
import classes from './session-section.module.css';

/** How this session is kept, and where else one is signed in. */
export function SessionSection() {
  const client = useQueryClient();
  const { keeping } = useSignedIn();
  const block = useActionBlock();
  const [asking, setAsking] = useState(false);
  const { data: sessions } = useQuery(sessionsOptions);
  const endOthers = useMutation({
    ...endOtherSessionsOptions,
    onSuccess: () => {
      confirmDone('You are signed out everywhere else.');
      void client.invalidateQueries(sessionsOptions);
    },
  });
  const others = sessions?.some(({ current }) => !current) ?? false;

  return (
    <Section
      title="Session"
      hint="Where you are signed in. End what you do not know, then change your password."
    >
      <p className={classes.keeping}>
        {keeping.keychain ? <IconKey size={16} aria-hidden /> : <IconKeyOff size={16} aria-hidden />}
        {keeping.keychain
          ? 'Keychain in use: you stay signed in when the app is closed.'
          : `Keychain not in use. ${keeping.reason}`}
      </p>
      <SessionList />
      {others && (
        <ActionButton
          variant="default"
          block={block}
          loading={endOthers.isPending}
          onClick={() => setAsking(true)}
        >
          Sign out everywhere else
        </ActionButton>
      )}
      {endOthers.isError && (
        <p role="alert" className={classes.problem}>
          {problemSentence(endOthers.error.problem)}
        </p>
      )}
      {asking && (
        <ConfirmDialog
          title="Sign out everywhere else?"
          confirmLabel="Sign out"
          block={block}
          onConfirm={() => endOthers.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>All your sessions but this one end at once. API keys stay as they are.</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

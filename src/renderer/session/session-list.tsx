import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Session } from '#contract/session';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { number } from '../ui/counted.ts';
import { FailedLoad } from '../ui/failed-load.tsx';
import { Moment } from '../ui/moment.tsx';
import { confirmDone } from '../ui/notify.ts';
import { RowButton } from '../ui/row-button.tsx';
import { endSessionOptions, sessionsOptions } from './account-queries.ts';
import { deviceWords } from './device-words.ts';
import classes from './session-section.module.css';

/** A script that signs in for each of its calls leaves hundreds of them. */
const shownAtFirst = 10;

/** The places where one is signed in: this one first, then those that were seen last. */
export function SessionList() {
  const { data, isError, error, refetch } = useQuery(sessionsOptions);
  if (data) return <Sessions sessions={data} />;
  if (isError) {
    return (
      <FailedLoad
        what="Your sessions could not be loaded."
        why={problemSentence(error.problem)}
        onRetry={() => void refetch()}
      />
    );
  }
  return <Skeleton height={52} />;
}

function Sessions({ sessions }: { sessions: Session[] }) {
  const listId = useId();
  const [showsAll, setShowsAll] = useState(false);
  const thisOneFirst = sessions.toSorted((a, b) => Number(b.current) - Number(a.current));
  const shown = showsAll ? thisOneFirst : thisOneFirst.slice(0, shownAtFirst);
  return (
    <>
      <ul id={listId} aria-label="Sessions" className={classes.list}>
        {shown.map((session) => (
          <SessionItem key={session.id} session={session} />
        ))}
      </ul>
      {sessions.length > shownAtFirst && (
        <Button
          variant="default"
          aria-expanded={showsAll}
          aria-controls={listId}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? `Show ${shownAtFirst} sessions` : `Show all ${number(sessions.length)} sessions`}
        </Button>
      )}
    </>
  );
}

function SessionItem({ session }: { session: Session }) {
  const client = useQueryClient();
  const block = useActionBlock();
  const device = deviceWords(session.device);
  const refresh = () => client.invalidateQueries(sessionsOptions);
  const end = useMutation({
    ...endSessionOptions,
    onSuccess: () => {
      confirmDone(`The session of ${device} has ended.`);
      return refresh();
    },
    onError: ({ problem }) => {
      // It ended by itself meanwhile.
      if (problem.code === 'not_found') void refresh();
    },
  });

  return (
    <li className={classes.session}>
      <div>
        <p className={classes.device} title={session.device}>
          {device}
          {session.current && <span className={classes.current}>This session</span>}
        </p>
        <p className={classes.details}>
          {session.kind === 'web' ? 'Web pages' : 'App'} · {session.address} · last seen{' '}
          <Moment at={session.lastSeenAt} past /> · signed in <Moment at={session.createdAt} format="date" />
        </p>
      </div>
      {!session.current && (
        <RowButton
          data-tone="bad"
          aria-label={`End the session of ${device}, ${session.address}`}
          block={block ?? (end.isPending ? 'It is being ended.' : undefined)}
          onClick={() => end.mutate(session.id)}
        >
          End
        </RowButton>
      )}
      {end.isError && end.error.problem.code !== 'not_found' && (
        <p role="alert" className={classes.refused}>
          {problemSentence(end.error.problem)}
        </p>
      )}
    </li>
  );
}

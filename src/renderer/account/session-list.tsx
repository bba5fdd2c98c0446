import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Session } from '#contract/session/api';
import { RowAction } from '../action/row-action.tsx';
import { useActionContext, useIsPending } from '../action/use-action.ts';
import { formatNumber } from '../lib/format/pluralize.ts';
import { FailedLoad } from '../components/feedback/failed-load.tsx';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { ArrowKeyList } from '../components/table/arrow-key-list.tsx';
import { sessionsOptions } from './account-queries.ts';
import { endSession } from './actions/end-session.ts';
import { deviceLabel } from './device-labels.ts';
import classes from './session-section.module.css';

/** A script that signs in for every call leaves hundreds of sessions. */
const shownAtFirst = 10;

/** The user's sessions: this one first, then those that were active last. */
export function SessionList() {
  const { data, isError, error, refetch } = useQuery(sessionsOptions);
  if (data) return <Sessions sessions={data} />;
  if (isError) {
    return (
      <FailedLoad
        what="Your sessions couldn’t be loaded."
        why={error.message}
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
      <ArrowKeyList>
        <ul id={listId} aria-label="Sessions" className={classes.list}>
          {shown.map((session) => (
            <SessionItem key={session.id} session={session} />
          ))}
        </ul>
      </ArrowKeyList>
      {sessions.length > shownAtFirst && (
        <Button
          variant="default"
          aria-expanded={showsAll}
          aria-controls={listId}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Show fewer sessions' : `Show all ${formatNumber(sessions.length)} sessions`}
        </Button>
      )}
    </>
  );
}

function SessionItem({ session }: { session: Session }) {
  const context = useActionContext();
  const isEnding = useIsPending(endSession, session);
  const device = deviceLabel(session.device);

  return (
    <li className={classes.session}>
      <div>
        <p className={classes.device} title={session.device}>
          {device}
          {session.current && <span className={classes.current}>This session</span>}
        </p>
        <p className={classes.details}>
          {session.kind === 'web' ? 'Browser' : 'App'} · {session.address} · last seen{' '}
          <TimeAgo at={session.lastSeenAt} past /> · signed in{' '}
          <TimeAgo at={session.createdAt} format="date" />
        </p>
      </div>
      <RowAction
        action={endSession}
        item={session}
        context={isEnding ? { ...context, disabledReason: 'This session is ending…' } : context}
        aria-label={`End the session on ${device}, ${session.address}`}
      />
    </li>
  );
}

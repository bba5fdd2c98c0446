import '@mantine/core/styles/Drawer.css';

import { Drawer, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InviteWithTimeline } from '#contract/invite';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { counted } from '../ui/counted.ts';
import { FailedLoad } from '../ui/failed-load.tsx';
import { Moment } from '../ui/moment.tsx';
import { useRowProblem } from '../ui/row-problems.ts';
import { exactWords } from '../ui/time-words.ts';
import { useCoarseNow } from '../ui/use-now.ts';
import {
  copyInviteLinkOptions,
  inviteAgainOptions,
  inviteDetailsOptions,
  resendInviteOptions,
  revokeInviteOptions,
} from './invite-queries.ts';
import classes from './invite-details.module.css';
import {
  deliveryWords,
  expiry,
  inviterWords,
  linkCopied,
  roleWords,
  statusWords,
  timelineWords,
} from './invite-words.ts';
import { RevokeInviteDialog } from './revoke-invite-dialog.tsx';
import { useInviteAction } from './use-invite-action.ts';

interface InviteDetailsProps {
  organizationId: string;
  inviteId: string;
  onClose: () => void;
}

/** All that is known of one invite, beside the list: what happened to it and when, and what can be done. */
export function InviteDetails({ organizationId, inviteId, onClose }: InviteDetailsProps) {
  const query = useQuery(inviteDetailsOptions(organizationId, inviteId));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={400}
      lockScroll={false}
      title={query.data?.email ?? 'Invite'}
      classNames={{ title: classes.title ?? '' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 120 }}
    >
      {query.data ? (
        <Details invite={query.data} />
      ) : query.isError ? (
        <FailedLoad
          what="The invite could not be loaded."
          why={problemSentence(query.error.problem)}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <Waiting />
      )}
    </Drawer>
  );
}

function Details({ invite }: { invite: InviteWithTimeline }) {
  const now = useCoarseNow();
  const end = expiry(invite, now);
  const { role, status, delivery, timeline, sendCount } = invite;
  const state = end === 'expired' ? 'expired' : status;
  return (
    <div className={classes.details}>
      <dl className={classes.facts}>
        <dt>Status</dt>
        <dd>
          <span className={classes.status} data-status={state}>
            {statusWords[state]}
          </span>
        </dd>
        <dt>Role</dt>
        <dd>{roleWords[role]}</dd>
        <dt>Invited by</dt>
        <dd>{inviterWords(invite)}</dd>
        {end !== 'ended' && (
          <>
            <dt>{end === 'expired' ? 'Expired' : 'Expires'}</dt>
            <dd>
              <Moment at={invite.expiresAt} />, {exactWords(Date.parse(invite.expiresAt))}
            </dd>
          </>
        )}
        <dt>Delivery</dt>
        <dd className={delivery.status === 'failed' ? classes.bad : undefined}>
          {deliveryWords(delivery)}
          {delivery.attempts > 1 && ` (${counted(delivery.attempts, 'attempt')})`}
        </dd>
        <dt>E-mails sent</dt>
        <dd>{sendCount}</dd>
      </dl>
      <Actions invite={invite} end={end} />
      <section aria-labelledby="timeline-title">
        <h3 id="timeline-title" className={classes.heading}>
          Timeline
        </h3>
        <ol aria-label="Timeline" className={classes.timeline}>
          {timeline.map((entry, index) => (
            // Entries are only ever added at the end.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} data-event={entry.event}>
              <p>{timelineWords(entry)}</p>
              <time dateTime={entry.at}>{exactWords(Date.parse(entry.at))}</time>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Actions({ invite, end }: { invite: InviteWithTimeline; end: ReturnType<typeof expiry> }) {
  const block = useActionBlock();
  const [revoking, setRevoking] = useState(false);
  const problem = useRowProblem(invite.id);
  const { email } = invite;
  const copy = useInviteAction(invite, copyInviteLinkOptions(invite), linkCopied(invite));
  const resend = useInviteAction(invite, resendInviteOptions(invite), `Invite sent again to ${email}.`);
  const revoke = useInviteAction(
    invite,
    revokeInviteOptions(invite),
    `The invite to ${email} was revoked. Its link does not work any more.`,
  );
  const again = useInviteAction(invite, inviteAgainOptions(invite), `Invite sent to ${email}.`);
  if (end === 'ended' && invite.status === 'accepted') return null;
  return (
    <div className={classes.actions}>
      {end === 'ended' ? (
        <ActionButton
          block={block}
          variant="default"
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          Invite again
        </ActionButton>
      ) : (
        <>
          <ActionButton
            block={block}
            variant="default"
            loading={resend.isPending}
            onClick={() => resend.mutate()}
          >
            Resend
          </ActionButton>
          <ActionButton
            block={block ?? (end === 'expired' ? 'Its link has expired. Resend it first.' : undefined)}
            variant="default"
            loading={copy.isPending}
            onClick={() => copy.mutate()}
          >
            Copy link
          </ActionButton>
          <ActionButton
            block={block}
            variant="default"
            className={classes.revoke ?? ''}
            loading={revoke.isPending}
            onClick={() => setRevoking(true)}
          >
            Revoke
          </ActionButton>
        </>
      )}
      {problem !== undefined && (
        <p role="alert" className={classes.bad}>
          {problem}
        </p>
      )}
      {revoking && (
        <RevokeInviteDialog
          email={email}
          onConfirm={() => revoke.mutate()}
          onClose={() => setRevoking(false)}
        />
      )}
    </div>
  );
}

function Waiting() {
  return (
    <div className={classes.details}>
      {[60, 40, 70, 50, 80].map((width) => (
        <Skeleton key={width} height={12} radius={4} width={`${width}%`} />
      ))}
    </div>
  );
}

import '@mantine/core/styles/Drawer.css';

import { Drawer, Skeleton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { InviteWithTimeline } from '#contract/invite/api';
import { ButtonAction } from '../action/button-action.tsx';
import { useActionContext } from '../action/use-action.ts';
import { pluralize } from '../lib/format/pluralize.ts';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { FailedLoad } from '../components/feedback/failed-load.tsx';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { dialogBodyClass, FirstFocus } from '../components/form/dialog.tsx';
import { useReturnFocus } from '../components/form/use-return-focus.ts';
import { useTopmost } from '../components/form/use-topmost.ts';
import { useRowProblem } from '../components/table/row-problems.ts';
import { formatDateTime } from '../lib/format/format-time.ts';
import { useCoarseNow } from '../lib/schedule/use-now.ts';
import { copyInviteLink } from './actions/copy-invite-link.ts';
import { inviteAgain } from './actions/invite-again.ts';
import { resendInvite } from './actions/resend-invite.ts';
import { revokeInvite } from './actions/revoke-invite.ts';
import classes from './invite-details.module.css';
import { roleLabel } from '../data/role-labels.ts';
import { useCopyText } from '../data/use-copy-text.ts';
import {
  deliveryLabel,
  expiry,
  inviterLabel,
  mergedTimeline,
  shownTimeline,
  statusLabels,
  timelineLabel,
} from './invite-labels.ts';
import { inviteDetailsOptions } from './invite-queries.ts';
import { labelOf } from '../lib/format/label.ts';
import { formatEmail, writtenEmail } from '../data/format-email.ts';

interface InviteDetailsProps {
  organizationId: string;
  inviteId: string;
  onClose: () => void;
}

/** All that is known of one invite, beside the list: what happened to it and when, and what can be done. */
export function InviteDetails({ organizationId, inviteId, onClose }: InviteDetailsProps) {
  useReturnFocus();
  const { ref, isTopmost } = useTopmost();
  const query = useQuery(inviteDetailsOptions(organizationId, inviteId));
  return (
    <Drawer
      ref={ref}
      opened
      onClose={() => {
        if (isTopmost()) onClose();
      }}
      position="right"
      size={400}
      lockScroll={false}
      title={query.data ? formatEmail(query.data.email) : 'Invite'}
      classNames={{ title: classes.title ?? '', body: dialogBodyClass }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 120 }}
    >
      <FirstFocus />
      {query.data ? (
        <Details invite={query.data} />
      ) : query.isError ? (
        <FailedLoad
          what="The invite couldn’t be loaded."
          why={query.error.message}
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
        <dt>Email</dt>
        <dd>
          <CopyableAddress email={invite.email} />
        </dd>
        <dt>Status</dt>
        <dd>
          <span className={classes.status} data-status={state}>
            {labelOf(statusLabels, state)}
          </span>
        </dd>
        <dt>Role</dt>
        <dd>{roleLabel(role)}</dd>
        <dt>Invited by</dt>
        <dd>{inviterLabel(invite)}</dd>
        {end !== 'ended' && (
          <>
            <dt>{end === 'expired' ? 'Expired' : 'Expires'}</dt>
            <dd>
              <TimeAgo at={invite.expiresAt} />, {formatDateTime(Date.parse(invite.expiresAt))}
            </dd>
          </>
        )}
        <dt>Delivery</dt>
        <dd className={delivery.status === 'failed' ? classes.bad : undefined}>
          {deliveryLabel(delivery)}
          {delivery.attempts > 1 && ` (${pluralize(delivery.attempts, 'attempt')})`}
        </dd>
        <dt>Emails sent</dt>
        <dd>{sendCount}</dd>
      </dl>
      <Actions invite={invite} />
      <section aria-labelledby="timeline-title">
        <h3 id="timeline-title" className={classes.heading}>
          Timeline
        </h3>
        <ol aria-label="Timeline" className={classes.timeline}>
          {mergedTimeline(shownTimeline(timeline)).map((entry, index) => (
            // Entries are only ever added at the end.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} data-event={entry.event}>
              <p>{timelineLabel(entry, entry.isSent)}</p>
              <time dateTime={entry.at}>{formatDateTime(Date.parse(entry.at))}</time>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

/** The address, which a click copies. */
function CopyableAddress({ email }: { email: string }) {
  const { copy, copied, problem } = useCopyText();
  const CopyIcon = copied ? IconCheck : IconCopy;
  const written = writtenEmail(email);
  return (
    <>
      <button
        type="button"
        title="Copy address"
        aria-label={`Copy ${written}`}
        className={classes.address}
        onClick={() => copy(written)}
      >
        {formatEmail(email)}
        <CopyIcon size={15} aria-hidden />
      </button>
      <span role="status" className={classes.copied}>
        {copied && 'Copied'}
      </span>
      <ErrorMessage>{problem}</ErrorMessage>
    </>
  );
}

function Actions({ invite }: { invite: InviteWithTimeline }) {
  const context = useActionContext();
  const problem = useRowProblem(invite.id);
  const options = { problemRow: invite.id };
  return (
    <div className={classes.actions}>
      <ButtonAction action={resendInvite} item={invite} context={context} options={options} />
      <ButtonAction action={copyInviteLink} item={invite} context={context} options={options} />
      <ButtonAction action={revokeInvite} item={invite} context={context} options={options} />
      <ButtonAction action={inviteAgain} item={invite} context={context} options={options} />
      {problem !== undefined && (
        <p role="alert" className={classes.bad}>
          {problem}
        </p>
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

import { Checkbox, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '#contract/member/api';
import { useAction } from '../action/use-action.ts';
import { useDisabledReason } from '../data/connection.ts';
import { useEndedReason } from '../data/ended-objects.ts';
import { ConfirmDialog } from '../components/form/confirm-dialog.tsx';
import { formatNumber, pluralize } from '../lib/format/pluralize.ts';
import { removeMember } from './actions/remove-member.ts';
import { memberKey, sentInvitesOptions } from './member-queries.ts';
import { memberName } from './member-labels.ts';
import classes from './remove-member-dialog.module.css';
import { formatEmail } from '../data/format-email.ts';

interface RemoveMemberDialogProps {
  organizationId: string;
  member: Member;
  /** The member is the signed-in user. */
  self: boolean;
  onClose: () => void;
}

const namedInvites = 5;

/** Asks before a member is removed, and what happens to the open invites that they sent. */
export function RemoveMemberDialog(props: RemoveMemberDialogProps) {
  const { organizationId, member, self, onClose } = props;
  const disabledReason = useDisabledReason();
  const endedReason = useEndedReason(memberKey(member.id));
  const remove = useAction(removeMember, { organizationId, member }, { problemRow: member.id });
  const sent = useQuery(sentInvitesOptions(organizationId, member.userId));
  const [revoke, setRevoke] = useState(true);
  const name = memberName(member);

  return (
    <ConfirmDialog
      title={self ? 'Remove yourself?' : `Remove ${name}?`}
      confirmLabel="Remove"
      disabledReason={disabledReason ?? (sent.isPending ? 'Still checking for open invites.' : undefined)}
      endedReason={endedReason}
      onConfirm={() => remove(revoke ? 'revoke' : 'keep')}
      onClose={onClose}
    >
      <p>
        {self ? 'You lose' : `${formatEmail(member.email)} loses`} access to the organization immediately, and
        the seat is freed.
      </p>
      {sent.isPending && <Skeleton height={16} width="80%" />}
      {sent.isError && (
        <p className={classes.problem}>Couldn’t check for open invites. {sent.error.message}</p>
      )}
      {sent.data && sent.data.total > 0 && (
        <div className={classes.sent}>
          <p>
            {self ? 'You' : name} sent {pluralize(sent.data.total, 'invite')} that{' '}
            {sent.data.total === 1 ? 'is' : 'are'} still open:
          </p>
          <ul className={classes.addresses}>
            {sent.data.items.slice(0, namedInvites).map(({ id, email }) => (
              <li key={id}>{formatEmail(email)}</li>
            ))}
            {sent.data.total > namedInvites && (
              <li>and {formatNumber(sent.data.total - namedInvites)} more</li>
            )}
          </ul>
          <Checkbox
            label={
              sent.data.total === 1
                ? 'Also revoke this invite'
                : `Also revoke these ${formatNumber(sent.data.total)} invites`
            }
            checked={revoke}
            onChange={(event) => setRevoke(event.currentTarget.checked)}
          />
        </div>
      )}
    </ConfirmDialog>
  );
}

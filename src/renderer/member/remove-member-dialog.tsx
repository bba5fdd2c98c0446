import { Checkbox, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '#contract/member';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { counted } from '../ui/counted.ts';
import { sentInvitesOptions } from './member-queries.ts';
import { memberName } from './member-words.ts';
import classes from './remove-member-dialog.module.css';

interface RemoveMemberDialogProps {
  organizationId: string;
  member: Member;
  /** One removes oneself. */
  self: boolean;
  onConfirm: (invites: 'keep' | 'revoke') => void;
  onClose: () => void;
}

const namedInvites = 5;

/** Asks before somebody is removed, and what becomes of the open invites that they sent. */
export function RemoveMemberDialog(props: RemoveMemberDialogProps) {
  const { organizationId, member, self, onConfirm, onClose } = props;
  const block = useActionBlock();
  const sent = useQuery(sentInvitesOptions(organizationId, member.userId));
  const [revoke, setRevoke] = useState(true);
  const name = memberName(member);

  return (
    <ConfirmDialog
      title={self ? 'Remove yourself?' : `Remove ${name}?`}
      confirmLabel="Remove"
      block={block ?? (sent.isPending ? 'Looking for the invites that they sent.' : undefined)}
      onConfirm={() => onConfirm(revoke ? 'revoke' : 'keep')}
      onClose={onClose}
    >
      <p>
        {self ? 'You lose' : `${member.email} loses`} access to the organization at once, and the seat is free
        again.
      </p>
      {sent.isPending && <Skeleton height={16} width="80%" />}
      {sent.isError && (
        <p className={classes.problem}>
          Whether open invites were sent could not be found out: {problemSentence(sent.error.problem)}
        </p>
      )}
      {sent.data && sent.data.total > 0 && (
        <div className={classes.sent}>
          <p>
            {self ? 'You' : name} sent {counted(sent.data.total, 'invite')} that{' '}
            {sent.data.total === 1 ? 'is' : 'are'} still open:
          </p>
          <ul className={classes.addresses}>
            {sent.data.items.slice(0, namedInvites).map(({ id, email }) => (
              <li key={id}>{email}</li>
            ))}
            {sent.data.total > namedInvites && <li>and {sent.data.total - namedInvites} more</li>}
          </ul>
          <Checkbox
            label={sent.data.total === 1 ? 'Revoke it too' : 'Revoke them too'}
            checked={revoke}
            onChange={(event) => setRevoke(event.currentTarget.checked)}
          />
        </div>
      )}
    </ConfirmDialog>
  );
}

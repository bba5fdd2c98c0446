import { useMutation } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import type { Role } from '#contract/member';
import type { Organization } from '#contract/organization';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { later } from '../ui/later.ts';
import { confirmDone } from '../ui/notify.ts';
import { leaveOptions } from './member-queries.ts';
import { roleWords } from './member-words.ts';
import classes from './own-membership.module.css';

const LeaveDialog = later(async () => (await import('./leave-dialog.tsx')).LeaveDialog);

interface OwnMembershipProps {
  organization: Organization;
  role: Role;
  /** One is not in the organization any more. */
  onLeft: () => void;
}

/** All that an Agent sees of the organization: that they are in it, and the way out. */
export function OwnMembership({ organization, role, onLeft }: OwnMembershipProps) {
  const block = useActionBlock();
  const [asking, setAsking] = useState(false);
  const leave = useMutation({
    ...leaveOptions(organization.id),
    onSuccess: () => {
      confirmDone(`You have left ${organization.name}.`);
      onLeft();
    },
  });

  return (
    <section aria-label="Your membership" className={classes.section}>
      <div>
        <h2 className={classes.title}>Your role: {roleWords[role]}</h2>
        <p className={classes.words}>
          The owner and admins of {organization.name} invite people and see who is a member. Ask one of them
          if somebody should join, or if you need another role.
        </p>
      </div>
      <div>
        <ActionButton
          variant="default"
          block={block}
          loading={leave.isPending}
          onClick={() => setAsking(true)}
        >
          Leave organization
        </ActionButton>
      </div>
      {leave.isError && (
        <p role="alert" className={classes.problem}>
          {problemSentence(leave.error.problem)}
        </p>
      )}
      {asking && (
        <Suspense>
          <LeaveDialog
            name={organization.name}
            onConfirm={() => leave.mutate('keep')}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </section>
  );
}

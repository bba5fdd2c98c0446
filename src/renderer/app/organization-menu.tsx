import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import type { Organization } from '#contract/organization';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { leaveOptions } from '../member/member-queries.ts';
import { refreshOrganization } from '../organization/organization-queries.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { later } from '../ui/later.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import { confirmDone, reportFailure } from '../ui/notify.ts';
import { organizationMenuButton } from './organization-menu-button.tsx';

const OrganizationActions = later(
  async () => (await import('./organization-actions.tsx')).OrganizationActions,
);
const EditOrganizationDialog = later(
  async () => (await import('../organization/edit-organization-dialog.tsx')).EditOrganizationDialog,
);
const TransferOwnershipDialog = later(
  async () => (await import('../member/transfer-ownership-dialog.tsx')).TransferOwnershipDialog,
);
const LeaveDialog = later(async () => (await import('../member/leave-dialog.tsx')).LeaveDialog);

interface OrganizationMenuProps {
  organization: Organization;
  /** One is not in the organization any more. */
  onLeft: () => void;
}

/** What can be done to an organization as a whole, by those who may: nothing else is shown. */
export function OrganizationMenu({ organization, onLeft }: OrganizationMenuProps) {
  const client = useQueryClient();
  const { user } = useSignedIn();
  const [open, setOpen] = useState<'edit' | 'transfer' | 'leave'>();
  const leave = useMutation({
    ...leaveOptions(organization.id),
    onSuccess: () => {
      confirmDone(`You have left ${organization.name}.`);
      onLeft();
    },
    onError: ({ problem }) => reportFailure(problemSentence(problem)),
  });
  const { role } = organization;
  const close = (): void => setOpen(undefined);

  // An Agent's only deed has its own button on their screen.
  if (role === 'agent' && !user.staff) return null;
  return (
    <>
      <MenuButton {...organizationMenuButton}>
        <OrganizationActions role={role} onChoose={setOpen} />
      </MenuButton>
      <Suspense>
        {open === 'edit' && <EditOrganizationDialog organization={organization} onClose={close} />}
        {open === 'transfer' && (
          <TransferOwnershipDialog
            organization={organization}
            onTransferred={() => refreshOrganization(client, organization.id)}
            onClose={close}
          />
        )}
        {open === 'leave' && (
          <LeaveDialog name={organization.name} onConfirm={() => leave.mutate('keep')} onClose={close} />
        )}
      </Suspense>
    </>
  );
}

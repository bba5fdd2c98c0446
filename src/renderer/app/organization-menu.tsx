import { Menu } from '@mantine/core';
import { IconDotsVertical, IconDoorExit, IconPencil, IconUserStar } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Organization } from '#contract/organization';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { LeaveDialog } from '../member/leave-dialog.tsx';
import { leaveOptions } from '../member/member-queries.ts';
import { refreshOrganization } from '../organization/organization-queries.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { confirmDone, reportFailure } from '../ui/notify.ts';
import { RowButton } from '../ui/row-button.tsx';

const EditOrganizationDialog = lazy(async () => ({
  default: (await import('../organization/edit-organization-dialog.tsx')).EditOrganizationDialog,
}));
const TransferOwnershipDialog = lazy(async () => ({
  default: (await import('../member/transfer-ownership-dialog.tsx')).TransferOwnershipDialog,
}));

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
      {/* Its own placeholder for the focus is no item of a menu: the first item takes the focus instead. */}
      <Menu withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <RowButton data-tone="quiet" aria-label="Organization actions" title="Organization actions">
            <IconDotsVertical size={17} aria-hidden />
          </RowButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setOpen('edit')}>
            Edit organization…
          </Menu.Item>
          {role === 'owner' && (
            <Menu.Item
              leftSection={<IconUserStar size={15} aria-hidden />}
              onClick={() => setOpen('transfer')}
            >
              Transfer ownership…
            </Menu.Item>
          )}
          {role !== null && role !== 'owner' && (
            <Menu.Item leftSection={<IconDoorExit size={15} aria-hidden />} onClick={() => setOpen('leave')}>
              Leave organization…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
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

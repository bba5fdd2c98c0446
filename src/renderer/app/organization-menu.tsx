import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import type { Organization } from '#contract/organization/api';
import { useConfirmedAction } from '../action/use-confirmed-action.tsx';
import { leaveOrganization } from '../member/actions/leave-organization.ts';
import { refreshOrganization } from '../organization/organization-queries.ts';
import { useCommand } from '../components/layout/view-commands.ts';
import { useSignedIn } from '../data/session.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { MenuButton } from '../components/table/menu-button.tsx';
import { organizationMenuButton } from './organization-menu-button.tsx';

const OrganizationMenuItems = lazyWithPreload(
  async () => (await import('./organization-menu-items.tsx')).OrganizationMenuItems,
);
const EditOrganizationDialog = lazyWithPreload(
  async () => (await import('../organization/edit-organization-dialog.tsx')).EditOrganizationDialog,
);
const TransferOwnershipDialog = lazyWithPreload(
  async () => (await import('../member/transfer-ownership-dialog.tsx')).TransferOwnershipDialog,
);

interface OrganizationMenuProps {
  organization: Organization;
  /** Called when the user has left the organization. */
  onLeft: () => void;
}

/** The actions on an organization that the user is allowed to take. */
export function OrganizationMenu({ organization, onLeft }: OrganizationMenuProps) {
  const client = useQueryClient();
  const { user } = useSignedIn();
  const [open, setOpen] = useState<'edit' | 'transfer'>();
  const leave = useConfirmedAction(leaveOrganization, organization, { onSuccess: onLeft });
  const close = (): void => setOpen(undefined);
  useCommand('edit-organization', () => setOpen('edit'));
  useCommand('transfer-ownership', () => setOpen('transfer'));
  useCommand('leave-organization', leave);

  // An Agent can only leave, for which their screen has a button.
  if (organization.role === 'agent' && !user.staff) return null;
  return (
    <>
      <MenuButton {...organizationMenuButton}>
        <OrganizationMenuItems
          organization={organization}
          onEdit={() => setOpen('edit')}
          onTransfer={() => setOpen('transfer')}
          onLeave={leave}
        />
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
      </Suspense>
    </>
  );
}

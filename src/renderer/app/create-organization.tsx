import { useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import {
  closeCreateOrganization,
  openCreateOrganization,
  useIsCreatingOrganization,
} from '../organization/create-organization.ts';
import { useCommand } from '../components/layout/view-commands.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';

const CreateOrganizationDialog = lazyWithPreload(
  async () => (await import('../organization/create-organization-dialog.tsx')).CreateOrganizationDialog,
);

/** The dialog that creates an organization, over any screen; afterwards it shows the organization. */
export function CreateOrganization() {
  const navigate = useNavigate();
  useCommand('new-organization', openCreateOrganization);
  const open = useIsCreatingOrganization();
  if (!open) return null;
  return (
    <Suspense>
      <CreateOrganizationDialog
        onCreated={(organizationId) =>
          void navigate({ to: '/organizations/$organizationId', params: { organizationId } })
        }
        onClose={closeCreateOrganization}
      />
    </Suspense>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import {
  closeCreateOrganization,
  openCreateOrganization,
  useIsCreatingOrganization,
} from '../organization/create-organization.ts';
import { useCommand } from '../ui/commands.ts';
import { later } from '../ui/later.ts';

const CreateOrganizationDialog = later(
  async () => (await import('../organization/create-organization-dialog.tsx')).CreateOrganizationDialog,
);

/** The dialog that creates an organization, wherever one is; then goes there. */
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

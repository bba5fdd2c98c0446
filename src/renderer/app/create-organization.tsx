import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import {
  closeCreateOrganization,
  openCreateOrganization,
  useIsCreatingOrganization,
} from '../organization/create-organization.ts';
import { useCommand } from '../ui/commands.ts';

const CreateOrganizationDialog = lazy(async () => ({
  default: (await import('../organization/create-organization-dialog.tsx')).CreateOrganizationDialog,
}));

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

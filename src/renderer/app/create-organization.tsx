import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { closeCreateOrganization, useIsCreatingOrganization } from '../organization/create-organization.ts';

const CreateOrganizationDialog = lazy(async () => ({
  default: (await import('../organization/create-organization-dialog.tsx')).CreateOrganizationDialog,
}));

/** The dialog that creates an organization, wherever one is; then goes there. */
export function CreateOrganization() {
  const navigate = useNavigate();
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

import { mutationOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../bridge/bridge.ts';

export const createOrganizationOptions = mutationOptions({
  mutationKey: ['organization.create'],
  mutationFn: (input: { name: string; description?: string }) => unwrap(bridge.organization.create(input)),
});

/** What of an organization can be edited. */
export interface OrganizationChanges {
  name?: string;
  description?: string;
  logoUrl?: string | null;
  reminders?: boolean;
}

export const editOrganizationOptions = (organizationId: string) =>
  mutationOptions({
    mutationKey: ['organization.edit', organizationId],
    mutationFn: (changes: OrganizationChanges) =>
      unwrap(bridge.organization.edit({ organizationId, ...changes })),
  });

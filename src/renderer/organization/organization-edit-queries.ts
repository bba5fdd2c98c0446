import { mutationOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../data/bridge.ts';

export const createOrganizationOptions = mutationOptions({
  mutationKey: ['organization.create'],
  mutationFn: (input: { name: string; description?: string }) => unwrap(bridge.organization.create(input)),
});

/** The fields of an organization that can be edited. */
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

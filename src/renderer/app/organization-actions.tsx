import { Menu } from '@mantine/core';
import { IconDoorExit, IconPencil, IconUserStar } from '@tabler/icons-react';
import type { Role } from '#contract/member';
import { ActionMenu } from '../ui/action-menu.tsx';
import { organizationMenuButton } from './organization-menu-button.tsx';

interface OrganizationActionsProps {
  /** One's own in the organization; null: one acts as support. */
  role: Role | null;
  onChoose: (action: 'edit' | 'transfer' | 'leave') => void;
}

/** The menu with what can be done to an organization as a whole. */
export function OrganizationActions({ role, onChoose }: OrganizationActionsProps) {
  return (
    <ActionMenu {...organizationMenuButton}>
      <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => onChoose('edit')}>
        Edit organization…
      </Menu.Item>
      {role === 'owner' && (
        <Menu.Item leftSection={<IconUserStar size={15} aria-hidden />} onClick={() => onChoose('transfer')}>
          Transfer ownership…
        </Menu.Item>
      )}
      {role !== null && role !== 'owner' && (
        <Menu.Item leftSection={<IconDoorExit size={15} aria-hidden />} onClick={() => onChoose('leave')}>
          Leave organization…
        </Menu.Item>
      )}
    </ActionMenu>
  );
}

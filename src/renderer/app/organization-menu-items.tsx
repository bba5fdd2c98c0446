import { Menu } from '@mantine/core';
import { IconDoorExit, IconPencil, IconUserStar } from '@tabler/icons-react';
import type { Organization } from '#contract/organization/api';
import { isAvailable } from '../action/action.ts';
import { useActionContext } from '../action/use-action.ts';
import { ActionMenu } from '../components/table/action-menu.tsx';
import { leaveOrganization } from '../member/actions/leave-organization.ts';
import { transferOwnership } from '../member/actions/transfer-ownership.ts';
import { organizationMenuButton } from './organization-menu-button.tsx';

interface OrganizationMenuItemsProps {
  organization: Organization;
  onEdit: () => void;
  onTransfer: () => void;
  onLeave: () => void;
}

/** The menu with the actions on an organization as a whole. */
export function OrganizationMenuItems(props: OrganizationMenuItemsProps) {
  const { organization, onEdit, onTransfer, onLeave } = props;
  const context = useActionContext();
  return (
    <ActionMenu {...organizationMenuButton}>
      <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>
        Edit organization…
      </Menu.Item>
      {isAvailable(transferOwnership, organization, context) && (
        <Menu.Item leftSection={<IconUserStar size={15} aria-hidden />} onClick={onTransfer}>
          {transferOwnership.label}…
        </Menu.Item>
      )}
      {isAvailable(leaveOrganization, organization, context) && (
        <Menu.Item leftSection={<IconDoorExit size={15} aria-hidden />} onClick={onLeave}>
          {leaveOrganization.label}…
        </Menu.Item>
      )}
    </ActionMenu>
  );
}

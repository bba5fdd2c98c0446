import { Menu } from '@mantine/core';
import type { AssignableRole } from '#contract/member/model';
import type { Member } from '#contract/member/api';
import { useDisabledReason } from '../data/connection.ts';
import { roleLabels } from '../data/role-labels.ts';
import { ActionMenu } from '../components/table/action-menu.tsx';
import { roleMenuButton } from './role-menu-button.tsx';
import classes from './role-menu.module.css';

const roles = [
  ['admin', 'Invites people, manages members and settings'],
  ['agent', 'Views and answers tickets'],
] as const satisfies [AssignableRole, string][];

interface RoleMenuProps {
  member: Member;
  role: AssignableRole;
  onChoose: (role: AssignableRole) => void;
}

/** The roles that a member can have. A letter moves the focus at most: only Enter, Space or a click chooses. */
export function RoleMenu({ member, role, onChoose }: RoleMenuProps) {
  const disabledReason = useDisabledReason();
  return (
    <ActionMenu {...roleMenuButton(member)}>
      {disabledReason !== undefined && <Menu.Label>{disabledReason}</Menu.Label>}
      {roles.map(([value, what]) => (
        <Menu.RadioItem
          key={value}
          value={value}
          checked={value === role}
          closeMenuOnClick
          disabled={disabledReason !== undefined}
          aria-label={roleLabels[value]}
          aria-description={what}
          onChange={() => onChoose(value)}
        >
          <span className={classes.choice}>
            {roleLabels[value]}
            <span className={classes.what}>{what}</span>
          </span>
        </Menu.RadioItem>
      ))}
    </ActionMenu>
  );
}

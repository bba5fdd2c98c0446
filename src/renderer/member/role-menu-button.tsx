import { IconChevronDown } from '@tabler/icons-react';
import type { Member } from '#contract/member/api';
import { roleLabel } from '../data/role-labels.ts';
import { memberName } from './member-labels.ts';
import classes from './role-menu.module.css';

/** The button of a member's role, before and after its menu has been loaded. */
export function roleMenuButton(member: Member) {
  const role = roleLabel(member.role);
  return {
    label: `Role of ${memberName(member)}: ${role}`,
    icon: (
      <span className={classes.role}>
        {role}
        <IconChevronDown size={14} aria-hidden />
      </span>
    ),
  };
}

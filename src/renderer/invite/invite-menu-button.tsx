import { IconDots } from '@tabler/icons-react';

/** The button of an invite's menu, before and after the menu has been loaded. */
export const inviteMenuButton = { label: 'More actions', icon: <IconDots size={16} aria-hidden /> };

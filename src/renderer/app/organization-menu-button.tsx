import { IconDotsVertical } from '@tabler/icons-react';

/** The button of an organization's menu, before and after the menu has been loaded. */
export const organizationMenuButton = {
  label: 'Organization actions',
  icon: <IconDotsVertical size={17} aria-hidden />,
};

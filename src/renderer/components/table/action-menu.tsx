import { Menu } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { RowButton } from './row-button.tsx';

interface ActionMenuProps {
  label: string;
  icon: ReactNode;
  /** The menu's items. */
  children: ReactNode;
}

/** A menu with its button, open at first: it replaces the `MenuButton` that was pressed. */
export function ActionMenu({ label, icon, children }: ActionMenuProps) {
  const [opened, setOpened] = useState(true);
  const button = useRef<HTMLButtonElement>(null);
  return (
    // The library's focus placeholder is not a menu item: the first item gets the focus instead.
    <Menu
      opened={opened}
      onChange={setOpened}
      // The `MenuButton` that had the focus is gone: this button replaces it.
      onClose={() => button.current?.focus()}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <RowButton ref={button} data-tone="quiet" aria-label={label} title={label}>
          {icon}
        </RowButton>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

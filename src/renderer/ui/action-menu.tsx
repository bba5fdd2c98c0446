import { Menu } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { RowButton } from './row-button.tsx';

interface ActionMenuProps {
  label: string;
  icon: ReactNode;
  /** The menu's items. */
  children: ReactNode;
}

/** A menu behind a button, open at first: it takes the place of the `MenuButton` that was pressed. */
export function ActionMenu({ label, icon, children }: ActionMenuProps) {
  const [opened, setOpened] = useState(true);
  const button = useRef<HTMLButtonElement>(null);
  return (
    // Its own placeholder for the focus is no item of a menu: the first item takes the focus instead.
    <Menu
      opened={opened}
      onChange={setOpened}
      // What had the focus before it was opened for the first time is gone: this button took its place.
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

import { Suspense, useState, type ReactNode } from 'react';
import { RowButton } from './row-button.tsx';

interface MenuButtonProps {
  label: string;
  icon: ReactNode;
  /** An `ActionMenu` with the same label and icon, in a file of its own. */
  children: ReactNode;
}

/** The button of a menu that nobody has opened yet: a list is full of them, and of their menus hardly one is opened. */
export function MenuButton({ label, icon, children }: MenuButtonProps) {
  const [asked, setAsked] = useState(false);
  const button = (
    <RowButton
      data-tone="quiet"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={label}
      title={label}
      onClick={() => setAsked(true)}
    >
      {icon}
    </RowButton>
  );
  return asked ? <Suspense fallback={button}>{children}</Suspense> : button;
}

import { Suspense, useState, type ReactNode } from 'react';
import { RowButton } from './row-button.tsx';

interface MenuButtonProps {
  label: string;
  icon: ReactNode;
  /** A lazy `ActionMenu` with the same label and icon. */
  children: ReactNode;
}

/** The button of a menu, which is rendered when the button is first pressed: a list has many menus, of which few are opened. */
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

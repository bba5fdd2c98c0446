import { Suspense, useState } from 'react';
import { later } from '../ui/later.ts';
import { SwitcherButton } from './switcher-button.tsx';

const OrganizationChooser = later(
  async () => (await import('./organization-chooser.tsx')).OrganizationChooser,
);

export interface OrganizationSwitcherProps {
  /** The one in view; undefined while its name is not known yet. */
  current: { id: string; name: string } | undefined;
  onChoose: (organizationId: string) => void;
  onOpenWindow: (organizationId: string) => void;
  onCreate: () => void;
}

/** The organization in view, and the way to another one. */
export function OrganizationSwitcher(props: OrganizationSwitcherProps) {
  const [asked, setAsked] = useState(false);
  const button = (
    <SwitcherButton
      current={props.current}
      aria-haspopup="listbox"
      aria-expanded={false}
      onClick={() => setAsked(true)}
    />
  );
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <OrganizationChooser {...props} />
    </Suspense>
  );
}

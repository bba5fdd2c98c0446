import { Suspense, useState } from 'react';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { SwitcherButton } from './switcher-button.tsx';

const OrganizationChooser = lazyWithPreload(
  async () => (await import('./organization-chooser.tsx')).OrganizationChooser,
);

export interface OrganizationSwitcherProps {
  /** The organization in view; undefined until its name is known. */
  current: { id: string; name: string } | undefined;
  onChoose: (organizationId: string) => void;
  onOpenWindow: (organizationId: string) => void;
  onCreate: () => void;
}

/** Shows the organization in view, and opens the list of the others. */
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

import { IconBuilding, IconSelector } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { isolate } from '#contract/isolate';
import { Initials } from '../components/layout/initials.tsx';
import classes from './organization-switcher.module.css';

interface SwitcherButtonProps extends ComponentProps<'button'> {
  current: { name: string } | undefined;
}

/** The button with the organization in view. */
export function SwitcherButton({ current, ...props }: SwitcherButtonProps) {
  const shownName = current ? isolate(current.name) : 'Organizations';
  return (
    <button
      {...props}
      type="button"
      className={classes.button}
      aria-label={`${shownName}, switch organization`}
    >
      {current ? (
        <Initials name={current.name} shape="square" strong />
      ) : (
        <IconBuilding size={20} aria-hidden className={classes.chevron} />
      )}
      <span className={classes.name}>{shownName}</span>
      <IconSelector size={16} aria-hidden className={classes.chevron} />
    </button>
  );
}

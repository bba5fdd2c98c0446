import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import classes from './row-button.module.css';

interface RowButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  /** Why it cannot be pressed at the moment; it stays in the tab order and says so. */
  block?: string | undefined;
}

/** A button in a row of a list: light, for there are many. */
export function RowButton({ block, className, onClick, ...props }: RowButtonProps) {
  const blocked = block !== undefined;
  return (
    <button
      {...props}
      type="button"
      className={clsx(classes.button, className)}
      aria-disabled={blocked || undefined}
      title={block ?? props.title}
      onClick={blocked ? undefined : onClick}
    />
  );
}

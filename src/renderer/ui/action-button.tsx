import { Button, type ButtonProps } from '@mantine/core';
import { clsx } from 'clsx';
import { useId, type MouseEvent, type ReactNode } from 'react';
import classes from './action-button.module.css';

interface ActionButtonProps extends Omit<ButtonProps, 'onClick' | 'disabled' | 'className' | 'style'> {
  /** Why it cannot be pressed at the moment; it stays in the tab order and says so. */
  block: string | undefined;
  onClick?: (() => void) | undefined;
  type?: 'button' | 'submit';
  className?: string;
  autoFocus?: boolean;
  children: ReactNode;
}

/** A button that, while it cannot be pressed, says why: on hover, on focus and to a screen reader. */
export function ActionButton({
  block,
  onClick,
  type = 'button',
  className,
  children,
  ...props
}: ActionButtonProps) {
  const reasonId = useId();
  const blocked = block !== undefined;
  const anchor = `--${reasonId}`;
  return (
    <>
      <Button
        {...props}
        type={type}
        className={clsx(classes.button, className)}
        style={{ anchorName: anchor }}
        data-disabled={blocked || undefined}
        aria-disabled={blocked || undefined}
        aria-describedby={blocked ? reasonId : undefined}
        onClick={(event: MouseEvent) => {
          if (blocked) event.preventDefault();
          else onClick?.();
        }}
      >
        {children}
      </Button>
      {blocked && (
        <span id={reasonId} role="tooltip" className={classes.reason} style={{ positionAnchor: anchor }}>
          {block}
        </span>
      )}
    </>
  );
}

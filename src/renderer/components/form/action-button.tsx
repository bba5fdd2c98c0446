import { Button, type ButtonProps } from '@mantine/core';
import { clsx } from 'clsx';
import { useId, type MouseEvent, type ReactNode } from 'react';
import classes from './action-button.module.css';

interface ActionButtonProps extends Omit<ButtonProps, 'onClick' | 'disabled' | 'className' | 'style'> {
  /** Why it cannot be pressed at the moment. It stays in the tab order, so that everybody can learn why. */
  disabledReason: string | undefined;
  onClick?: (() => void) | undefined;
  type?: 'button' | 'submit';
  className?: string | undefined;
  title?: string | undefined;
  autoFocus?: boolean;
  children: ReactNode;
}

/** A button that shows why it is disabled: on hover, on focus and to a screen reader. */
export function ActionButton({
  disabledReason,
  onClick,
  type = 'button',
  className,
  children,
  ...props
}: ActionButtonProps) {
  const reasonId = useId();
  const isDisabled = disabledReason !== undefined;
  const anchor = `--${reasonId}`;
  return (
    <>
      <Button
        {...props}
        type={type}
        className={clsx(classes.button, className)}
        style={{ anchorName: anchor }}
        data-disabled={isDisabled || undefined}
        aria-disabled={isDisabled || undefined}
        aria-describedby={isDisabled ? reasonId : undefined}
        onClick={(event: MouseEvent) => {
          if (isDisabled) event.preventDefault();
          else onClick?.();
        }}
      >
        {children}
      </Button>
      {isDisabled && (
        <span id={reasonId} role="tooltip" className={classes.reason} style={{ positionAnchor: anchor }}>
          {disabledReason}
        </span>
      )}
    </>
  );
}

import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import { useId, type MouseEvent, type ReactNode } from 'react';
import classes from './action-button.module.css';

interface ActionButtonProps extends Omit<ButtonProps, 'onClick' | 'disabled'> {
  /** Why it cannot be pressed at the moment; it stays in the tab order and says so. */
  block: string | undefined;
  onClick?: (() => void) | undefined;
  type?: 'button' | 'submit';
  autoFocus?: boolean;
  children: ReactNode;
}

/** A button that, while it cannot be pressed, says why: on hover, on focus and to a screen reader. */
export function ActionButton({ block, onClick, type = 'button', children, ...props }: ActionButtonProps) {
  const reasonId = useId();
  const blocked = block !== undefined;
  return (
    <>
      <Tooltip label={block} disabled={!blocked} events={{ hover: true, focus: true, touch: true }}>
        <Button
          {...props}
          type={type}
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
      </Tooltip>
      {blocked && (
        <span id={reasonId} className={classes.reason}>
          {block}
        </span>
      )}
    </>
  );
}

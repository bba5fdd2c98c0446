import { clsx } from 'clsx';
import { useContext, type ComponentProps } from 'react';
import classes from './row-button.module.css';
import { RowNameContext } from './row-name.ts';

interface RowButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  /** Why it cannot be pressed at the moment, shown on hover. It stays in the tab order. */
  disabledReason?: string | undefined;
}

/** A button in a row of a list, described by its row; lighter than Mantine's, because lists have many. */
export function RowButton({ disabledReason, className, onClick, ...props }: RowButtonProps) {
  const isDisabled = disabledReason !== undefined;
  const rowName = useContext(RowNameContext);
  const description = [rowName, disabledReason].filter((part) => part !== undefined).join('. ');
  return (
    <button
      {...props}
      type="button"
      className={clsx(classes.button, className)}
      aria-disabled={isDisabled || undefined}
      // ARIA 1.3 has a description for every role.
      // oxlint-disable-next-line jsx-a11y/role-supports-aria-props
      aria-description={description === '' ? undefined : description}
      title={disabledReason ?? props.title}
      onClick={isDisabled ? undefined : onClick}
    />
  );
}

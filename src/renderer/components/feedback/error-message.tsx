import classes from './error-message.module.css';

/**
 * The reason why something failed, spoken by a screen reader as soon as it appears.
 *
 * @param children undefined: nothing failed, and nothing is shown
 */
export function ErrorMessage({ children }: { children: string | undefined }) {
  return children === undefined ? null : (
    <p role="alert" className={classes.message}>
      {children}
    </p>
  );
}

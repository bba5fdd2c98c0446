import classes from './progress.module.css';

interface ProgressProps {
  label: string;
  value: number;
  max: number;
}

/** How far something is; the numbers stand in words beside it. */
export function Progress({ label, value, max }: ProgressProps) {
  return <progress aria-label={label} className={classes.bar} max={Math.max(max, 1)} value={value} />;
}

import classes from './progress-bar.module.css';

interface ProgressBarProps {
  label: string;
  value: number;
  max: number;
}

/** The progress of something. Its numbers must be next to it as text. */
export function ProgressBar({ label, value, max }: ProgressBarProps) {
  return <progress aria-label={label} className={classes.bar} max={Math.max(max, 1)} value={value} />;
}

import classes from './stacked-bar.module.css';

/** `bad`: all of the whole is used, or more; `warn`: nearly. */
type Tone = 'warn' | 'bad' | undefined;

interface StackedBarProps {
  /** The widths of the two parts, in percent of the whole. */
  first: number;
  second: number;
  tone: Tone;
  /** `row`: in a row of a list. */
  size?: 'card' | 'row';
}

/** A bar in two parts. Its values must be next to it as text. */
export function StackedBar({ first, second, tone, size = 'card' }: StackedBarProps) {
  return (
    <div aria-hidden className={classes.bar} data-tone={tone} data-size={size}>
      <span className={classes.first} style={{ width: `${first}%` }} />
      <span className={classes.second} style={{ width: `${second}%` }} />
    </div>
  );
}

interface StackedBarLegendProps {
  /** What the two parts are. */
  first: string;
  second: string;
  /** The tone of the bar, whose colours these are. */
  tone: Tone;
}

/** What the colours of a bar stand for. */
export function StackedBarLegend({ first, second, tone }: StackedBarLegendProps) {
  return (
    <p aria-hidden className={classes.legend} data-tone={tone}>
      <span className={classes.first} /> {first}
      <span className={classes.second} /> {second}
    </p>
  );
}

import classes from './initials.module.css';

interface InitialsProps {
  name: string;
  /** `round` for a person, `square` for an organization. */
  shape: 'round' | 'square';
  /** The one in view, in colour. */
  strong?: boolean;
}

/** Stands for a person or an organization; the name itself stands beside it. */
export function Initials({ name, shape, strong = false }: InitialsProps) {
  return (
    <span
      aria-hidden
      // Drawn and not written: it is no part of any name.
      data-initials={initialsOf(name)}
      data-shape={shape}
      data-strong={strong || undefined}
      className={classes.initials}
    />
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s.@_-]+/u).filter((word) => word !== '');
  const letters = words.slice(0, 2).map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0x20));
  return letters.join('').toLocaleUpperCase();
}

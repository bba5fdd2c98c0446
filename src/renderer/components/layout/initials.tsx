import classes from './initials.module.css';

interface InitialsProps {
  name: string;
  /** `round` for a person, `square` for an organization. */
  shape: 'round' | 'square';
  /** In colour: the one in view. */
  strong?: boolean;
}

/** The picture of a person or an organization. Its name must be next to it. */
export function Initials({ name, shape, strong = false }: InitialsProps) {
  return (
    <span
      aria-hidden
      // Rendered by CSS and not as text, so that it is not part of an accessible name.
      data-initials={initialsOf(name)}
      data-shape={shape}
      data-strong={strong || undefined}
      className={classes.initials}
    />
  );
}

function initialsOf(name: string): string {
  // Direction marks have no shape, and would reorder what stands beside them.
  const words = name
    .replaceAll(/\p{Cf}/gu, '')
    .split(/[\s.@_-]+/u)
    .filter((word) => word !== '');
  const letters = words.slice(0, 2).map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0x20));
  return letters.join('').toLocaleUpperCase();
}

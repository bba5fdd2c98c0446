import { useId, useRef, type ReactNode } from 'react';
import classes from './section.module.css';
import { useCommand } from './view-commands.ts';

interface SectionProps {
  title: string;
  /** What it is for, in a sentence. */
  hint?: ReactNode;
  children: ReactNode;
}

const controls = 'input:not([type="hidden"]), select, textarea, button, a[href]';

/**
 * A titled part of the settings: what it is about on one side, the controls on the other. The command `section {title}` leads to
 * its first control.
 */
export function Section({ title, hint, children }: SectionProps) {
  const titleId = useId();
  const content = useRef<HTMLDivElement>(null);
  useCommand(`section ${title}`, () => {
    content.current?.parentElement?.scrollIntoView({ block: 'start' });
    content.current?.querySelector<HTMLElement>(controls)?.focus({ preventScroll: true });
  });
  return (
    <section aria-labelledby={titleId} className={classes.section}>
      <div className={classes.head}>
        <h2 id={titleId} className={classes.title}>
          {title}
        </h2>
        {hint !== undefined && <p className={classes.hint}>{hint}</p>}
      </div>
      <div ref={content} className={classes.content}>
        {children}
      </div>
    </section>
  );
}

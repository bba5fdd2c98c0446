import type { Preferences } from '#contract/admin-bridge';
import { Section } from '../ui/section.tsx';
import { SegmentedChoice } from '../ui/segmented-choice.tsx';
import { exactWords } from '../ui/time-words.ts';
import { useCoarseNow } from '../ui/use-now.ts';
import classes from './settings.module.css';
import { usePreferences } from './use-preferences.ts';

const formats = [
  ['system', 'As the system'],
  ['iso', '2026-11-22 13:00'],
] as const satisfies [Preferences['dateFormat'], string][];

/** How dates are written. */
export function DatesSection() {
  const now = useCoarseNow();
  const { preferences, change, problem } = usePreferences();
  const format = preferences?.dateFormat ?? 'system';
  return (
    <Section title="Dates" hint="How every date in the app is written.">
      <SegmentedChoice
        label="Dates"
        options={formats}
        value={format}
        onChange={(dateFormat) => change({ dateFormat })}
      />
      <p>Now: {exactWords(now, format)}</p>
      {problem !== undefined && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </Section>
  );
}

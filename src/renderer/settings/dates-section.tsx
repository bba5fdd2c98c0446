import type { Preferences } from '#contract/bridge/types';
import { Section } from '../components/layout/section.tsx';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { SegmentedControl } from '../components/form/segmented-control.tsx';
import { formatDateTime } from '../lib/format/format-time.ts';
import { useCoarseNow } from '../lib/schedule/use-now.ts';
import { usePreferences } from './use-preferences.ts';

const formats = [
  ['system', 'System default'],
  ['iso', '2026-11-22 13:00'],
] as const satisfies [Preferences['dateFormat'], string][];

/** The format of dates. */
export function DatesSection() {
  const now = useCoarseNow();
  const { preferences, change, problem } = usePreferences();
  const format = preferences?.dateFormat ?? 'system';
  return (
    <Section title="Date format">
      <SegmentedControl
        label="Date format"
        options={formats}
        value={format}
        onChange={(dateFormat) => change({ dateFormat })}
      />
      <p>Example: {formatDateTime(now, format)}</p>
      <ErrorMessage>{problem}</ErrorMessage>
    </Section>
  );
}

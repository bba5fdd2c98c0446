import { Switch } from '@mantine/core';
import type { NotificationKind } from '#contract/admin-bridge';
import { Section } from '../ui/section.tsx';
import classes from './settings.module.css';
import { usePreferences } from './use-preferences.ts';

const kinds = [
  ['accepted', 'Somebody accepted an invite'],
  ['declined', 'Somebody declined an invite'],
  ['failed', 'An invite could not be delivered'],
] as const satisfies [NotificationKind, string][];

/** What the person is told of while the window is not in front. */
export function NotificationsSection() {
  const { preferences, change, problem } = usePreferences();
  return (
    <Section title="Notifications" hint="From the system, while the app is not in front.">
      {kinds.map(([kind, words]) => (
        <Switch
          key={kind}
          label={words}
          disabled={preferences === undefined}
          checked={preferences?.notifications[kind] ?? true}
          onChange={(event) => {
            if (preferences === undefined) return;
            change({ notifications: { ...preferences.notifications, [kind]: event.currentTarget.checked } });
          }}
        />
      ))}
      {problem !== undefined && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </Section>
  );
}

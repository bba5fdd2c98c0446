import { Switch } from '@mantine/core';
import type { NotificationKind } from '#contract/bridge/types';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { Section } from '../components/layout/section.tsx';
import { usePreferences } from './use-preferences.ts';

const kinds = [
  ['accepted', 'Invite accepted'],
  ['declined', 'Invite declined'],
  ['failed', 'Invite couldn’t be delivered'],
] as const satisfies [NotificationKind, string][];

/** Which native notifications the user gets. */
export function NotificationsSection() {
  const { preferences, change, problem } = usePreferences();
  return (
    <Section title="Notifications" hint="Shown when the app is in the background.">
      {kinds.map(([kind, label]) => (
        <Switch
          key={kind}
          label={label}
          disabled={preferences === undefined}
          checked={preferences?.notifications[kind] ?? true}
          onChange={(event) => {
            if (preferences === undefined) return;
            change({ notifications: { ...preferences.notifications, [kind]: event.currentTarget.checked } });
          }}
        />
      ))}
      <ErrorMessage>{problem}</ErrorMessage>
    </Section>
  );
}

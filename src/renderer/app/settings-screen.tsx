import '@mantine/core/styles/Switch.css';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Theme } from '#contract/admin-bridge';
import { ApiKeySection } from '../api-key/api-key-section.tsx';
import { PasswordSection } from '../session/password-section.tsx';
import { SessionSection } from '../session/session-section.tsx';
import { useSignedIn } from '../session/signed-in.ts';
import { TwoFactorSection } from '../session/two-factor-section.tsx';
import { AboutSection } from '../settings/about-section.tsx';
import { DatesSection } from '../settings/dates-section.tsx';
import { NotificationsSection } from '../settings/notifications-section.tsx';
import { ServerSection } from '../settings/server-section.tsx';
import { Section } from '../ui/section.tsx';
import { SegmentedChoice } from '../ui/segmented-choice.tsx';
import classes from './settings-screen.module.css';
import { setThemeOptions, themeOptions } from './theme-queries.ts';

/** How one likes the app, and what guards one's account. */
export function SettingsScreen() {
  const { server, user } = useSignedIn();
  return (
    <div className={classes.screen}>
      <header className={classes.heading}>
        <h1 className={classes.title}>Settings</h1>
        <p className={classes.who}>
          {`${user.firstName} ${user.lastName}`.trim()} · {user.email}
        </p>
      </header>
      <ServerSection server={server} />
      <ThemeSection />
      <NotificationsSection />
      <DatesSection />
      <SessionSection />
      <TwoFactorSection />
      <PasswordSection />
      <ApiKeySection />
      <AboutSection />
    </div>
  );
}

const themes = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['system', 'System'],
] as const satisfies [Theme, string][];

function ThemeSection() {
  const client = useQueryClient();
  const { data: theme = 'system' } = useQuery(themeOptions);
  const choose = useMutation({
    ...setThemeOptions,
    onMutate: (chosen) => client.setQueryData(themeOptions.queryKey, chosen),
  });
  return (
    <Section title="Theme">
      <SegmentedChoice
        label="Theme of the app"
        options={themes}
        value={theme}
        onChange={(chosen) => choose.mutate(chosen)}
      />
    </Section>
  );
}

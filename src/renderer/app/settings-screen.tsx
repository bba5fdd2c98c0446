import '@mantine/core/styles/Switch.css';

import { useQuery } from '@tanstack/react-query';
import type { Theme } from '#contract/bridge/types';
import { useRunAction } from '../action/use-action.ts';
import { ApiKeySection } from '../api-key/api-key-section.tsx';
import { PasswordSection } from '../account/password-section.tsx';
import { SessionSection } from '../account/session-section.tsx';
import { personName } from '../data/person-name.ts';
import { useSignedIn } from '../data/session.ts';
import { TwoFactorSection } from '../account/two-factor-section.tsx';
import { AboutSection } from '../settings/about-section.tsx';
import { DatesSection } from '../settings/dates-section.tsx';
import { NotificationsSection } from '../settings/notifications-section.tsx';
import { ServerSection } from '../settings/server-section.tsx';
import { Section } from '../components/layout/section.tsx';
import { SegmentedControl } from '../components/form/segmented-control.tsx';
import classes from './settings-screen.module.css';
import { setTheme } from './set-theme.ts';
import { themeOptions } from './theme-queries.ts';
import { formatEmail } from '../data/format-email.ts';

/** The preferences of the app, and the security of the account. */
export function SettingsScreen() {
  const { server, user } = useSignedIn();
  return (
    <div className={classes.screen}>
      <header className={classes.heading}>
        <h1 className={classes.title}>Settings</h1>
        <p className={classes.who}>
          {personName(user)} · {formatEmail(user.email)}
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
  const { data: theme = 'system' } = useQuery(themeOptions);
  const runAction = useRunAction();
  return (
    <Section title="Theme">
      <SegmentedControl
        label="App theme"
        options={themes}
        value={theme}
        onChange={(chosen) => runAction(setTheme, chosen)}
      />
    </Section>
  );
}

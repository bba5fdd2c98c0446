import type { Page } from '@playwright/test';
import type { Cast } from './cast.ts';
import type { Mailbox } from './mailbox.ts';
import type { OrganizationScreen } from './organization-screen.ts';
import type { Story } from './story.ts';

/** What each chapter of the tour plays on. */
export interface Stage {
  story: Story;
  cast: Cast;
  /** Where the backend listens. */
  server: string;
  mailbox: Mailbox;
  /** The app's window. */
  app: Page;
  /** What the window shows of an organization. */
  organization: OrganizationScreen;
}

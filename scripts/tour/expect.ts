import { expect as playwrightExpect } from '@playwright/test';

/** Patient with a busy machine: nothing takes so long elsewhere. */
export const expect = playwrightExpect.configure({ timeout: 30_000 });

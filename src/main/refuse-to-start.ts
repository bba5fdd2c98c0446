import { app, dialog } from 'electron';

const title = 'FastLinkIt Admin can’t start';

/** Says that the app cannot write to its profile, and ends it. */
export async function refuseToStart(profile: string): Promise<void> {
  const reason = `It can’t write to its folder ${profile}. Make sure the folder belongs to you and isn’t read-only, then start the app again.`;
  console.error(`${title}. ${reason}`);
  // Until then a dialog cannot be shown.
  await app.whenReady();
  dialog.showErrorBox(title, reason);
  app.exit(1);
}

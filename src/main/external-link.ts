import { shell } from 'electron';
import { BridgeProblemError } from './bridge-problem.ts';
import { allowedLink } from './link-allow-list.ts';

/**
 * The one way from the app into the system browser.
 *
 * @param backend the origin whose pages may be opened
 * @throws BridgeProblemError when the link leads elsewhere or no browser could be started
 */
export async function openExternalLink(link: string, backend: string): Promise<void> {
  const allowed = allowedLink(link, backend);
  if (allowed === undefined) {
    const detail = `This link does not lead to ${backend}, so it was not opened.`;
    throw new BridgeProblemError({ code: 'forbidden', detail });
  }
  try {
    await shell.openExternal(allowed);
  } catch (cause) {
    throw new BridgeProblemError({ code: 'internal', detail: 'The browser could not be opened.' }, { cause });
  }
}

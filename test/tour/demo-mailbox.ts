import { expect } from '@playwright/test';

/** An email as the demo's mailbox gives it as JSON, as far as the tour reads it. */
interface Email {
  to: { address: string }[];
  subject: string;
  text: string;
}

/** Reads the mailbox of the demo. */
export class DemoMailbox {
  readonly #url: string;

  constructor(url: string) {
    this.#url = new URL('/api/email', url).href;
  }

  /**
   * The links in all emails to an address, one for each email, oldest first; waits until there are so many.
   *
   * @throws Error when they do not arrive
   */
  async linksTo(address: string, count: number): Promise<string[]> {
    let emails: Email[] = [];
    await expect
      .poll(async () => (emails = await this.#emailsTo(address)).length, {
        message: `emails to ${address}`,
        intervals: [200],
      })
      .toBeGreaterThanOrEqual(count);
    return emails.map(linkIn);
  }

  async #emailsTo(address: string): Promise<Email[]> {
    const response = await fetch(this.#url);
    if (!response.ok) throw new Error(`The mailbox answers ${response.status}.`);
    // The mailbox documents this shape.
    const emails = (await response.json()) as Email[];
    return emails.filter((email) => email.to.some((recipient) => recipient.address === address));
  }
}

/** In the text of an invite the link stands alone on its line. */
function linkIn({ subject, text }: Email): string {
  const link = text.split(/\r?\n/).find((line) => /^https?:\/\/\S+\/support\/invite\/\S+$/.test(line));
  if (!link) throw new Error(`The email "${subject}" holds no invite link.`);
  return link;
}

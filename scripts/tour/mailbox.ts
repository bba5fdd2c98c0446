import { setTimeout as delay } from 'node:timers/promises';

/** A mail as the demo's mailbox gives it as JSON, so far as the tour reads it. */
interface Mail {
  to: { address: string }[];
  subject: string;
  text: string;
}

const patience = 30_000;

/** Reads the mailbox of the demo. */
export class Mailbox {
  readonly #url: string;

  constructor(url: string) {
    this.#url = new URL('/api/email', url).href;
  }

  /**
   * The links of all mails to an address, one for each mail, oldest first; waits until there are so many.
   *
   * @throws when they do not come
   */
  async linksTo(address: string, count: number): Promise<string[]> {
    const limit = Date.now() + patience;
    while (Date.now() < limit) {
      const mails = await this.#mailsTo(address);
      if (mails.length >= count) return mails.map(linkIn);
      await delay(200);
    }
    throw new Error(`${count} mail(s) to ${address} did not arrive.`);
  }

  async #mailsTo(address: string): Promise<Mail[]> {
    const response = await fetch(this.#url);
    if (!response.ok) throw new Error(`The mailbox answers ${response.status}.`);
    // The mailbox documents this shape.
    const mails = (await response.json()) as Mail[];
    return mails.filter((mail) => mail.to.some((recipient) => recipient.address === address));
  }
}

/** In the text of an invite the link stands alone on its line. */
function linkIn({ subject, text }: Mail): string {
  const link = text.split(/\r?\n/).find((line) => /^https?:\/\/\S+\/support\/invite\/\S+$/.test(line));
  if (!link) throw new Error(`The mail "${subject}" holds no invite link.`);
  return link;
}

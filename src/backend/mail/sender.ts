const mailAddress = /^[^\s<>@"(),:;\\\p{C}]{1,64}@[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/iu;

export interface Sender {
  name: string;
  address: string;
}

/** Splits `Name <address>` or a bare address; undefined when it is neither. */
export function parseSender(written: string): Sender | undefined {
  const named = /^"?([^"<>\p{C}]{0,200}?)"?\s*<([^<>]+)>$/u.exec(written);
  const name = named?.[1]?.trim() ?? '';
  const address = named?.[2] ?? written;
  return mailAddress.test(address) ? { name, address } : undefined;
}

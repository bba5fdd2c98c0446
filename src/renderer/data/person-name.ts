import { isolate } from '#contract/isolate';

/** A person's first and last name, for any sentence; some people have only one. */
export function personName({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return isolate(`${firstName} ${lastName}`.trim());
}

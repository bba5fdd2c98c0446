import { isReserved } from '#contract/name';

/**
 * The name of somebody who did something. Staff are marked because the data says so; somebody who is merely called like them,
 * from the time before such names were refused, is marked as well.
 */
export function actorName({ name, staff }: { name: string; staff: boolean }): string {
  return !staff && isReserved(name) ? `“${name}” (not staff)` : name;
}

import { median } from './median.ts';

/** How one side did: in its first round, when nothing was warm, and in the middle of all later ones. */
export interface Side {
  cold: number;
  warm: number;
}

/**
 * Measures sides by turns, A B A B …, so that whatever else the machine does hits all of them alike.
 *
 * @param sides each does one round and returns its figure; told which round it is, 0 being the cold one
 * @returns medians of `rounds` warm rounds, under the sides' names
 */
export async function inTurns<Name extends string>(
  rounds: number,
  sides: Record<Name, (round: number) => Promise<number>>,
): Promise<Record<Name, Side>> {
  const entries = Object.entries(sides) as [Name, (round: number) => Promise<number>][];
  const figures = new Map(entries.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, measure] of entries) figures.get(name)?.push(await measure(round));
  return Object.fromEntries(
    [...figures].map(([name, [cold = Number.NaN, ...warm]]) => [name, { cold, warm: median(warm) }]),
  ) as Record<Name, Side>;
}

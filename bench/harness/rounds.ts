import { median } from './statistics.ts';

/** The figures of one side: of its first round, when nothing was warm, and the median of all later ones. */
export interface Side {
  cold: number;
  warm: number;
}

/**
 * Measures sides alternately, A B A B …, so that other work of the machine affects all of them alike.
 *
 * @param sides each does one round and returns its figure; given the number of the round, 0 being the cold one
 * @returns medians of `rounds` warm rounds, under the sides' names
 */
export async function alternate<Name extends string>(
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

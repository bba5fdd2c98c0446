/** How much of a part is done: seconds in `npm test`, minutes in `npm run soak`. */
export type Size = 'short' | 'long';
export interface Part {
  /** As in the table "Figures to reach". */
  what: string;
  /** In words, for the table: '0 lost, 0 doubled'. */
  goal: string;
  /** Does it; throws only when it could not be tried. */
  run(size: Size): Promise<Result>;
}
export interface Result {
  /** What was reached, in words with numbers: '5,214 acknowledged, 100 kills: 0 lost, 0 doubled'. */
  reached: string;
  met: boolean;
}

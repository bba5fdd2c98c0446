/** One line of the bench's table. */
export interface Row {
  /** As in issue 5's table. */
  what: string;
  beside: string;
  goal: string;
  /** Runs it and its peer side by side; medians of at least 7. */
  measure(context: BenchContext): Promise<Measured>;
}
export interface Measured {
  figures: { name: string; value: number; unit: string }[];
  ratio?: number;
  met: boolean;
  note?: string;
}
export interface BenchContext {
  long: boolean;
  log(line: string): void;
}

/** One row of the table "what the product reaches, beside what". */
export interface Row {
  /** As in the table of the README. */
  what: string;
  beside: string;
  goal: string;
  /** Runs it and its peer side by side; medians of at least 7. */
  measure(context: BenchContext): Promise<Measured>;
}

export interface Measured {
  /** The first is what `ratio` is about; each of them stands in the table. */
  figures: Figure[];
  /** The product over its peer, the way round that the goal says. */
  ratio?: number;
  met: boolean;
  /** What a reader has to know to judge the figures. */
  note?: string;
}

export interface Figure {
  name: string;
  value: number;
  unit: string;
}

export interface BenchContext {
  /** Whether what takes half an hour is wanted as well. */
  long: boolean;
  /** Says how far it is, for whoever waits. */
  log: (line: string) => void;
}

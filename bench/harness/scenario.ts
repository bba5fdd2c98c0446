/** One benchmark: what the product reaches, beside a baseline that is measured in the same run. A row of the table. */
export interface Scenario {
  /** As in the table of docs/performance/benchmarks.md. */
  title: string;
  baseline: string;
  goal: string;
  /** Runs the product and its baseline side by side; the figures are medians of at least 7 rounds. */
  measure(context: ScenarioContext): Promise<Measurement>;
}

export interface Measurement {
  /** The first is what `ratio` is about; each of them stands in the table. */
  figures: Figure[];
  /** The product over its baseline, the way round that the goal says. */
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

export interface ScenarioContext {
  /** Whether what takes half an hour is wanted as well. */
  long: boolean;
  /** Prints how far the scenario is. */
  log: (line: string) => void;
}

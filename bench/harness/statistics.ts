/** The median of some figures. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The figure that so many percent of all do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  if (percent === 50 && sorted.length % 2 === 0) {
    const half = sorted.length / 2;
    return (at(sorted, half - 1) + at(sorted, half)) / 2;
  }
  return at(sorted, Math.ceil((percent / 100) * sorted.length) - 1);
}

function at(sorted: readonly number[], index: number): number {
  const value = sorted[Math.max(0, index)];
  if (value === undefined) throw new RangeError('there are no figures');
  return value;
}

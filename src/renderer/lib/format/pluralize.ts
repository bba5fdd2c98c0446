const numbers = new Intl.NumberFormat('en');

/** "1 seat", "1,200 seats". */
export function pluralize(count: number, noun: string): string {
  return `${numbers.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number with separators between its thousands. */
export function formatNumber(count: number): string {
  return numbers.format(count);
}

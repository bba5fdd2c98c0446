const numbers = new Intl.NumberFormat('en');

/** "1 seat", "1,200 seats". */
export function counted(count: number, noun: string): string {
  return `${numbers.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number with its thousands apart. */
export function number(count: number): string {
  return numbers.format(count);
}

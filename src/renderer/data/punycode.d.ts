/** The package has no types of its own. */
declare module 'punycode.js' {
  /** Decodes a label of a domain, without the `xn--` that it begins with. @throws RangeError for what cannot be decoded */
  export function decode(label: string): string;
}

import { html } from 'ghtml';

/** The private field makes it a type of its own: neither a string nor an object of the same shape stands for it. */
class SafeHtml {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** HTML that is safe to send as it is. `markup` makes it, and for constants of the code `trustedHtml`. */
export type Html = SafeHtml;

type Value = Html | readonly Html[] | string | number | null | undefined;

/**
 * HTML as a template literal: a value is escaped, for text and for quoted attributes, unless it is HTML already.
 * No booleans: write `${condition ? 'required' : ''}`.
 *
 * It is not called `html`, because formatters change the white space in such templates: the style would no longer match
 * its hash.
 */
export function markup({ raw }: TemplateStringsArray, ...values: Value[]): Html {
  return new SafeHtml(raw.map((literal, index) => literal + inserted(values[index])).join(''));
}

function inserted(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return html`${value}`;
  return (value instanceof SafeHtml ? [value] : value).map(textOf).join('');
}

/** @throws TypeError for what the compiler was made to take for HTML */
function textOf(value: Html): string {
  if (!(value instanceof SafeHtml)) throw new TypeError('This is no HTML.');
  return value.toString();
}

/** Takes a text for HTML as it is. Only for text that stands in the code, which a unit test makes sure of. */
export function trustedHtml(text: string): Html {
  return new SafeHtml(text);
}

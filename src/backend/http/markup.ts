import { html } from 'ghtml';

type Value = string | number | readonly string[] | null | undefined;

/**
 * HTML as a template literal: every value is escaped, for text and for quoted attributes.
 * A value written as `!${…}` goes in as it is; only what this tag itself returned may be written so.
 * No booleans: write `${condition ? 'required' : ''}`.
 *
 * It is not called `html`, which formatters take as leave to move the white space about: the style
 * would no longer match its hash.
 */
export const markup: (literals: TemplateStringsArray, ...values: Value[]) => string = html;

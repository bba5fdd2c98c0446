import { z } from 'zod';

declare const unknownValue: unique symbol;

/** A value that a later release has added, as it came. It is shown as text, and never sent back. */
export type UnknownValue = string & { readonly [unknownValue]: true };

const anyText = z.string().max(200) as unknown as z.ZodType<UnknownValue, string>;

/**
 * One of a list of values in an answer or an event. Later releases add to the list: a value that is unknown here is kept,
 * so that the rest of the answer can be read. Inputs take `z.enum`, which refuses everything else.
 */
export function openEnum<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.union([z.enum(values), anyText]);
}

/** What a server of this release writes: an answer without the values of later releases. */
export type Written<Answer> = Answer extends UnknownValue
  ? never
  : Answer extends readonly (infer Item)[]
    ? Written<Item>[]
    : Answer extends object
      ? { [Key in keyof Answer]: Written<Answer[Key]> }
      : Answer;

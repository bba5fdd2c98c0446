import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { channelEndpoints } from './bridge/endpoints.ts';
import { liveEvent } from './live/api.ts';

/**
 * An answer as a server of a later release may send it: further fields in each object, an unknown word for each value of a
 * list of words, times in microseconds.
 */
function fromLaterRelease(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodObject) {
    const known = Object.entries(schema.shape as z.core.$ZodShape).map(([key, value]) => [
      key,
      fromLaterRelease(value),
    ]);
    return { ...Object.fromEntries(known), addedLater: { further: [1] } };
  }
  if (schema instanceof z.ZodArray) return [fromLaterRelease(schema.element)];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return fromLaterRelease(schema.unwrap());
  if (schema instanceof z.ZodUnion) return 'added_later';
  if (schema instanceof z.ZodISODateTime) return '2031-01-02T03:04:05.678901Z';
  if (schema instanceof z.ZodRecord) return {};
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodNumber || schema instanceof z.ZodNumberFormat) return 7;
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return 'text';
  if (schema instanceof z.ZodUndefined) return undefined;
  throw new Error(`an answer has a part that a later release could not change: ${schema._zod.def.type}`);
}

describe('an answer of a later release', () => {
  it.each(channelEndpoints.map(([channel, { answer }]) => [channel, answer] as const))(
    'is read by %s',
    (_channel, answer) => {
      expect(answer.safeParse(fromLaterRelease(answer)).error?.issues).toBeUndefined();
    },
  );

  it.each(liveEvent.options.map((option) => [option.shape.type.value, option] as const))(
    'is read as the live event %s',
    (type, option) => {
      const event = { type, data: fromLaterRelease(option.shape.data) };
      expect(liveEvent.safeParse(event).error?.issues).toBeUndefined();
    },
  );
});

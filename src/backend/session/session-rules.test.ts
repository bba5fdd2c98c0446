import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRefresh, refreshGraceMs } from './session-rules.ts';

const rotatedAt = new Date('2026-11-22T13:00:00.000Z');
const after = (milliseconds: number) => new Date(rotatedAt.getTime() + milliseconds);

/** A session whose latest tokens are in use. */
const inUse = (generation: number) => ({ generation, rotatedAt, seenGeneration: generation });

describe('decideRefresh', () => {
  it('rotates the current token of any age', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (generation, age) => {
        expect(decideRefresh(inUse(generation), generation, after(age))).toBe('rotate');
      }),
    );
  });

  it('replays the previous token within the grace period, to the millisecond', () => {
    expect(decideRefresh(inUse(4), 3, after(refreshGraceMs))).toBe('replay');
    expect(decideRefresh(inUse(4), 3, after(refreshGraceMs + 1))).toBe('reuse');
  });

  it('replays the previous token of any age until its successor is in use', () => {
    fc.assert(
      fc.property(fc.nat(), (age) => {
        expect(decideRefresh({ ...inUse(4), seenGeneration: 3 }, 3, after(age))).toBe('replay');
        expect(decideRefresh(inUse(4), 3, after(refreshGraceMs + 1 + age))).toBe('reuse');
      }),
    );
  });

  it('detects any other token as reuse', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(), fc.boolean(), (generation, other, age, isSeen) => {
        fc.pre(other !== generation && other !== generation - 1);
        const session = { ...inUse(generation), seenGeneration: isSeen ? generation : 0 };
        expect(decideRefresh(session, other, after(age))).toBe('reuse');
      }),
    );
  });
});

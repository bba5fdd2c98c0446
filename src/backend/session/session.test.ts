import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRefresh, refreshGraceMs } from './session.ts';

const rotatedAt = new Date('2026-11-22T13:00:00.000Z');
const after = (milliseconds: number) => new Date(rotatedAt.getTime() + milliseconds);

describe('judgeRefresh', () => {
  it('rotates the token that is good now, however old', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (generation, age) => {
        expect(judgeRefresh({ generation, rotatedAt }, generation, after(age))).toBe('rotate');
      }),
    );
  });

  it('replays the one before it within the grace, to the millisecond', () => {
    expect(judgeRefresh({ generation: 4, rotatedAt }, 3, after(refreshGraceMs))).toBe('replay');
    expect(judgeRefresh({ generation: 4, rotatedAt }, 3, after(refreshGraceMs + 1))).toBe('reuse');
  });

  it('takes any other for a copy, at any time', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(), (generation, other, age) => {
        fc.pre(other !== generation && other !== generation - 1);
        expect(judgeRefresh({ generation, rotatedAt }, other, after(age))).toBe('reuse');
      }),
    );
  });
});

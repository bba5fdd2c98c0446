import { expect, it } from 'vitest';
import { dotBitmap } from './dot-bitmap.ts';

it('a dot is full in the middle, clear at the corners and the same from all sides', () => {
  const size = 16;
  const bytes = dotBitmap(size);
  const pixel = (x: number, y: number) => [...bytes.subarray((y * size + x) * 4, (y * size + x) * 4 + 4)];
  expect(bytes).toHaveLength(size * size * 4);
  expect(pixel(8, 8)).toEqual([0x31, 0x31, 0xe0, 255]);
  expect(pixel(0, 0)).toEqual([0, 0, 0, 0]);
  for (let x = 0; x < size; x += 1) {
    for (let y = 0; y < size; y += 1) expect(pixel(x, y)).toEqual(pixel(size - 1 - y, x));
  }
});

/** Blue, green, red, as bitmaps have them. */
const color = [0x31, 0x31, 0xe0];

/** A red dot with soft edges on a clear ground: `size` × `size` pixels of four bytes (BGRA, premultiplied). */
export function dotBitmap(size: number): Uint8Array {
  const radius = size / 2;
  const bytes = new Uint8Array(size * size * 4);
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    const distance = Math.hypot((pixel % size) + 0.5 - radius, Math.floor(pixel / size) + 0.5 - radius);
    const opacity = Math.min(1, Math.max(0, radius - distance));
    const premultiplied = color.map((part) => Math.round(part * opacity));
    bytes.set([...premultiplied, Math.round(255 * opacity)], pixel * 4);
  }
  return bytes;
}

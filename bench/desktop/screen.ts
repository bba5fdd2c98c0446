import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { commandPath } from '../../scripts/setup/system-packages.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';

/** A part of the screen, in its pixels. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A virtual display whose pixels can be read: what is on it was painted, which no event of a program proves. */
export interface Screen {
  environment: Record<string, string>;
  /** The pixels of an area as they are right now. */
  read: (area: Area) => Buffer;
  stop: () => Promise<void>;
}

const size = { width: 1600, height: 1000 };

/** Starts a virtual display. */
export async function startScreen(): Promise<Screen> {
  const folder = temporaryFolder('fastlinkit-screen');
  const child = spawn(
    commandPath('Xvfb') ?? 'Xvfb',
    [
      '-displayfd',
      '3',
      '-screen',
      '0',
      `${size.width}x${size.height}x24`,
      '-nolisten',
      'tcp',
      '-fbdir',
      folder,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const output = child.stdio[3];
  if (!output) throw new Error('Xvfb did not start.');
  const [number] = (await once(output, 'data')) as [Buffer];
  const frame = openSync(join(folder, 'Xvfb_screen0'), 'r');
  const { start, bytesPerLine } = readHeader(frame);
  return {
    environment: { DISPLAY: `:${number.toString().trim()}` },
    read({ x, y, width, height }) {
      const pixels = Buffer.alloc(width * height * 4);
      for (let line = 0; line < height; line += 1)
        readSync(frame, pixels, line * width * 4, width * 4, start + (y + line) * bytesPerLine + x * 4);
      return pixels;
    },
    async stop() {
      closeSync(frame);
      const exit = once(child, 'exit');
      child.kill();
      await exit;
      removeFolder(folder);
    },
  };
}

/** Where the pixels begin in a file of X's window dumps (XWDFile.h), and how long a line is. */
function readHeader(file: number): { start: number; bytesPerLine: number } {
  const header = Buffer.alloc(100);
  readSync(file, header, 0, header.length, 0);
  const field = (index: number): number => header.readUInt32BE(index * 4);
  const bytesPerColour = 12;
  return { start: field(0) + field(19) * bytesPerColour, bytesPerLine: field(12) };
}

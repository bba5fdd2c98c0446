import { normalizeEmail } from '#contract/email-address';
import { decodeFile } from '../../src/renderer/invite/import/decode-file.ts';
import { cleanText } from '../../src/renderer/invite/import/clean-text.ts';
import { readingLabels } from '../../src/renderer/invite/import/import-labels.ts';
import { readImport } from '../../src/renderer/invite/import/read-import.ts';
import { hostileLists } from '../helpers/hostile-inputs.ts';
import type { Part } from './part.ts';

const inputs = { short: 500, long: 10_000 };
const seed = 20_261_130;
/** A list of 100,000 letters takes a hundredth of it. Time that grows with the square of the length does not fit. */
const longestMs = 5_000;

export const part: Part = {
  what: 'hostile lists for the import reader',
  goal: '10,000: 0 crashes, 0 lines lost, 0 addresses made up',
  run(size) {
    const count = inputs[size];
    const faults = hostileLists(count, seed).flatMap((bytes) => {
      try {
        return faultsOf(bytes);
      } catch (error) {
        return [`${JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 200))}: ${String(error)}`];
      }
    });
    return Promise.resolve({
      reached: [`${count.toLocaleString('en')}: ${faults.length} faults`, ...faults.slice(0, 3)].join('; '),
      met: faults.length === 0,
    });
  },
};

/** What went wrong with one file, in words. */
function faultsOf(bytes: Uint8Array): string[] {
  const decoded = decodeFile(bytes);
  if ('problem' in decoded) return [];
  const began = performance.now();
  const reading = readImport(decoded.text);
  const took = performance.now() - began;
  readingLabels(reading, 'agent');
  const { rows, table } = reading;
  const text = cleanText(decoded.text);
  const shown = JSON.stringify(text.slice(0, 200));
  const faults = took > longestMs ? [`${Math.round(took)} ms for ${shown}`] : [];
  const accounted = new Set([
    ...(table?.headingLines ?? []),
    ...rows.flatMap(({ line, lines }) => Array.from({ length: lines }, (_, index) => line + index)),
  ]);
  for (const [index, line] of text.split('\n').entries()) {
    const saysSeparator = index === 0 && /^"?sep=./iu.test(line);
    if (/[\p{L}\p{N}@]/u.test(line) && !saysSeparator && !accounted.has(index + 1)) {
      faults.push(`line ${index + 1} of ${shown} is lost`);
    }
  }
  for (const { email } of rows) {
    if (normalizeEmail(email) !== undefined && !text.includes(email))
      faults.push(`${email} is not in ${shown}`);
  }
  return faults;
}

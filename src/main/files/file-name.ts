import { extname } from 'node:path';
import filenamify from 'filenamify';

/** What can be read at a glance; the longest of the names that systems accept is longer. */
const maxLength = 120;
/** The longest name that file systems accept, in UTF-8. */
const maxBytes = 255;
/** What is longer is no extension, but the end of a sentence. */
const maxExtensionBytes = 20;

/**
 * Turns a text into a file name that is valid on every system: no folders, no invisible characters, no name that
 * Windows reserves for a device, no hidden file, at most 255 bytes.
 *
 * @param fallback the name to use when nothing valid is left
 */
export function safeFileName(wanted: string, fallback: string): string {
  const visible = clean(wanted.toWellFormed().replaceAll(/[<>:"/\\|?*]/g, ' '));
  const trimmed = visible
    .replaceAll(/ +/g, ' ')
    .replaceAll(' .', '.')
    .replace(/^[ .]+/, '');
  // Trimming may produce a name that Windows reserves.
  const name = clean(shorten(trimmed));
  return name === '' ? fallback : name;
}

/** Joins the two parts of a file name, and cuts the first one where they would be too long together. */
export function beginFileName(first: string, rest: string): string {
  const begun = cut(first, maxLength - rest.length, maxBytes - Buffer.byteLength(rest));
  return `${begun.trimEnd()}${rest}`;
}

/** Shortens a name and keeps its extension. The empty string where nothing of it fits. */
function shorten(name: string): string {
  const end = extname(name);
  const extension = Buffer.byteLength(end) > maxExtensionBytes ? '' : end;
  const base = name.slice(0, name.length - extension.length);
  const fitting = cut(base, maxLength - extension.length, maxBytes - Buffer.byteLength(extension));
  if (fitting === base) return name;
  const trimmed = fitting.replace(/[ .]+$/, '');
  return trimmed === '' ? '' : `${trimmed}${extension}`;
}

/** Cuts a text between two characters, as a reader counts them. */
function cut(text: string, units: number, bytes: number): string {
  if (text.length <= units && Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    const longer = kept + segment;
    if (longer.length > units || Buffer.byteLength(longer) > bytes) break;
    kept = longer;
  }
  return kept;
}

function clean(name: string): string {
  return filenamify(name, { replacement: '', maxLength: Number.MAX_SAFE_INTEGER });
}

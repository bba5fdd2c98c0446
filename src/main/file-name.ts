const maxLength = 120;
/** Names that Windows keeps for devices, whatever their ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Makes of any words a name that a file can have on every system: no folders, nothing invisible, no name that means
 * something else somewhere.
 */
export function safeFileName(wanted: string, fallback: string): string {
  const clean = wanted
    .normalize('NFC')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"/\\|?*]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[ .]+/, '');
  const { stem, ending } = partsOf(clean);
  const name = `${truncate(stem, maxLength - ending.length).trim()}${ending}`.replace(/[ .]+$/, '');
  return name === '' || name === ending || device.test(name) ? fallback : name;
}

function partsOf(name: string): { stem: string; ending: string } {
  const ending = /\.[a-z\d]{1,5}$/i.exec(name)?.[0] ?? '';
  return { stem: ending === '' ? name : name.slice(0, -ending.length), ending };
}

/** By whole characters: half a pair of surrogates is no name. */
function truncate(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('');
}

/** Names of programs, by what they call themselves; who calls itself several things comes before the others. */
const programs = [
  [/FastLinkIt-Admin\//, 'FastLinkIt Admin'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/Version\/\S+ (?:Mobile\/\S+ )?Safari\//, 'Safari'],
  [/curl\//, 'curl'],
] as const;

const systems = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh|macOS/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
] as const;

/**
 * A program and its system in words: "Firefox on Windows".
 *
 * @param device as the program introduced itself to the server; what is not known is shown as it is
 */
export function deviceWords(device: string): string {
  const program = nameIn(programs, device);
  const system = nameIn(systems, device);
  if (program === undefined) return system === undefined ? device : `Unknown program on ${system}`;
  return system === undefined ? program : `${program} on ${system}`;
}

function nameIn(names: readonly (readonly [RegExp, string])[], device: string): string | undefined {
  return names.find(([pattern]) => pattern.test(device))?.[1];
}

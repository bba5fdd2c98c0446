/** Names of programs by their user agent. A program that also names others comes before them. */
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
 * The name of a program and its system: "Firefox on Windows".
 *
 * @param device the user agent that the server recorded; an unknown one is shown as it is
 */
export function deviceLabel(device: string): string {
  const program = nameIn(programs, device);
  const system = nameIn(systems, device);
  if (program === undefined) return system === undefined ? device : `Unknown app on ${system}`;
  return system === undefined ? program : `${program} on ${system}`;
}

function nameIn(names: readonly (readonly [RegExp, string])[], device: string): string | undefined {
  return names.find(([pattern]) => pattern.test(device))?.[1];
}

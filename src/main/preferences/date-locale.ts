/** The scripts that POSIX writes behind `@`. */
const scripts: Partial<Record<string, string>> = { latin: 'Latn', cyrillic: 'Cyrl', devanagari: 'Deva' };

/**
 * The locale that the system writes dates in, which may differ from that of its texts.
 *
 * @param environment where Linux says it: `LC_TIME=sv_SE.UTF-8`
 * @param systemLocale what Electron says it is; elsewhere this includes the user's choice of dates
 * @returns a language tag, or null when there is none that dates can be written in
 */
export function dateLocale(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  systemLocale: string,
): string | null {
  if (platform !== 'linux') return supported(systemLocale);
  // Set to nothing counts as not set.
  const name = [environment['LC_ALL'], environment['LC_TIME'], environment['LANG']].find(Boolean) ?? '';
  const parts = /^(?<language>[a-z]{2,3})(_(?<region>[A-Z]{2}))?(\.[^@]*)?(@(?<variant>.*))?$/.exec(name);
  const { language, region, variant = '' } = parts?.groups ?? {};
  const tag = [language, scripts[variant], region].filter((part) => part !== undefined).join('-');
  return supported(tag);
}

function supported(tag: string): string | null {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? null;
  } catch {
    // It is no language tag.
    return null;
  }
}

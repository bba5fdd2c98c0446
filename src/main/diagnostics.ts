import { homedir } from 'node:os';
import type { About, ConnectionState, Preferences, SessionState, Theme } from '#contract/admin-bridge';
import { redact } from './redact.ts';

export interface Diagnosis {
  about: Pick<About, 'app' | 'electron' | 'chromium' | 'node' | 'os'>;
  session: SessionState;
  connection: ConnectionState;
  theme: Theme;
  preferences: Preferences;
  windows: number;
  /** The end of the log. */
  log: string;
}

const removed = '[removed]';
const maxLogLines = 200;

/**
 * What helps to find a fault, as a text to be passed on: no secret, nobody's name or address, no server.
 */
export function describeDiagnosis(diagnosis: Diagnosis): string {
  const { about, session, connection, theme, preferences, windows, log } = diagnosis;
  const { notifications, dateFormat } = preferences;
  const isSecure = session.server.startsWith('https:') ? 'https' : 'http, on this computer';
  const lines = [
    `FastLinkIt Admin ${about.app}`,
    `Electron ${about.electron}, Chromium ${about.chromium}, Node ${about.node}`,
    about.os,
    `Session: ${session.status}, ${session.keeping.keychain ? 'kept in the keychain' : session.keeping.reason}`,
    `Server: over ${isSecure}; connection: ${connection.status}`,
    `Theme: ${theme}; dates: ${dateFormat}; windows: ${windows}`,
    `Notifications: ${Object.entries(notifications)
      .map(([kind, isOn]) => `${kind} ${isOn ? 'on' : 'off'}`)
      .join(', ')}`,
    '',
    'The end of the log:',
    ...log.trimEnd().split('\n').slice(-maxLogLines),
  ];
  return `${anonymize(lines.join('\n'), session)}\n`;
}

function anonymize(text: string, session: SessionState): string {
  // A host may stand somewhere without its scheme.
  const hosts = URL.canParse(session.server) ? hostsOf(new URL(session.server)) : [];
  const clean = redact(text)
    .replaceAll(/\b(https?|wss?|fastlinkit):\/\/[^\s"'<>)\\]+/gi, removed)
    .replaceAll(/[^\s"'<>()[\]{},;:=\\]+@[^\s"'<>()[\]{},;\\]+/g, removed)
    .replaceAll(homedir(), '~');
  return hosts.reduce((text, host) => text.replaceAll(host, removed), clean);
}

function hostsOf({ host, hostname }: URL): string[] {
  return [host, hostname];
}

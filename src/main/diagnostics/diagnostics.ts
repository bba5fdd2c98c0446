import { homedir } from 'node:os';
import type { ConnectionState, Preferences, SessionState, Theme } from '#contract/bridge/types';
import type { Versions } from './about.ts';
import { redact } from './redact.ts';

export interface Diagnostics {
  versions: Versions;
  session: SessionState;
  connection: ConnectionState;
  theme: Theme;
  preferences: Preferences;
  windows: number;
  /** The content of the log; its last lines are included. */
  log: string;
}

const removed = '[removed]';
const maxLogLines = 200;

/** Formats diagnostics as a text for support. It contains no secret, no personal name or address, and no server. */
export function formatDiagnostics(diagnostics: Diagnostics): string {
  const { versions, session, connection, theme, preferences, windows, log } = diagnostics;
  const { notifications, dateFormat } = preferences;
  const scheme = session.server.startsWith('https:') ? 'https' : 'http, on this computer';
  const lines = [
    `FastLinkIt Admin ${versions.app}`,
    `Electron ${versions.electron}, Chromium ${versions.chromium}, Node ${versions.node}`,
    versions.os,
    `Session: ${session.status}, ${session.persistence.keychain ? 'saved in the keychain' : session.persistence.reason}`,
    `Server: over ${scheme}; connection: ${connection.status}`,
    `Theme: ${theme}; dates: ${dateFormat}; windows: ${windows}`,
    `Notifications: ${Object.entries(notifications)
      .map(([kind, isOn]) => `${kind} ${isOn ? 'on' : 'off'}`)
      .join(', ')}`,
    '',
    'Recent log:',
    ...log.trimEnd().split('\n').slice(-maxLogLines),
  ];
  return `${anonymize(lines.join('\n'), session)}\n`;
}

function anonymize(text: string, session: SessionState): string {
  const anonymized = redact(text)
    .replaceAll(/\b(https?|wss?|fastlinkit):\/\/[^\s"'<>)\\]+/gi, removed)
    .replaceAll(/[^\s"'<>()[\]{},;:=\\]+@[^\s"'<>()[\]{},;\\]+/g, removed)
    .replaceAll(homedir(), '~');
  // A log line may name the server's host without its scheme.
  const url = URL.canParse(session.server) ? new URL(session.server) : undefined;
  const hosts = url === undefined ? [] : [url.host, url.hostname];
  return hosts.reduce((result, host) => result.replaceAll(host, removed), anonymized);
}

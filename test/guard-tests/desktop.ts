import type { GuardTest } from './guard-test.ts';

/** A fuse of the package, turned the other way round. */
const fuse = (fuseName: string, isOn: boolean): GuardTest => ({
  name: `fuse-${fuseName}`,
  promise: 11,
  what: `the fuse ${fuseName} is ${isOn ? 'on' : 'off'}`,
  check: `${fuseName}: ${isOn}`,
  without: `${fuseName}: ${!isOn}`,
});

/** Checks of the app as a program: session, package, links, recovery, connection: promises 10 to 17. */
export const desktopGuardTests: readonly GuardTest[] = [
  {
    name: 'session-state-without-token',
    promise: 10,
    what: 'the session’s state in the page holds no token',
    check: "return { status: 'signed-in', server, user: $tokens.user,",
    without: "return { status: 'signed-in', server, ...$tokens,",
  },
  fuse('runAsNode', false),
  fuse('enableNodeOptionsEnvironmentVariable', false),
  fuse('enableNodeCliInspectArguments', false),
  fuse('onlyLoadAppFromAsar', true),
  fuse('enableCookieEncryption', true),
  fuse('enableEmbeddedAsarIntegrityValidation', true),
  fuse('grantFileProtocolExtraPrivileges', false),
  {
    name: 'keychain-backend',
    promise: 12,
    what: 'a keychain with a well-known key is not used',
    check: "return $backend !== 'basic_text' && $backend !== 'unknown';",
    without: 'return true;',
  },
  {
    name: 'session-file-mode',
    promise: 12,
    what: 'only its owner can read the session file',
    check: "openSync($file, 'wx', 0o600)",
    without: "openSync($file, 'wx', 0o644)",
  },
  {
    name: 'session-file-unreadable',
    promise: 12,
    what: 'a session file that cannot be read counts as none',
    check: "$log.warn('vault.unreadable'); return undefined;",
    without: "throw new Error('unreadable');",
  },
  {
    name: 'deep-link-whole',
    promise: 13,
    what: 'a deep link is matched from its first character to its last',
    check: '(/(?<inviteId>${$id}))?)?/?$`',
    without: '(/(?<inviteId>${$id}))?)?/?`',
  },
  {
    name: 'deep-link-single',
    promise: 13,
    what: 'of several deep links none is followed',
    check: "$more.length === 0 ? $parse($link) : { kind: 'unknown', about: 'several links' }",
    without: '$more.length >= 0 ? $parse($link) : undefined',
  },
  {
    name: 'deep-link-once',
    promise: 14,
    what: 'a deep link is delivered to the window once',
    check: '$entry.waiting = undefined; $entry.isListening = true;',
    without: '$entry.isListening = true;',
  },
  {
    name: 'single-instance',
    promise: 14,
    what: 'there is one process for a profile',
    check: 'if ($app.requestSingleInstanceLock()) {',
    without: 'if ($app.requestSingleInstanceLock() || $app.isReady() === false) {',
  },
  {
    name: 'reload-limit',
    promise: 15,
    what: 'a page that keeps crashing is not reloaded for ever',
    check: 'if ($allowsReload($reloads, $now)) { $reloads = [...$reloads, $now];',
    without: 'if ($allowsReload([], $now)) { $reloads = [...$reloads, $now];',
  },
  {
    name: 'page-hangs',
    promise: 15,
    what: 'a dialog asks what to do about a page that hangs',
    check: "$log.error('window.hangs'); void $askAboutHang();",
    without: "$log.error('window.hangs');",
  },
  {
    name: 'uncaught-exception',
    promise: 15,
    what: 'the app survives an uncaught exception',
    check: "process.on('uncaughtException', ($error) => $log.error('main.uncaught', { $error }));",
  },
  {
    name: 'app-log-redaction',
    promise: 15,
    what: 'secrets are redacted in the app’s log',
    check: "typeof $value === 'string' ? $redact($name, $value) : $value",
    without: '$name === undefined ? $redact($name, String($value)) : $value',
  },
  {
    name: 'sign-out-file',
    promise: 16,
    what: 'signing out deletes the session file',
    check: '$vault.clear(); $onAccess(undefined);',
    without: '$onAccess(undefined);',
  },
  {
    name: 'sign-out-stream',
    promise: 16,
    what: 'signing out ends the live stream',
    check: '$vault.clear(); $onAccess(undefined);',
    without: '$vault.clear();',
  },
  {
    name: 'sign-out-cache',
    promise: 16,
    what: 'signing out clears the window’s query cache',
    check: '$client.removeQueries({ predicate',
    without: '$client.cancelQueries({ predicate',
  },
  {
    name: 'tls-certificate',
    promise: 17,
    what: 'a certificate has to be a trusted one',
    check: "const $network = session.fromPartition('backend');",
    without:
      "const $network = session.fromPartition('backend'); $network.setCertificateVerifyProc((_request, answer) => answer(0));",
  },
];

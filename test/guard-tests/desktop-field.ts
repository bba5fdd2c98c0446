import type { GuardTest } from './guard-test.ts';

/** Checks of the app that keep the promises from the field: 63 to 66. */
export const desktopFieldGuardTests: readonly GuardTest[] = [
  {
    name: 'import-no-address',
    promise: 63,
    what: 'a line of a table without an address is a row as well',
    check: 'if ($people.length === 0) { const $email = readLine($emailCell)',
    without: 'if ($people.length < 0) { const $email = readLine($emailCell)',
  },
  {
    name: 'import-other-people',
    promise: 63,
    what: 'the column of a manager’s or recovery address is never the one to invite',
    check: "if (hasOther($words)) return { kind: 'other-email' };",
  },
  {
    name: 'work-outage',
    promise: 64,
    what: 'the rows of a bulk run wait while the server is away',
    check: "$codes.has($code) ? { means: 'refused', $problem } : { means: 'away', $retryAfter }",
    without: "{ means: 'refused', $problem }",
  },
  {
    name: 'work-key',
    promise: 64,
    what: 'a chunk of a bulk run is sent again with its first key',
    check: '{ idempotencyKey: $chunk.key }',
    without: '{}',
  },
  {
    name: 'work-leaving',
    promise: 64,
    what: 'the app asks before it quits with work left',
    check: 'if ($isQuitting || $work.left().size === 0) return;',
    without: 'if ($isQuitting || $work.left().size >= 0) return;',
  },
  {
    name: 'next-person',
    promise: 65,
    what: 'a window that another person used starts over',
    check: 'useState(() => isOwnWindow($session));',
    without: 'useState(true);',
  },
  {
    name: 'server-time',
    promise: 66,
    what: 'the windows show times by the server’s clock',
    check: 'return Date.now() + $useOffset.getState().offsetMs;',
    without: 'return Date.now();',
  },
  {
    name: 'one-clock',
    promise: 66,
    what: 'one file of the renderer asks this computer’s clock',
    check: 'expiryOf($lifetime, $serverNow())',
    without: 'expiryOf($lifetime, Date.now())',
  },
  {
    name: 'clock-own-answers',
    promise: 66,
    what: 'the server’s clock is learned from its own answers only',
    check: 'if (!$answer.has($serverVersionHeader) || Number.isNaN($date)) return;',
    without: 'if (Number.isNaN($date)) return;',
  },
  {
    name: 'clock-set-while-running',
    promise: 66,
    what: 'a change of this computer’s clock is noticed without an answer',
    check: 'setInterval($update, $checkEveryMs).unref();',
  },
];

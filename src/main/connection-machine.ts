import type { ConnectionState } from '#contract/admin-bridge';

/**
 * What the live connection does next, as a pure function: no timer, no socket, no clock of its own.
 * `live-connection.ts` does what it says.
 */

/** After a break the server is tried at once, then after each of these; then the app gives up until it is asked. */
export const retryDelaysMs: readonly number[] = [0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
/** A connection that held this long was a good one: the next break starts the retries from the beginning. */
export const settledMs = 5_000;
/** For so long the first try of a session is taken for a connection, so that nothing flashes at sign-in. */
export const benefitOfDoubtMs = 1_000;
/** A try that fails sooner is shown for this long all the same: a word that flickers cannot be read. */
export const readableMs = 700;
/** While paused the server is asked this often whether it is back. */
export const askEveryMs = 1_000;

export type Phase =
  | { at: 'stopped' }
  | { at: 'trying'; purpose: 'first' | 'rejoin' | 'resume'; since: number; shown: ConnectionState }
  | { at: 'tried' }
  | { at: 'open'; since: number }
  | { at: 'waiting'; until: number }
  | { at: 'failed' }
  | { at: 'paused' }
  | { at: 'asking' }
  | { at: 'resume-failed' };

export interface Machine {
  phase: Phase;
  /** How many of the retry delays are used up. */
  spent: number;
}

export type Input =
  | 'start'
  | 'stop'
  /** The stream is open. */
  | 'opened'
  /** No answer, or one that says "not now". */
  | 'unreachable'
  /** The server answered that it will not open the stream. */
  | 'refused'
  /** The open stream ended or fell silent. */
  | 'broken'
  /** The server said that it is going away for a moment. */
  | 'paused'
  | 'ready'
  | 'not-ready'
  | 'timer'
  /** A person asked for it. */
  | 'retry'
  /** The network is back, the computer woke up, the window came to the front. */
  | 'wake';

/**
 * `open` and `ask` first let go of whatever is under way, as `close` does; `keep` leaves it alone.
 * Without `timerMs` no timer is left running.
 */
export interface Step {
  machine: Machine;
  command: 'open' | 'ask' | 'close' | 'keep';
  timerMs?: number;
}

export const stopped: Machine = { phase: { at: 'stopped' }, spent: 0 };

/**
 * @param now milliseconds since the epoch
 * @returns the next step, or undefined when the input means nothing in this phase
 */
export function advance(machine: Machine, input: Input, now: number): Step | undefined {
  if (input === 'start') return start(now);
  if (machine.phase.at === 'stopped') return undefined;
  if (input === 'stop') return { machine: stopped, command: 'close' };
  switch (machine.phase.at) {
    case 'trying':
      return afterTry(machine, machine.phase, input, now);
    case 'tried':
      if (input === 'timer') return retryLater(machine.spent, now);
      return isCall(input) ? rejoin(1, now) : undefined;
    case 'open':
      return fromOpen(machine, machine.phase.since, input, now);
    case 'waiting':
      if (input === 'timer') return rejoin(machine.spent, now);
      return isCall(input) ? rejoin(1, now) : undefined;
    case 'failed':
    case 'resume-failed':
      return isCall(input) ? rejoin(1, now) : undefined;
    case 'paused':
      if (input === 'timer' || input === 'wake') return { machine: at({ at: 'asking' }), command: 'ask' };
      return input === 'retry' ? resume({ status: 'rejoining' }, now) : undefined;
    case 'asking':
      if (input === 'ready') return resume({ status: 'paused' }, now);
      if (input === 'not-ready') return pause();
      return input === 'retry' ? resume({ status: 'rejoining' }, now) : undefined;
  }
}

/** What the window is told. */
export function stateOf({ phase }: Machine): ConnectionState {
  switch (phase.at) {
    case 'stopped':
    case 'open':
      return { status: 'connected' };
    case 'trying':
      return phase.shown;
    case 'tried':
      return { status: 'rejoining' };
    case 'waiting':
      return { status: 'waiting', retryAt: phase.until };
    case 'failed':
      return { status: 'failed' };
    case 'paused':
    case 'asking':
      return { status: 'paused' };
    case 'resume-failed':
      return { status: 'resume-failed' };
  }
}

function afterTry(
  machine: Machine,
  phase: Extract<Phase, { at: 'trying' }>,
  input: Input,
  now: number,
): Step | undefined {
  if (input === 'opened') {
    return { machine: { phase: { at: 'open', since: now }, spent: machine.spent }, command: 'keep' };
  }
  const hasFailed = input === 'unreachable' || input === 'refused' || input === 'broken';
  switch (phase.purpose) {
    case 'first': {
      if (hasFailed) return retryLater(machine.spent, now);
      if (input !== 'timer') return undefined;
      const doubted: Phase = { ...phase, shown: { status: 'rejoining' } };
      return { machine: { ...machine, phase: doubted }, command: 'keep' };
    }
    case 'rejoin': {
      if (!hasFailed) return undefined;
      const unread = phase.since + readableMs - now;
      if (unread <= 0) return retryLater(machine.spent, now);
      return { machine: { ...machine, phase: { at: 'tried' } }, command: 'close', timerMs: unread };
    }
    case 'resume':
      if (input === 'refused') return { machine: at({ at: 'resume-failed' }), command: 'close' };
      return hasFailed ? pause() : undefined;
  }
}

function fromOpen(machine: Machine, since: number, input: Input, now: number): Step | undefined {
  if (input === 'paused') return pause();
  if (input !== 'broken') return undefined;
  // A server that takes every connection and drops it at once must not be tried in a hot loop.
  return retryLater(now - since >= settledMs ? 0 : machine.spent, now);
}

function start(now: number): Step {
  const phase: Phase = { at: 'trying', purpose: 'first', since: now, shown: { status: 'connected' } };
  return { machine: at(phase), command: 'open', timerMs: benefitOfDoubtMs };
}

function retryLater(spent: number, now: number): Step {
  const delay = retryDelaysMs[spent];
  if (delay === undefined) return { machine: at({ at: 'failed' }), command: 'close' };
  if (delay === 0) return rejoin(spent + 1, now);
  const phase: Phase = { at: 'waiting', until: now + delay };
  return { machine: { phase, spent: spent + 1 }, command: 'close', timerMs: delay };
}

/** `spent` counts this try's own delay too: after a call the try "at once" is used up. */
function rejoin(spent: number, now: number): Step {
  const phase: Phase = { at: 'trying', purpose: 'rejoin', since: now, shown: { status: 'rejoining' } };
  return { machine: { phase, spent }, command: 'open' };
}

function resume(shown: ConnectionState, now: number): Step {
  return { machine: at({ at: 'trying', purpose: 'resume', since: now, shown }), command: 'open' };
}

function pause(): Step {
  return { machine: at({ at: 'paused' }), command: 'close', timerMs: askEveryMs };
}

function isCall(input: Input): boolean {
  return input === 'retry' || input === 'wake';
}

function at(phase: Phase): Machine {
  return { phase, spent: 0 };
}

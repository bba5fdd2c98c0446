import type { ConnectionState } from '#contract/bridge/types';

/**
 * The state machine of the live connection, as a pure function without timers, sockets or a clock.
 * `live-connection.ts` carries out its commands.
 */

/** The delays before the reconnects after a break. When they are used up, the app waits for the user. */
export const retryDelaysMs: readonly number[] = [0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
/** A connection that lasts this long is stable: the next break starts with the first retry delay again. */
export const stableAfterMs = 5_000;
/** For this long the first attempt of a session counts as connected, so that nothing flashes at sign-in. */
export const firstAttemptGraceMs = 1_000;
/** "Rejoining" is shown at least this long, so that it can be read. */
export const minRejoiningMs = 700;
/** A pause is mostly a restart: at first a paused connection checks this often whether the server is ready. */
export const probeEveryMs = 1_000;
/** After so many checks it is a longer absence, and each check comes after twice the time of the one before. */
export const frequentProbes = 10;
/** The longest time between two checks. One that has given up reconnecting checks this often. */
export const slowestProbeMs = 30_000;

export type Phase =
  | { at: 'stopped' }
  | { at: 'connecting'; purpose: 'first' | 'rejoin' | 'resume'; since: number; shown: ConnectionState }
  /** The attempt has failed, and "Rejoining" is still shown. */
  | { at: 'attempt-failed' }
  | { at: 'open'; since: number }
  | { at: 'waiting'; until: number }
  | { at: 'failed' }
  /** After it has failed: checks whether the server is ready. */
  | { at: 'checking' }
  /** `probes`: how often it has checked whether the server is ready. */
  | { at: 'paused'; probes: number }
  | { at: 'probing'; probes: number }
  | { at: 'resume-failed' };

export interface Machine {
  phase: Phase;
  /** How many of the retry delays are used up. */
  delaysUsed: number;
}

export type Input =
  | 'start'
  | 'stop'
  /** The stream is open. */
  | 'opened'
  /** No answer, or one that says "not now". */
  | 'unreachable'
  /** The server refused to open the stream. */
  | 'refused'
  /** The open stream ended or fell silent. */
  | 'broken'
  /** The server announced that it goes away for a moment. */
  | 'paused'
  | 'ready'
  | 'not-ready'
  | 'timer'
  /** The user asked for it. */
  | 'retry'
  /** The network is back, the computer woke up, or the window came to the front. */
  | 'wake';

/**
 * `open` and `probe` first cancel what is under way, as `close` does; `continue` does not.
 * Without `timerMs` no timer keeps running.
 */
export interface Step {
  machine: Machine;
  command: 'open' | 'probe' | 'close' | 'continue';
  timerMs?: number;
}

export const stopped: Machine = { phase: { at: 'stopped' }, delaysUsed: 0 };

/**
 * Advances the machine by one input.
 *
 * @param now milliseconds of a clock that nobody can set
 * @returns the next step, or undefined when the input has no effect in this phase
 */
export function advance(machine: Machine, input: Input, now: number): Step | undefined {
  if (input === 'start') return start(now);
  if (machine.phase.at === 'stopped') return undefined;
  if (input === 'stop') return { machine: stopped, command: 'close' };
  switch (machine.phase.at) {
    case 'connecting':
      return fromConnecting(machine, machine.phase, input, now);
    case 'attempt-failed':
      if (input === 'timer') return waitOrFail(machine.delaysUsed, now);
      return isReconnect(input) ? rejoin(1, now) : undefined;
    case 'open':
      return fromOpen(machine, machine.phase.since, input, now);
    case 'waiting':
      if (input === 'timer') return rejoin(machine.delaysUsed, now);
      return isReconnect(input) ? rejoin(1, now) : undefined;
    case 'failed':
      if (input === 'timer') return { machine: inPhase({ at: 'checking' }), command: 'probe' };
      return isReconnect(input) ? rejoin(1, now) : undefined;
    case 'checking':
      // One attempt, which nothing is shown of unless it succeeds.
      if (input === 'ready') return rejoin(retryDelaysMs.length, now, { status: 'failed' });
      if (input === 'not-ready') return fail();
      return isReconnect(input) ? rejoin(1, now) : undefined;
    case 'resume-failed':
      return isReconnect(input) ? rejoin(1, now) : undefined;
    case 'paused':
      if (input === 'timer') return probe(machine.phase.probes);
      if (input === 'wake') return probe(0);
      return input === 'retry' ? resume({ status: 'rejoining' }, now) : undefined;
    case 'probing':
      if (input === 'ready') return resume({ status: 'paused' }, now);
      if (input === 'not-ready') return pause(machine.phase.probes);
      return input === 'retry' ? resume({ status: 'rejoining' }, now) : undefined;
  }
}

/** The state that the windows show. */
export function stateOf({ phase }: Machine): ConnectionState {
  switch (phase.at) {
    case 'stopped':
    case 'open':
      return { status: 'connected' };
    case 'connecting':
      return phase.shown;
    case 'attempt-failed':
      return { status: 'rejoining' };
    case 'waiting':
      return { status: 'waiting', retryAt: phase.until };
    case 'failed':
    case 'checking':
      return { status: 'failed' };
    case 'paused':
    case 'probing':
      return { status: 'paused' };
    case 'resume-failed':
      return { status: 'resume-failed' };
  }
}

function fromConnecting(
  machine: Machine,
  phase: Extract<Phase, { at: 'connecting' }>,
  input: Input,
  now: number,
): Step | undefined {
  if (input === 'opened') {
    return {
      machine: { phase: { at: 'open', since: now }, delaysUsed: machine.delaysUsed },
      command: 'continue',
    };
  }
  const hasFailed = input === 'unreachable' || input === 'refused' || input === 'broken';
  switch (phase.purpose) {
    case 'first': {
      if (hasFailed) return waitOrFail(machine.delaysUsed, now);
      if (input !== 'timer') return undefined;
      const slow: Phase = { ...phase, shown: { status: 'rejoining' } };
      return { machine: { ...machine, phase: slow }, command: 'continue' };
    }
    case 'rejoin': {
      if (phase.shown.status === 'failed' && isReconnect(input)) return rejoin(1, now);
      if (!hasFailed) return undefined;
      if (phase.shown.status === 'failed') return fail();
      const remaining = phase.since + minRejoiningMs - now;
      if (remaining <= 0) return waitOrFail(machine.delaysUsed, now);
      return {
        machine: { ...machine, phase: { at: 'attempt-failed' } },
        command: 'close',
        timerMs: remaining,
      };
    }
    case 'resume':
      if (input === 'refused') return { machine: inPhase({ at: 'resume-failed' }), command: 'close' };
      return hasFailed ? pause() : undefined;
  }
}

function fromOpen(machine: Machine, since: number, input: Input, now: number): Step | undefined {
  if (input === 'paused') return pause();
  if (input !== 'broken') return undefined;
  // A server that accepts every connection and drops it immediately must not cause a hot loop.
  return waitOrFail(now - since >= stableAfterMs ? 0 : machine.delaysUsed, now);
}

function start(now: number): Step {
  const phase: Phase = { at: 'connecting', purpose: 'first', since: now, shown: { status: 'connected' } };
  return { machine: inPhase(phase), command: 'open', timerMs: firstAttemptGraceMs };
}

function waitOrFail(delaysUsed: number, now: number): Step {
  const delay = retryDelaysMs[delaysUsed];
  if (delay === undefined) return fail();
  if (delay === 0) return rejoin(delaysUsed + 1, now);
  const phase: Phase = { at: 'waiting', until: now + delay };
  return { machine: { phase, delaysUsed: delaysUsed + 1 }, command: 'close', timerMs: delay };
}

/** `delaysUsed` includes the delay of this attempt: an attempt that the user asked for uses up the first one. */
function rejoin(delaysUsed: number, now: number, shown: ConnectionState = { status: 'rejoining' }): Step {
  const phase: Phase = { at: 'connecting', purpose: 'rejoin', since: now, shown };
  return { machine: { phase, delaysUsed }, command: 'open' };
}

function fail(): Step {
  return { machine: inPhase({ at: 'failed' }), command: 'close', timerMs: slowestProbeMs };
}

function resume(shown: ConnectionState, now: number): Step {
  return { machine: inPhase({ at: 'connecting', purpose: 'resume', since: now, shown }), command: 'open' };
}

/** @param probes how often it has been checked that the server is not ready */
function pause(probes = 0): Step {
  const timerMs = probeEveryMs * 2 ** Math.max(0, probes - frequentProbes);
  return {
    machine: inPhase({ at: 'paused', probes }),
    command: 'close',
    timerMs: Math.min(timerMs, slowestProbeMs),
  };
}

function probe(probes: number): Step {
  return { machine: inPhase({ at: 'probing', probes: probes + 1 }), command: 'probe' };
}

function isReconnect(input: Input): boolean {
  return input === 'retry' || input === 'wake';
}

function inPhase(phase: Phase): Machine {
  return { phase, delaysUsed: 0 };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input, Machine, Step } from './connection-machine.ts';
import {
  advance,
  probeEveryMs,
  firstAttemptGraceMs,
  frequentProbes,
  minRejoiningMs,
  retryDelaysMs,
  slowestProbeMs,
  stableAfterMs,
  stateOf,
  stopped,
} from './connection-machine.ts';

/** Plays a script of inputs. A number lets so many milliseconds pass and fires the timer when it is due. */
function play(...script: (Input | number)[]) {
  const player = createPlayer();
  for (const part of script) {
    if (typeof part === 'number') player.pass(part);
    else player.give(part);
  }
  return player;
}

function createPlayer() {
  let now = 1_000_000;
  let machine: Machine = stopped;
  let timer: number | undefined;
  const commands: Step['command'][] = [];
  const tries: number[] = [];
  function give(input: Input): void {
    const step = advance(machine, input, now);
    if (step === undefined) return;
    machine = step.machine;
    timer = step.timerMs === undefined ? undefined : now + step.timerMs;
    commands.push(step.command);
    if (step.command === 'open') tries.push(now);
  }
  function pass(ms: number): void {
    const end = now + ms;
    while (timer !== undefined && timer <= end) {
      now = timer;
      timer = undefined;
      give('timer');
    }
    now = end;
  }
  return {
    give,
    pass,
    commands,
    tries,
    now: () => now,
    timer: () => timer,
    /** The command that is being carried out. */
    lastCommand: () => commands.findLast((command) => command !== 'continue'),
    answersTo: (input: Input) => advance(machine, input, now)?.command === 'open',
    machine: () => machine,
    status: () => stateOf(machine).status,
  };
}

/** A connection that has used up its retry delays. */
function fail() {
  const player = play('start', 'unreachable');
  while (player.status() !== 'failed') {
    player.give('unreachable');
    player.pass(player.status() === 'failed' ? 0 : minRejoiningMs);
    if (player.status() === 'waiting') player.pass((player.timer() ?? 0) - player.now());
  }
  return player;
}

describe('the live connection', () => {
  it('shows connected from the start, unless the first attempt takes long', () => {
    expect(play('start').status()).toBe('connected');
    expect(play('start', firstAttemptGraceMs).status()).toBe('rejoining');
    expect(play('start', firstAttemptGraceMs, 'opened').status()).toBe('connected');
  });

  it('reconnects immediately, then after 1, 2, 4, 8, 16, 30 and 30 s, then shows failed', () => {
    const player = play('start', 'opened', stableAfterMs, 'broken');
    expect(player.status()).toBe('rejoining');
    for (const delay of retryDelaysMs.slice(1)) {
      player.give('unreachable');
      player.pass(minRejoiningMs);
      expect(stateOf(player.machine())).toEqual({ status: 'waiting', retryAt: player.now() + delay });
      player.pass(delay - 1);
      expect(player.status()).toBe('waiting');
      player.pass(1);
      expect(player.status()).toBe('rejoining');
    }
    player.give('unreachable');
    player.pass(minRejoiningMs);
    expect(player.status()).toBe('failed');
  });

  it('checks every 30 s after it has failed, and reconnects when the server is ready', () => {
    const player = fail();
    const attempts = player.tries.length;
    for (let checks = 0; checks < 5; checks += 1) {
      player.pass(slowestProbeMs);
      expect(player.commands.at(-1)).toBe('probe');
      player.give('not-ready');
      expect(player.status()).toBe('failed');
    }
    expect(player.tries).toHaveLength(attempts);
    // A server that is ready, and cannot be reached all the same, is tried once, without a word.
    player.pass(slowestProbeMs);
    player.give('ready');
    expect(player.status()).toBe('failed');
    player.give('unreachable');
    expect(player.status()).toBe('failed');
    expect(player.tries).toHaveLength(attempts + 1);
    player.pass(slowestProbeMs);
    player.give('ready');
    player.give('opened');
    expect(player.status()).toBe('connected');
  });

  it.each(['retry', 'wake'] as const)('reconnects on %s while it checks after it has failed', (call) => {
    const checking = fail();
    checking.pass(slowestProbeMs);
    checking.give(call);
    expect(checking.status()).toBe('rejoining');

    const trying = fail();
    trying.pass(slowestProbeMs);
    trying.give('ready');
    trying.give(call);
    expect(trying.status()).toBe('rejoining');
  });

  it('shows rejoining long enough to be read when an attempt fails immediately', () => {
    const player = play('start', 'opened', stableAfterMs, 'broken', 'unreachable', minRejoiningMs - 1);
    expect(player.status()).toBe('rejoining');
    player.pass(1);
    expect(player.status()).toBe('waiting');
  });

  it.each(['retry', 'wake'] as const)(
    'reconnects immediately on %s, while it waits and after it has failed',
    (call) => {
      const waiting = play('start', 'opened', 'broken', 'unreachable', minRejoiningMs, call);
      expect(waiting.status()).toBe('rejoining');
      expect(waiting.machine().delaysUsed).toBe(1);

      const failed = fail();
      expect(failed.status()).toBe('failed');
      failed.give(call);
      expect(failed.status()).toBe('rejoining');
      failed.give('opened');
      expect(failed.status()).toBe('connected');
    },
  );

  it('pauses when the server says so and resumes by itself when the server is ready', () => {
    const player = play('start', 'opened', 'paused');
    expect(player.status()).toBe('paused');
    player.pass(probeEveryMs);
    expect(player.commands.at(-1)).toBe('probe');
    player.give('not-ready');
    player.pass(probeEveryMs);
    player.give('ready');
    expect(player.commands.at(-1)).toBe('open');
    expect(player.status()).toBe('paused');
    player.give('opened');
    expect(player.status()).toBe('connected');
  });

  it('asks every second at first, and every 30 s in a pause that lasts', () => {
    const player = play('start', 'opened', 'paused');
    const delays = Array.from({ length: frequentProbes + 8 }, () => {
      const delay = (player.timer() ?? 0) - player.now();
      player.pass(delay);
      expect(player.commands.at(-1)).toBe('probe');
      player.give('not-ready');
      return delay;
    });
    expect(new Set(delays.slice(0, frequentProbes))).toEqual(new Set([probeEveryMs]));
    expect(delays.slice(frequentProbes)).toEqual([
      1_000,
      2_000,
      4_000,
      8_000,
      16_000,
      ...Array<number>(3).fill(slowestProbeMs),
    ]);
    // The user is back, or the network: it is asked immediately, and often again.
    player.give('wake');
    expect(player.commands.at(-1)).toBe('probe');
    player.give('not-ready');
    expect((player.timer() ?? 0) - player.now()).toBe(probeEveryMs);
  });

  it('stays paused while the server is away, however often the user retries', () => {
    const player = play('start', 'opened', 'paused');
    for (let calls = 0; calls < 20; calls += 1) {
      player.give('retry');
      expect(player.status()).toBe('rejoining');
      player.give('unreachable');
      expect(player.status()).toBe('paused');
    }
  });

  it('shows that resuming failed only when the server has refused it', () => {
    const player = play('start', 'opened', 'paused', probeEveryMs, 'ready', 'refused');
    expect(player.status()).toBe('resume-failed');
    player.give('retry');
    expect(player.status()).toBe('rejoining');
  });

  it('waits between attempts when the server drops every connection immediately', () => {
    const player = play('start');
    for (let drops = 0; drops < 50; drops += 1) {
      player.give('opened');
      player.give('broken');
      player.pass(100);
    }
    // The first, the immediate one, and those after 1 and 2 s.
    expect(player.tries).toHaveLength(4);
  });

  it('does nothing after it was stopped', () => {
    const inputs: Input[] = ['opened', 'unreachable', 'broken', 'paused', 'ready', 'timer', 'retry', 'wake'];
    const player = play('start', 'opened', 'stop', ...inputs, 600_000);
    expect(player.machine()).toEqual(stopped);
    expect(player.tries).toHaveLength(1);
  });
});

/** Inputs in any order, with pauses. */
const scripts = fc.array(
  fc.oneof(
    fc.constantFrom<Input>('opened', 'unreachable', 'refused', 'broken', 'paused', 'ready', 'not-ready'),
    fc.constantFrom<Input>('retry', 'wake', 'stop', 'start'),
    fc.integer({ min: 0, max: 40_000 }),
  ),
  { maxLength: 200 },
);

describe('the live connection, for any sequence of inputs', () => {
  it('is never stuck: it is open, has a request or a timer, or can be retried', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const player = play('start', ...script);
        const goesOn: Record<Machine['phase']['at'], () => boolean> = {
          stopped: () => player.commands.at(-1) === 'close',
          connecting: () => player.lastCommand() === 'open',
          'attempt-failed': () => player.timer() !== undefined,
          open: () => player.lastCommand() === 'open',
          waiting: () => player.timer() !== undefined,
          paused: () => player.timer() !== undefined,
          probing: () => player.lastCommand() === 'probe',
          failed: () => player.timer() !== undefined && player.answersTo('retry'),
          checking: () => player.lastCommand() === 'probe' && player.answersTo('retry'),
          'resume-failed': () => player.timer() === undefined && player.answersTo('retry'),
        };
        expect(goesOn[player.machine().phase.at]()).toBe(true);
      }),
    );
  });

  it('connects no more often than the retry delays allow', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom<Input>('opened', 'unreachable', 'refused', 'broken'),
            fc.integer({ min: 0, max: 4_000 }),
          ),
          { maxLength: 300 },
        ),
        (script) => {
          const { tries } = play('start', 'opened', stableAfterMs, ...script);
          const within = (ms: number) =>
            Math.max(
              ...tries.map((first) => tries.filter((later) => later >= first && later < first + ms).length),
            );
          // The first of a session, the immediate one, and the one after a second.
          expect(within(1_000)).toBeLessThanOrEqual(3);
        },
      ),
    );
  });

  it('shows a time for the next attempt that is ahead, within the longest delay', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const player = play('start', ...script);
        const state = stateOf(player.machine());
        fc.pre(state.status === 'waiting');
        expect(state.retryAt).toBeGreaterThan(player.now());
        expect(state.retryAt - player.now()).toBeLessThanOrEqual(Math.max(...retryDelaysMs));
      }),
    );
  });
});

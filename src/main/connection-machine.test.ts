import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input, Machine, Step } from './connection-machine.ts';
import {
  advance,
  askEveryMs,
  benefitOfDoubtMs,
  readableMs,
  retryDelaysMs,
  settledMs,
  stateOf,
  stopped,
} from './connection-machine.ts';

/** Plays inputs one after the other; a number lets time pass and fires the timer when it is due. */
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
    /** What the world outside is busy with. */
    lastCommand: () => commands.findLast((command) => command !== 'keep'),
    answersTo: (input: Input) => advance(machine, input, now)?.command === 'open',
    machine: () => machine,
    status: () => stateOf(machine).status,
  };
}

describe('the live connection', () => {
  it('says connected from the start, unless the first try takes long', () => {
    expect(play('start').status()).toBe('connected');
    expect(play('start', benefitOfDoubtMs).status()).toBe('rejoining');
    expect(play('start', benefitOfDoubtMs, 'opened').status()).toBe('connected');
  });

  it('tries at once, then after 1, 2, 4, 8, 16, 30, 30 s, then has failed', () => {
    const player = play('start', 'opened', settledMs, 'broken');
    expect(player.status()).toBe('rejoining');
    for (const delay of retryDelaysMs.slice(1)) {
      player.give('unreachable');
      player.pass(readableMs);
      expect(stateOf(player.machine())).toEqual({ status: 'waiting', retryAt: player.now() + delay });
      player.pass(delay - 1);
      expect(player.status()).toBe('waiting');
      player.pass(1);
      expect(player.status()).toBe('rejoining');
    }
    player.give('unreachable');
    player.pass(readableMs);
    expect(player.status()).toBe('failed');
    expect(player.timer()).toBeUndefined();
  });

  it('shows a try that fails at once long enough to be read', () => {
    const player = play('start', 'opened', settledMs, 'broken', 'unreachable', readableMs - 1);
    expect(player.status()).toBe('rejoining');
    player.pass(1);
    expect(player.status()).toBe('waiting');
  });

  it.each(['retry', 'wake'] as const)(
    'starts again at once on %s, while waiting and when it has failed',
    (call) => {
      const waiting = play('start', 'opened', 'broken', 'unreachable', readableMs, call);
      expect(waiting.status()).toBe('rejoining');
      expect(waiting.machine().spent).toBe(1);

      const failed = play('start', 'unreachable');
      for (let tries = 0; tries < retryDelaysMs.length; tries += 1) {
        failed.give('unreachable');
        failed.pass(60_000);
      }
      expect(failed.status()).toBe('failed');
      failed.give(call);
      expect(failed.status()).toBe('rejoining');
      failed.give('opened');
      expect(failed.status()).toBe('connected');
    },
  );

  it('is paused by the server and resumes by itself as soon as it is ready', () => {
    const player = play('start', 'opened', 'paused');
    expect(player.status()).toBe('paused');
    player.pass(askEveryMs);
    expect(player.commands.at(-1)).toBe('ask');
    player.give('not-ready');
    player.pass(askEveryMs);
    player.give('ready');
    expect(player.commands.at(-1)).toBe('open');
    expect(player.status()).toBe('paused');
    player.give('opened');
    expect(player.status()).toBe('connected');
  });

  it('stays paused while the server is away, however often it is asked to resume', () => {
    const player = play('start', 'opened', 'paused');
    for (let calls = 0; calls < 20; calls += 1) {
      player.give('retry');
      expect(player.status()).toBe('rejoining');
      player.give('unreachable');
      expect(player.status()).toBe('paused');
    }
  });

  it('has failed to resume only when the resume was refused', () => {
    const player = play('start', 'opened', 'paused', askEveryMs, 'ready', 'refused');
    expect(player.status()).toBe('resume-failed');
    player.give('retry');
    expect(player.status()).toBe('rejoining');
  });

  it('does not try in a hot loop a server that drops each connection at once', () => {
    const player = play('start');
    for (let drops = 0; drops < 50; drops += 1) {
      player.give('opened');
      player.give('broken');
      player.pass(100);
    }
    // The first, the one at once, and those after 1 and 2 s.
    expect(player.tries).toHaveLength(4);
  });

  it('does nothing once stopped', () => {
    const inputs: Input[] = ['opened', 'unreachable', 'broken', 'paused', 'ready', 'timer', 'retry', 'wake'];
    const player = play('start', 'opened', 'stop', ...inputs, 600_000);
    expect(player.machine()).toEqual(stopped);
    expect(player.tries).toHaveLength(1);
  });
});

/** What the world can do to the machine at any time; answers come only while something is asked. */
const happenings = fc.array(
  fc.oneof(
    fc.constantFrom<Input>('opened', 'unreachable', 'refused', 'broken', 'paused', 'ready', 'not-ready'),
    fc.constantFrom<Input>('retry', 'wake', 'stop', 'start'),
    fc.integer({ min: 0, max: 40_000 }),
  ),
  { maxLength: 200 },
);

describe('whatever happens to the live connection', () => {
  it('is never stuck: it is open, under way, on a timer, or waits for a call', () => {
    fc.assert(
      fc.property(happenings, (script) => {
        const player = play('start', ...script);
        const goesOn: Record<Machine['phase']['at'], () => boolean> = {
          stopped: () => player.commands.at(-1) === 'close',
          trying: () => player.lastCommand() === 'open',
          tried: () => player.timer() !== undefined,
          open: () => player.lastCommand() === 'open',
          waiting: () => player.timer() !== undefined,
          paused: () => player.timer() !== undefined,
          asking: () => player.lastCommand() === 'ask',
          failed: () => player.timer() === undefined && player.answersTo('retry'),
          'resume-failed': () => player.timer() === undefined && player.answersTo('retry'),
        };
        expect(goesOn[player.machine().phase.at]()).toBe(true);
      }),
    );
  });

  it('tries no more often than the schedule allows while no one calls', () => {
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
          const { tries } = play('start', 'opened', settledMs, ...script);
          const within = (ms: number) =>
            Math.max(
              ...tries.map((first) => tries.filter((later) => later >= first && later < first + ms).length),
            );
          // The first of a session, the one at once and the one after a second.
          expect(within(1_000)).toBeLessThanOrEqual(3);
        },
      ),
    );
  });

  it('counts down to a moment that lies ahead, never further than the longest delay', () => {
    fc.assert(
      fc.property(happenings, (script) => {
        const player = play('start', ...script);
        const state = stateOf(player.machine());
        fc.pre(state.status === 'waiting');
        expect(state.retryAt).toBeGreaterThan(player.now());
        expect(state.retryAt - player.now()).toBeLessThanOrEqual(Math.max(...retryDelaysMs));
      }),
    );
  });
});

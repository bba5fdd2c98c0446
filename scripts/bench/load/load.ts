import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { node } from '../../setup/paths.mjs';
import { atEnd } from '../ending.ts';
import type { Flood, FloodResult, LoadOrder, LoadReport, Sequence, SequenceResult } from './load-order.ts';

const program = fileURLToPath(new URL('load-process.ts', import.meta.url));

interface Clients {
  process: ChildProcess;
  /** Rejects when the process ends. */
  ended: Promise<never>;
}

let clients: Clients | undefined;

/** Has the clients' process ask as fast as it is answered. */
export async function flood(order: Omit<Flood, 'kind'>): Promise<FloodResult> {
  return (await done({ kind: 'flood', ...order })) as FloodResult;
}

/** Has the clients' process ask one thing after the other. */
export async function inSequence(order: Omit<Sequence, 'kind'>): Promise<SequenceResult> {
  return (await done({ kind: 'sequence', ...order })) as SequenceResult;
}

async function done(order: LoadOrder): Promise<FloodResult | SequenceResult> {
  clients ??= start();
  clients.process.send(order);
  const [report] = (await Promise.race([once(clients.process, 'message'), clients.ended])) as [LoadReport];
  if ('error' in report) throw new Error(report.error);
  return report.result;
}

function start(): Clients {
  const child = fork(program, { execPath: node, execArgv: [] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the clients ended');
  });
  ended.catch(() => undefined);
  atEnd(async () => {
    clients = undefined;
    child.kill();
  });
  return { process: child, ended };
}

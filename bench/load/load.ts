import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { node } from '../../scripts/setup/paths.mjs';
import { onCleanup } from '../harness/cleanup.ts';
import type {
  Flood,
  FloodResult,
  LoadRequest,
  LoadResponse,
  Sequence,
  SequenceResult,
} from './load-request.ts';

const program = fileURLToPath(new URL('load-process.ts', import.meta.url));

interface Clients {
  process: ChildProcess;
  /** Rejects when the process ends. */
  ended: Promise<never>;
}

let clients: Clients | undefined;

/** Lets the clients' process send requests as fast as they are answered. */
export async function flood(load: Omit<Flood, 'kind'>): Promise<FloodResult> {
  return (await run({ kind: 'flood', ...load })) as FloodResult;
}

/** Lets the clients' process send one request after the other. */
export async function inSequence(load: Omit<Sequence, 'kind'>): Promise<SequenceResult> {
  return (await run({ kind: 'sequence', ...load })) as SequenceResult;
}

async function run(request: LoadRequest): Promise<FloodResult | SequenceResult> {
  clients ??= start();
  clients.process.send(request);
  const [response] = (await Promise.race([once(clients.process, 'message'), clients.ended])) as [
    LoadResponse,
  ];
  if ('error' in response) throw new Error(response.error);
  return response.result;
}

function start(): Clients {
  const child = fork(program, { execPath: node, execArgv: [] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the process of the clients ended');
  });
  ended.catch(() => undefined);
  onCleanup(async () => {
    clients = undefined;
    child.kill();
  });
  return { process: child, ended };
}

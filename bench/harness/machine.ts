import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { electronVersionInUse } from '../../scripts/setup/electron.mjs';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { postgresVersion } from '../fixtures/postgres.ts';

export interface Machine {
  date: string;
  /** The last one that changed the product. */
  commit: string;
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  /** Of the last minute, at the end of the run: above the number of cores, other programs took part of the machine. */
  load: number;
  versions: Record<string, string>;
  /** The same for people. */
  lines: string[];
}

/** Describes what the figures were measured on. */
export async function describeMachine(): Promise<Machine> {
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    versions: {
      node: process.versions.node,
      postgresql: (await postgresVersion()) ?? 'not started',
      electron: electronVersionInUse() ?? 'none',
      fastify: versionOf('fastify'),
      pg: versionOf('pg'),
    },
  };
  const { cpu, cores, memoryGiB, system, versions, load } = machine;
  return {
    ...machine,
    lines: [
      `${machine.date}, ${machine.commit}: ${cores} cores of ${cpu}, ${memoryGiB} GiB, ${system}; load at the end ${load}.`,
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
  };
}

function commit(): string {
  try {
    const dirty = git('status', '--porcelain', '--untracked-files=no', 'src').trim() !== '';
    return git('log', '-1', '--format=%h', '--', 'src').trim() + (dirty ? ' with changes' : '');
  } catch {
    return 'no commit';
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: projectFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function versionOf(name: string): string {
  const file = join(projectFolder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

import { readdirSync, readFileSync } from 'node:fs';

/** The memory of a process and all that it started, shared pages counted once: the sum of their PSS in MiB. */
export function memoryOf(pid: number): number {
  const children = childrenByParent();
  const processes = [pid];
  for (const each of processes) processes.push(...(children.get(each) ?? []));
  return processes.reduce((sum, each) => sum + pssOf(each), 0) / 1024;
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (Number.isNaN(pid)) continue;
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

/** In KiB. */
function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** Empty for a process that has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

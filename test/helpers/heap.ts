import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';

/** Everything that V8 holds for the page: each string of its heap is in it. */
export async function heapOfPage(page: Page): Promise<string> {
  const devTools = await page.context().newCDPSession(page);
  let snapshot = '';
  devTools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    snapshot += chunk;
  });
  await devTools.send('HeapProfiler.collectGarbage');
  await devTools.send('HeapProfiler.takeHeapSnapshot');
  await devTools.detach();
  return snapshot;
}

/** The same for the main process. */
export async function heapOfMain(electron: ElectronApplication, folder: string): Promise<string> {
  const file = join(folder, 'main.heapsnapshot');
  await electron.evaluate((_electron, file) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(file);
  }, file);
  const snapshot = readFileSync(file, 'utf8');
  rmSync(file);
  return snapshot;
}

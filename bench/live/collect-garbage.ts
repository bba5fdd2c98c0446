/**
 * Has a Node process that runs with `--inspect` collect its garbage, so that what is left is what it keeps.
 *
 * @param output what it has written, its inspector's address among it
 */
export async function collectGarbage(output: string): Promise<void> {
  const address = /Debugger listening on (ws:\S+)/.exec(output)?.[1];
  if (address === undefined) throw new Error('the process has no inspector');
  const inspector = new WebSocket(address);
  await new Promise((resolve, reject) => {
    inspector.addEventListener('open', resolve, { once: true });
    inspector.addEventListener('error', () => reject(new Error('the inspector does not answer')), {
      once: true,
    });
  });
  const done = new Promise((resolve) => inspector.addEventListener('message', resolve, { once: true }));
  inspector.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  await done;
  const closed = new Promise((resolve) => inspector.addEventListener('close', resolve, { once: true }));
  inspector.close();
  await closed;
}

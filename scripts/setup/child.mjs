/** @type {AbortSignal | undefined} */
let interrupted;

/**
 * Aborted when this process is asked to end (Ctrl+C, SIGTERM, a closed terminal); from the first call on, that no
 * longer ends it at once, so that it can end its children in order.
 */
export function interruption() {
  if (interrupted) return interrupted;
  const controller = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => controller.abort());
  if (process.env['npm_lifecycle_event']) watchParent(() => controller.abort());
  interrupted = controller.signal;
  return interrupted;
}

/**
 * npm hands a signal to the shell that it starts scripts by, and that shell ends without handing it on.
 *
 * @param {() => void} onEnd
 */
function watchParent(onEnd) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onEnd();
  }, 200);
  watch.unref();
}

/**
 * Waits for a child's end, and ends it when this process is interrupted.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [signal] the one upon which the child ends in order
 * @returns {Promise<number>} its exit code, 130 when it was ended by a signal
 */
export function endOf(child, signal = 'SIGTERM') {
  const interrupted = interruption();
  return new Promise((resolve, reject) => {
    const end = () => child.kill(signal);
    if (interrupted.aborted) end();
    interrupted.addEventListener('abort', end, { once: true });
    // When this process breaks off for any other reason, nothing of it stays behind.
    process.once('exit', end);
    child.once('error', reject);
    child.once('close', (code) => {
      interrupted.removeEventListener('abort', end);
      process.removeListener('exit', end);
      resolve(code ?? 130);
    });
  });
}

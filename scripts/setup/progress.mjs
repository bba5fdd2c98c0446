/** An error whose message is a whole sentence for the person at the keyboard: what is wrong and what to do. */
export class SetupError extends Error {}

/** @param {number} since a time of `Date.now()` */
export function elapsed(since) {
  const seconds = (Date.now() - since) / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/**
 * Does one piece of the set-up, says so on stderr when it begins and ends, and shows in between that it lives.
 *
 * @template T
 * @param {string} label what is being done, as "Installing the npm packages"
 * @param {() => Promise<T>} work
 */
export async function step(label, work) {
  const began = Date.now();
  const live = process.stderr.isTTY;
  process.stderr.write(`• ${label} …\n`);
  const tick = setInterval(
    () => process.stderr.write(live ? `\r  ${elapsed(began)} ` : `  … ${elapsed(began)}\n`),
    live ? 1_000 : 10_000,
  );
  try {
    const value = await work();
    process.stderr.write(`${live ? '\r' : ''}✓ ${label}: ${elapsed(began)}\n`);
    return value;
  } catch (error) {
    process.stderr.write(`${live ? '\r' : ''}✗ ${label}: ${elapsed(began)}\n`);
    throw error;
  } finally {
    clearInterval(tick);
  }
}

/**
 * Runs a command's main function: a {@link SetupError} ends it with its sentence alone, anything else with a stack.
 *
 * @param {() => Promise<number | void>} main gives the exit code; none means 0
 */
export async function runMain(main) {
  try {
    if (Number.parseInt(process.versions.node, 10) < 20)
      throw new SetupError(
        `This is Node ${process.versions.node}; Node 20 or newer is needed to begin with.`,
      );
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : sentenceFor(error));
    process.exitCode = 1;
  }
}

/** @param {unknown} error */
function sentenceFor(error) {
  if (!(error instanceof Error && 'code' in error)) return error;
  if (error.code === 'ENOSPC') return `\nThe disk is full. Make room and try again. (${error.message})`;
  if (error.code === 'EACCES' || error.code === 'EROFS')
    return `\nThis may not be written by you. Change its owner or its rights, and try again. (${error.message})`;
  return error;
}

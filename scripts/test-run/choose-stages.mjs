import { SetupError } from '../setup/progress.mjs';

/**
 * @typedef {object} Choice
 * @property {string[]} names of the stages to run
 * @property {string[]} parameters for the runner of the one stage that is named
 * @property {boolean} showSlowest
 */

/**
 * Reads the parameters of `npm test`: names of stages and `--slowest` first; what follows is for the runner of the stage.
 *
 * @param {readonly string[]} given
 * @param {{ all: readonly string[], withoutParameters: readonly string[] }} stages
 * @returns {Choice}
 * @throws {SetupError} for a stage that does not exist, and for parameters without the one stage that takes them
 */
export function chooseStages(given, { all, withoutParameters }) {
  const isOwn = (/** @type {string} */ word) => all.includes(word) || word === '--slowest';
  const firstOfRunner = given.findIndex((word) => !isOwn(word));
  const end = firstOfRunner < 0 ? given.length : firstOfRunner;
  const own = given.slice(0, end);
  const parameters = given.slice(end);
  const named = own.filter((word) => word !== '--slowest');
  const [only] = named;
  if (parameters.length > 0 && only === undefined)
    throw new SetupError(`There is no check ${parameters[0]}. There are: ${all.join(', ')}.`);
  if (parameters.length > 0 && only !== undefined && (named.length > 1 || withoutParameters.includes(only))) {
    const takers = all.filter((name) => !withoutParameters.includes(name));
    throw new SetupError(
      `"${parameters.join(' ')}" is neither a check nor for the runner of one. One of these takes parameters: ${takers.join(', ')}.`,
    );
  }
  return {
    names: named.length > 0 ? all.filter((name) => named.includes(name)) : [...all],
    parameters,
    showSlowest: own.includes('--slowest'),
  };
}

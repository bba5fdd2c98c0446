/** What may be handed on as it is, alone with its notice: nothing that asks for the sources of what it is built into. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/**
 * Whether what bears this licence may be shipped.
 *
 * @param {string} expression as in a package.json: one name, or several with `OR` or `AND` between them
 */
export function mayBeShipped(expression) {
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((name) => allowed.has(name.trim())));
}

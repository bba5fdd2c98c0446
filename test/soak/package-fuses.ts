import { promisedFuses, readFuses } from '../helpers/fuses.ts';
import { packagedApp } from '../helpers/packaged-app.ts';
import type { Part } from './part.ts';

/** What they keep out is tried in test/desktop/package.spec.ts. */
export const part: Part = {
  what: 'fuses of the package',
  goal: '7 of 7',
  async run() {
    const { executable } = await packagedApp();
    const fuses = await readFuses(executable);
    const names = Object.keys(promisedFuses) as (keyof typeof promisedFuses)[];
    const wrong = names.filter((name) => fuses[name] !== promisedFuses[name]);
    const reached = `${names.length - wrong.length} of ${names.length}`;
    return {
      reached: wrong.length === 0 ? reached : `${reached}; not ${wrong.join(', ')}`,
      met: wrong.length === 0,
    };
  },
};

import { describe, expect, it } from 'vitest';
import { chooseStages } from './choose-stages.mjs';

const stages = { all: ['types', 'build', 'api', 'desktop'], withoutParameters: ['types', 'build'] };
const choose = (words: string) => chooseStages(words.split(' ').filter(Boolean), stages);

describe('npm test', () => {
  it('runs every stage when none is named', () => {
    expect(choose('')).toEqual({ names: stages.all, parameters: [], showSlowest: false });
    expect(choose('--slowest')).toEqual({ names: stages.all, parameters: [], showSlowest: true });
  });

  it('runs the named stages in their own order', () => {
    expect(choose('desktop --slowest types')).toEqual({
      names: ['types', 'desktop'],
      parameters: [],
      showSlowest: true,
    });
  });

  it('hands what follows the name of a stage to its runner, names of stages included', () => {
    expect(choose('desktop invite.spec -g resends api')).toEqual({
      names: ['desktop'],
      parameters: ['invite.spec', '-g', 'resends', 'api'],
      showSlowest: false,
    });
  });

  it('refuses a stage that does not exist', () => {
    expect(() => choose('e2e')).toThrow('There is no check e2e. There are: types, build, api, desktop.');
  });

  it.each(['api desktop invite.spec', 'types src', 'build --force'])(
    'refuses parameters that no single runner takes: %s',
    (words) => expect(() => choose(words)).toThrow('One of these takes parameters: api, desktop.'),
  );
});

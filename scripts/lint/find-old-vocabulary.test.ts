import { describe, expect, it } from 'vitest';
import { findOldVocabulary } from './find-old-vocabulary.mjs';

const wordsIn = (text: string, path = 'src/example.tsx') =>
  findOldVocabulary(path, text).map(({ line, word }) => [line, word]);

describe('findOldVocabulary', () => {
  it('finds whole names of code, and no parts of others', () => {
    expect(wordsIn('type Place = string;\nconst placement = goTo;\nconst place = { going: 1 };')).toEqual([
      [1, 'Place'],
      [2, 'goTo'],
    ]);
  });

  it('finds a word inside a longer name', () => {
    expect(wordsIn('export interface DeedOptions {}\nconst isDeed = indeed;')).toEqual([
      [1, 'deed'],
      [2, 'deed'],
    ]);
  });

  it('finds a function by its call or declaration, and not a variable of that name', () => {
    expect(wordsIn('const answers = await all();\nanswers(1);\nfunction words() {}')).toEqual([
      [2, 'answers()'],
      [3, 'words()'],
    ]);
  });

  it('finds phrases in comments, strings and texts of elements, over the end of a line too', () => {
    const text = [
      '/** For whoever',
      ' * is not there any',
      ' * more. */',
      "const title = 'The caller is told';",
      'const text = <p>Whoever</p>;',
    ].join('\n');
    expect(wordsIn(text)).toEqual([
      [1, 'whoever'],
      [2, 'any more'],
      [4, 'is told'],
      [5, 'whoever'],
    ]);
  });

  it('finds names of files', () => {
    expect(wordsIn('', 'src/renderer/invite/invite-words.ts')).toEqual([[0, '*-words.*']]);
    expect(wordsIn('', 'src/renderer/invite/passwords.ts')).toEqual([]);
  });

  it('finds phrases in documents, and no names there', () => {
    expect(wordsIn('Whoever goes to the Place', 'docs/example.md')).toEqual([[1, 'whoever']]);
  });
});

import { parseSync, Visitor } from 'oxc-parser';
import * as vocabulary from './old-vocabulary.mjs';

/**
 * @typedef {object} Finding
 * @property {string} path
 * @property {number} line 0 for the file's own name
 * @property {string} word the entry of the list
 * @property {string} instead
 */

/** @typedef {import('./old-vocabulary.mjs').Entry} Entry */
/** @typedef {{ text: string, start: number }} Piece of a file's text that people read: a comment, a string, a document */

const identifiers = new Map(vocabulary.identifiers);
const functions = new Map(vocabulary.functions);
const identifierWords = new Map(vocabulary.identifierWords);

/**
 * Finds the old vocabulary in one file: in its name, in the names of its code, and in its comments and texts.
 *
 * @param {string} path relative to the project
 * @param {string} text
 * @returns {Finding[]} in the order of the lines
 * @throws {Error} when code cannot be parsed
 */
export function findOldVocabulary(path, text) {
  const { names, prose } = read(path, text);
  const hits = [...names, ...prose.flatMap((piece) => inProse(piece, vocabulary.phrases))];
  return [...inName(path), ...toFindings(path, text, hits)];
}

/**
 * Finds some words or phrases in the comments and texts of one file.
 *
 * @param {string} path relative to the project
 * @param {string} text
 * @param {readonly Entry[]} phrases
 * @returns {Finding[]} in the order of the lines
 * @throws {Error} when code cannot be parsed
 */
export function findPhrases(path, text, phrases) {
  const hits = read(path, text).prose.flatMap((piece) => inProse(piece, phrases));
  return toFindings(path, text, hits);
}

/**
 * @param {string} path
 * @param {string} text
 * @param {readonly Hit[]} hits
 * @returns {Finding[]}
 */
function toFindings(path, text, hits) {
  return hits
    .toSorted((one, other) => one.start - other.start)
    .map(({ word, instead, start }) => ({
      path,
      line: text.slice(0, start).split('\n').length,
      word,
      instead,
    }));
}

/** @typedef {{ word: string, instead: string, start: number }} Hit */

/**
 * @param {string} path
 * @param {string} text
 * @returns {{ names: Hit[], prose: Piece[] }}
 */
function read(path, text) {
  if (path.endsWith('.md')) return { names: [], prose: [{ text, start: 0 }] };
  const { program, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path} cannot be parsed: ${error.message}`);
  /** @type {Hit[]} */
  const names = [];
  /** @type {Piece[]} */
  const prose = comments.map(({ value, start }) => ({ text: value, start: start + 2 }));
  /** @param {{ name: string, start: number }} identifier */
  const addName = ({ name, start }) => {
    const instead = identifiers.get(name);
    if (instead !== undefined) names.push({ word: name, instead, start });
    for (const part of partsOf(name)) {
      const better = identifierWords.get(part);
      if (better !== undefined && instead === undefined) names.push({ word: part, instead: better, start });
    }
  };
  /** @param {{ type: string, name?: unknown, start: number } | null} callee */
  const addFunction = (callee) => {
    if (callee?.type !== 'Identifier' || typeof callee.name !== 'string') return;
    const instead = functions.get(callee.name);
    if (instead !== undefined) names.push({ word: `${callee.name}()`, instead, start: callee.start });
  };
  new Visitor({
    Identifier: addName,
    JSXIdentifier: addName,
    PrivateIdentifier: addName,
    CallExpression: ({ callee }) => addFunction(callee),
    FunctionDeclaration: ({ id }) => addFunction(id),
    Literal({ value, start }) {
      if (typeof value === 'string') prose.push({ text: value, start });
    },
    TemplateElement: ({ value, start }) => void prose.push({ text: value.raw, start }),
    JSXText: ({ value, start }) => void prose.push({ text: value, start }),
  }).visit(program);
  return { names, prose };
}

/**
 * @param {string} name as `isCallOptions`
 * @returns {string[]} as `is`, `call`, `options`
 */
function partsOf(name) {
  return name
    .split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z]+/)
    .map((part) => part.toLowerCase());
}

/**
 * @param {string} path
 * @returns {Finding[]}
 */
function inName(path) {
  const parts = path.split('/');
  return vocabulary.fileNames
    .filter(([pattern]) => {
      const expression = new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`);
      return parts.some((part) => expression.test(part));
    })
    .map(([word, instead]) => ({ path, line: 0, word, instead }));
}

/**
 * @param {Piece} piece
 * @param {readonly Entry[]} phrases
 * @returns {Hit[]}
 */
function inProse({ text, start }, phrases) {
  return phrases.flatMap(([word, instead]) => {
    // A phrase may go on in the next line of a comment.
    const expression = new RegExp(
      String.raw`(?<![\w-])${word.replaceAll(' ', String.raw`[\s*]+`)}(?![\w-])`,
      'gi',
    );
    return Array.from(text.matchAll(expression), (match) => ({ word, instead, start: start + match.index }));
  });
}

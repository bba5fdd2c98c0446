import { decode } from 'punycode.js';
import { isolate } from '#contract/isolate';

/** The scripts that a label of a domain may be written in, each by itself. */
const scripts = [
  /^[\p{Script=Latin}\p{M}\p{N}-]+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{N}ー-]+$/u,
  /^[\p{Script=Hangul}\p{Script=Han}\p{N}-]+$/u,
  /^[\p{Script=Cyrillic}\p{M}\p{N}-]+$/u,
  /^[\p{Script=Greek}\p{M}\p{N}-]+$/u,
  /^[\p{Script=Arabic}\p{M}\p{N}-]+$/u,
  /^[\p{Script=Hebrew}\p{M}\p{N}-]+$/u,
  /^[\p{Script=Devanagari}\p{M}\p{N}-]+$/u,
  /^[\p{Script=Thai}\p{M}\p{N}-]+$/u,
];
/** Cyrillic and Greek letters that look like Latin ones: a label of nothing else could pass for another domain. */
const latinLookalikes = /^[асԁеһіјӏорԛѕԝхугьονρυικαχγωτ\p{N}-]+$/u;

/** An address for the screen: as people write it, and so that it reorders nothing beside it. */
export function formatEmail(email: string): string {
  return isolate(writtenEmail(email));
}

/**
 * An address as people write it: `kim@bücher.example`, where the server has `kim@xn--bcher-kva.example`. A label that mixes scripts,
 * or that looks like one in Latin letters, stays as it is, as in the address bar of a browser.
 */
export function writtenEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1 || !email.includes('xn--', at)) return email;
  const labels = email.slice(at + 1).split('.');
  return `${email.slice(0, at)}@${labels.map(formatLabel).join('.')}`;
}

function formatLabel(label: string): string {
  if (!label.startsWith('xn--')) return label;
  try {
    const text = decode(label.slice('xn--'.length));
    const isPlain = scripts.some((script) => script.test(text)) && !latinLookalikes.test(text);
    // What is shown must lead to the same domain when it is typed.
    return isPlain && URL.parse(`http://${text}.test`)?.hostname === `${label}.test` ? text : label;
  } catch {
    return label;
  }
}

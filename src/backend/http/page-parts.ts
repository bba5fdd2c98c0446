import type { FieldError } from '#contract/problem';
import { markup } from './markup.ts';

const marks = {
  good: 'M5 12.5l4.5 4.5L19 7.5',
  bad: 'M7 7l10 10M17 7L7 17',
  wait: 'M12 7v5.5l3.5 2M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18',
  person: 'M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8M4.5 20c1-3.6 4-5.5 7.5-5.5s6.5 1.9 7.5 5.5',
  letter: 'M4 6.5h16v11H4zM4 7.5l8 6l8-6',
} as const;

/** A page's heading with a sign that says the same to the eye. */
export function markedHeading(kind: keyof typeof marks, heading: string): string {
  const tone = kind === 'good' || kind === 'bad' ? kind : '';
  return markup`<div class="group"><span class="mark ${tone}" aria-hidden="true"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${marks[kind]}"/></svg></span><h1>!${heading}</h1></div>`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Stands for an organization where others show a logo (a remote picture would tell a third party who reads this). */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = ends.map((word = '') => {
    const [first] = graphemes.segment(word);
    return first?.segment ?? '';
  });
  return markup`<span class="initials" aria-hidden="true">${letters.join('').toUpperCase() || '#'}</span>`;
}

/** A name that somebody chose, kept from turning the letters around it (right-to-left marks). */
export function named(name: string): string {
  return markup`<bdi>${name}</bdi>`;
}

export interface Field {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password';
  autocomplete: string;
  value?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
  /** Not to be changed. It is sent all the same. */
  readonly?: boolean;
  minLength?: number;
  maxLength?: number;
  /** A code of so many digits. */
  digits?: number;
  /** Which keys a phone shows first for a code that is not of digits alone. */
  keys?: 'numeric' | 'text';
  /** Whether typing begins here. What was not accepted comes first all the same. */
  autofocus?: boolean;
}

/** One labelled input; its hint and its error are read out with it. */
export function field(input: Field): string {
  const {
    name,
    label,
    type = 'text',
    autocomplete,
    value,
    hint,
    error,
    readonly,
    minLength,
    maxLength,
    digits,
    keys,
    autofocus,
  } = input;
  const describedBy = [hint === undefined ? '' : `${name}-hint`, error === undefined ? '' : `${name}-error`];
  const attributes = [
    markup`id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"`,
    value === undefined ? '' : markup`value="${value}"`,
    readonly === true ? 'readonly' : 'required',
    minLength === undefined ? '' : markup`minlength="${minLength}" passwordrules="minlength: ${minLength};"`,
    maxLength === undefined ? '' : markup`maxlength="${maxLength}"`,
    digits === undefined
      ? ''
      : markup`class="code" inputmode="numeric" pattern=" *([0-9] *){${digits}}" title="${digits} digits"`,
    keys === undefined ? '' : markup`inputmode="${keys}" autocorrect="off"`,
    type === 'text' && keys === undefined ? '' : 'spellcheck="false" autocapitalize="none"',
    hint === undefined && error === undefined
      ? ''
      : markup`aria-describedby="${describedBy.join(' ').trim()}"`,
    error === undefined ? '' : 'aria-invalid="true"',
    autofocus === true ? 'autofocus' : '',
  ];
  return markup`<div class="field"><label for="${name}">${label}</label>
<input !${attributes.filter((attribute) => attribute !== '').join(' ')}>
!${hint === undefined ? '' : markup`<p class="hint" id="${name}-hint">${hint}</p>`}
!${error === undefined ? '' : markup`<p class="wrong" id="${name}-error">${error}</p>`}</div>
`;
}

/**
 * Whose password the form is about, for password managers: they would take whatever stands before the password for the
 * name to sign in with, or keep it without any. It is not sent.
 */
export function usernameForPasswordManagers(email: string): string {
  return markup`<input type="email" autocomplete="username" value="${email}" hidden>`;
}

/** The message of a field, if it was not accepted. */
export function errorOf(errors: readonly FieldError[], path: string): string | undefined {
  return errors.find((error) => error.path === path)?.message;
}

/**
 * What was not accepted: said first, reached first, with a way to each field that the form has.
 *
 * @param labels the form's fields, by name
 */
export function errorSummary(
  heading: string,
  errors: readonly FieldError[] = [],
  labels: Readonly<Record<string, string>> = {},
): string {
  const lines = errors.map(({ path, message }) => {
    const label = Object.hasOwn(labels, path) ? labels[path] : undefined;
    return label === undefined
      ? markup`<li>${message}</li>`
      : markup`<li><a href="#${path}">${label}: ${message}</a></li>`;
  });
  return markup`<div class="notice bad" role="alert" tabindex="-1" autofocus><strong>${heading}</strong>!${
    lines.length === 0 ? '' : markup`<ul>!${lines}</ul>`
  }</div>
`;
}

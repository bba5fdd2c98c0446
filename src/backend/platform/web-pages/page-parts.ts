import type { FieldError } from '#contract/problem';
import { markup, type Html } from './html.ts';

const marks = {
  good: 'M5 12.5l4.5 4.5L19 7.5',
  bad: 'M7 7l10 10M17 7L7 17',
  wait: 'M12 7v5.5l3.5 2M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18',
  person: 'M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8M4.5 20c1-3.6 4-5.5 7.5-5.5s6.5 1.9 7.5 5.5',
  letter: 'M4 6.5h16v11H4zM4 7.5l8 6l8-6',
} as const;

/** A page's heading with an icon of the same meaning. */
export function markedHeading(kind: keyof typeof marks, heading: string | Html): Html {
  const tone = kind === 'good' || kind === 'bad' ? kind : '';
  return markup`<div class="group"><span class="mark ${tone}" aria-hidden="true"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${marks[kind]}"/></svg></span><h1>${heading}</h1></div>`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The initials of an organization in place of its logo: loading a remote image would tell a third party who reads the page. */
export function initials(name: string): Html {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = ends.map((word = '') => {
    const [first] = graphemes.segment(word);
    return first?.segment ?? '';
  });
  return markup`<span class="initials" aria-hidden="true">${letters.join('').toUpperCase() || '#'}</span>`;
}

/** A user-chosen name, isolated so that right-to-left text in it does not reorder the text around it. */
export function named(name: string): Html {
  return markup`<bdi>${name}</bdi>`;
}

export interface Field {
  name: string;
  label: string;
  /** `email` only chooses the keyboard: browsers take addresses like jürgen@example.com for wrong ones. */
  type?: 'text' | 'email' | 'password';
  autocomplete: string;
  value?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
  /** Cannot be changed, but is sent. */
  readonly?: boolean;
  /** May be left empty. */
  optional?: boolean;
  minLength?: number;
  maxLength?: number;
  /** The field is for a code of digits. A pattern would refuse what the server reads: groups, hyphens, full-width digits. */
  digits?: true;
  /** The keyboard that a phone shows for a code that is not of digits alone. */
  keys?: 'numeric' | 'text';
  /** Whether the field has the focus at first; a field with an error has precedence. */
  autofocus?: boolean;
}

/** A labelled input; screen readers announce its hint and its error with it. */
export function field(input: Field): Html {
  const {
    name,
    label,
    type = 'text',
    autocomplete,
    value,
    hint,
    error,
    readonly,
    optional = false,
    minLength,
    maxLength,
    digits,
    keys,
    autofocus,
  } = input;
  const describedBy = [hint === undefined ? '' : `${name}-hint`, error === undefined ? '' : `${name}-error`];
  const none = markup``;
  const attributes = [
    value === undefined ? none : markup` value="${value}"`,
    readonly === true ? markup` readonly` : none,
    readonly === true || optional ? none : markup` required`,
    minLength === undefined
      ? none
      : markup` minlength="${minLength}" passwordrules="minlength: ${minLength};"`,
    maxLength === undefined ? none : markup` maxlength="${maxLength}"`,
    digits === undefined ? none : markup` class="code" inputmode="numeric"`,
    keys === undefined ? none : markup` inputmode="${keys}" autocorrect="off"`,
    type === 'email' ? markup` inputmode="email"` : none,
    type === 'text' && keys === undefined ? none : markup` spellcheck="false" autocapitalize="none"`,
    hint === undefined && error === undefined
      ? none
      : markup` aria-describedby="${describedBy.join(' ').trim()}"`,
    error === undefined ? none : markup` aria-invalid="true"`,
    autofocus === true ? markup` autofocus` : none,
  ];
  return markup`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type === 'password' ? type : 'text'}" autocomplete="${autocomplete}"${attributes}>
${hint === undefined ? '' : markup`<p class="hint" id="${name}-hint">${hint}</p>`}
${error === undefined ? '' : markup`<p class="wrong" id="${name}-error">${error}</p>`}</div>
`;
}

/** What a box that is ticked sends; one that is not sends nothing. */
export const checkedValue = 'yes';

/** A box to tick, with its hint. */
export function checkbox({
  name,
  label,
  hint,
  checked,
}: {
  name: string;
  label: string;
  hint: string;
  checked: boolean;
}): Html {
  return markup`<div class="field tick"><input id="${name}" name="${name}" type="checkbox" value="${checkedValue}" aria-describedby="${name}-hint"${checked ? markup` checked` : ''}>
<div><label for="${name}">${label}</label><p class="hint" id="${name}-hint">${hint}</p></div></div>
`;
}

/**
 * Tells password managers whose password the form is about. Without it they store the password with the value of the
 * preceding field, or without a user name. It is not sent. Of type `email`, it would keep the form from being sent wherever the
 * browser takes the address for a wrong one.
 */
export function usernameForPasswordManagers(email: string): Html {
  return markup`<input type="text" autocomplete="username" value="${email}" hidden>`;
}

/** The error of a field, if it has one. */
export function errorOf(errors: readonly FieldError[], path: string): string | undefined {
  return errors.find((error) => error.path === path)?.message;
}

/**
 * The errors of a form: announced and focused first, with a link to each field.
 *
 * @param labels the form's fields, by name
 */
export function errorSummary(
  heading: string,
  errors: readonly FieldError[] = [],
  labels: Readonly<Record<string, string>> = {},
): Html {
  const lines = errors.map(({ path, message }) => {
    const label = Object.hasOwn(labels, path) ? labels[path] : undefined;
    return label === undefined
      ? markup`<li>${message}</li>`
      : markup`<li><a href="#${path}">${label}: ${message}</a></li>`;
  });
  return markup`<div class="notice bad" role="alert" tabindex="-1" autofocus><strong>${heading}</strong>${
    lines.length === 0 ? '' : markup`<ul>${lines}</ul>`
  }</div>
`;
}

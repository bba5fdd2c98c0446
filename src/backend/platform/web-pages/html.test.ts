import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { renderMail, type MailContent } from '../../mail/mail-layout.ts';
import { markup, trustedHtml, type Html } from './html.ts';
import type { Page } from './page.ts';

describe('markup', () => {
  it('escapes text, and inserts HTML as it is', () => {
    const name = markup`<b>${'<i>"Tom" & \'Jerry\''}</b>`;
    expect(name.toString()).toBe('<b>&#60;i&#62;&#34;Tom&#34; &#38; &#39;Jerry&#39;</b>');
    expect(markup`<p>${name}</p>`.toString()).toBe(`<p>${name.toString()}</p>`);
    expect(markup`<ul>${[markup`<li>&amp;</li>`, markup`<li>${'&'}</li>`]}</ul>`.toString()).toBe(
      '<ul><li>&amp;</li><li>&#38;</li></ul>',
    );
  });

  it('inserts nothing for undefined, null and an empty string', () => {
    expect(markup`a${undefined}b${null}c${''}d${0}`.toString()).toBe('abcd0');
  });

  it('rejects an object that only looks like HTML, and escapes a string', () => {
    const alike = { toString: () => '<b>' } as unknown as Html;
    expect(() => markup`${alike}`).toThrow(TypeError);
    expect(markup`${trustedHtml('<b>').toString()}`.toString()).toBe('&#60;b&#62;');
  });
});

describe('HTML as a type', () => {
  it('is required by pages and emails, which accept no string', () => {
    expectTypeOf<Page['main']>().toEqualTypeOf<Html>();
    expectTypeOf<MailContent['html']>().toEqualTypeOf<Html>();
    expectTypeOf<string>().not.toExtend<Html>();
    expectTypeOf<{ toString: () => string }>().not.toExtend<Html>();
    expectTypeOf<Html>().not.toExtend<string>();
    // @ts-expect-error a string is not HTML
    renderMail({ title: '', main: '<b>', footer: '' });
    // @ts-expect-error nor is a list of strings
    expect(() => markup`${['<b>']}`).toThrow(TypeError);
  });

  it('is created from plain text only for styles and an icon', () => {
    const sources = globSync('src/backend/**/*.ts', { exclude: (path) => path.endsWith('.test.ts') });
    const trusting = sources.filter((path) => readFileSync(path, 'utf8').includes('trustedHtml('));
    expect(trusting.map((path) => basename(path)).toSorted()).toEqual([
      'html.ts',
      'mail-layout.ts',
      'page.ts',
    ]);
  });
});

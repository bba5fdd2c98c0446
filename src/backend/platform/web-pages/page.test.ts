import { describe, expect, it } from 'vitest';
import { markup } from './html.ts';
import { errorSummary, field, initials } from './page-parts.ts';
import { dark, light, stylesheet, stylesheetHash } from './page-style.ts';
import { pageHeaders, renderPage } from './page.ts';

describe('a page', () => {
  const page = renderPage({ title: 'Title', main: markup`<h1>Heading</h1>` }).toString();

  it('contains its style, which the policy allows by its hash', () => {
    expect(page).toContain(`<style>${stylesheet}</style>`);
    expect(stylesheet).not.toContain('</');
    const policy = pageHeaders['content-security-policy'];
    expect(policy).toContain(`style-src '${stylesheetHash}'`);
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).not.toContain('unsafe');
  });

  it('has no script, no inline style, no handler and loads nothing', () => {
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+=|<link[^>]+href="(?!data:)|\ssrc=/);
  });
});

describe('a field', () => {
  it('connects its hint and its error with its input', () => {
    const labelled = field({
      name: 'password',
      label: 'Password',
      type: 'password',
      autocomplete: 'new-password',
      hint: 'Long ones are good.',
      error: 'Too short.',
    }).toString();
    expect(labelled).toContain('<label for="password">Password</label>');
    expect(labelled).toContain('aria-describedby="password-hint password-error" aria-invalid="true"');
    expect(labelled).toContain('<p class="wrong" id="password-error">Too short.</p>');
  });
});

describe('the summary of errors', () => {
  it('links to the fields of the form, and lists other errors', () => {
    const summary = errorSummary(
      'Not done',
      [
        { path: 'email', message: 'Wrong.' },
        { path: 'role', message: 'Unknown.' },
      ],
      {
        email: 'Email',
      },
    ).toString();
    expect(summary).toContain('<a href="#email">Email: Wrong.</a>');
    expect(summary).toContain('<li>Unknown.</li>');
  });
});

describe('initials', () => {
  it.each([
    ['Acme Support', 'AS'],
    ['Globex', 'G'],
    ['the very long name', 'TN'],
    ['Ökonomie & Älteste', 'ÖÄ'],
    ['👩‍👩‍👧', '#'],
    ['', '#'],
  ])('of %s are %s', (name, letters) => {
    expect(initials(name).toString()).toContain(`>${letters}</span>`);
  });
});

describe('the colours', () => {
  it.each([
    ['light', light],
    ['dark', dark],
  ])('of the %s scheme reach the contrast of WCAG AA', (_name, colours) => {
    for (const text of [colours.text, colours.quiet, colours.accentText]) {
      expect(contrast(text, colours.surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(text, colours.ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colours.text, colours.accentSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.accentText, colours.accentSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.bad, colours.badSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.bad, colours.surface)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.good, colours.goodSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.onAccent, colours.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.onAccent, colours.accentHover)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.edge, colours.surface)).toBeGreaterThanOrEqual(3);
    expect(contrast(colours.accent, colours.surface)).toBeGreaterThanOrEqual(3);
  });
});

/** Contrast ratio of two `#rrggbb` colours, as WCAG defines it. */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

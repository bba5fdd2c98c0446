import type { FastifyReply } from 'fastify';
import { markup, trustedHtml, type Html } from './html.ts';
import { dark, light, stylesheet, stylesheetHash } from './page-style.ts';

/** Two links of a chain on the accent colour. */
const sign =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true">` +
  `<rect width="24" height="24" rx="7" fill="${light.accent}"/>` +
  `<path d="M10.2 13.8a4 4 0 0 0 5.7 0l2.9-2.9a4 4 0 0 0-5.7-5.7l-1.2 1.2M13.8 10.2a4 4 0 0 0-5.7 0l-2.9 2.9a4 4 0 0 0 5.7 5.7l1.2-1.2" ` +
  `transform="translate(3 3) scale(.75)" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>`;

const brand = markup`<a class="brand" href="/Account">${trustedHtml(sign)}FastLinkIt</a>`;

/** The tab's icon, inline, so that it needs no request. */
const icon = trustedHtml(`data:image/svg+xml;base64,${Buffer.from(sign).toString('base64')}`);

export interface Page {
  /** The title of the tab, without the product's name. */
  title: string;
  /** The main part, which contains the page's h1. */
  main: Html;
  /** Below the card: says why this page exists. */
  footer?: Html | undefined;
  /** The page's address is a credential: it is sent to no page as a referrer, not even to this site's own. */
  secretAddress?: true;
}

/** The whole document. It has no script and loads nothing. */
export function renderPage({ title, main, footer }: Page): Html {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="${light.surface}" media="(prefers-color-scheme:light)">
<meta name="theme-color" content="${dark.surface}" media="(prefers-color-scheme:dark)">
<meta name="robots" content="noindex,nofollow">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${title} · FastLinkIt</title>
<link rel="icon" href="${icon}">
<style>${trustedHtml(stylesheet)}</style>
</head>
<body>
<header>${brand}</header>
<main class="stack">${main}</main>
${footer === undefined ? '' : markup`<footer>${footer}</footer>`}
</body>
</html>
`;
}

/** The headers of every page. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    `default-src 'none'`,
    `style-src '${stylesheetHash}'`,
    `img-src data:`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; '),
  // `no-referrer` would make browsers send `Origin: null` with the forms.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Answers with a page. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  void reply.code(status).headers(pageHeaders);
  if (page.secretAddress === true) void reply.header('referrer-policy', 'strict-origin');
  return reply.send(renderPage(page).toString());
}

/** Redirects to a page of this site; also after a form, because the browser then uses GET. */
export function redirectTo(reply: FastifyReply, path: string): FastifyReply {
  return reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' }).redirect(path, 303);
}

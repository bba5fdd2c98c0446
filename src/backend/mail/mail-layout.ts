import { markup, trustedHtml, type Html } from '../platform/web-pages/html.ts';
import { dark, light, typeface } from '../platform/web-pages/page-style.ts';

/** The content of an email; the mailer adds sender, recipient and message id. */
export interface MailContent {
  subject: string;
  text: string;
  html: Html;
}

// Mail programs without colour schemes ignore the block and keep the inline, light colours.
const darkRules =
  `:root{color-scheme:light dark;supported-color-schemes:light dark}` +
  `@media(prefers-color-scheme:dark){` +
  `.ground{background:${dark.ground}!important}` +
  `.card{background:${dark.surface}!important;border-color:${dark.hairline}!important}` +
  `.text{color:${dark.text}!important}.quiet{color:${dark.quiet}!important}` +
  `.link{color:${dark.accentText}!important}.box{background:${dark.accentSoft}!important;color:${dark.text}!important}` +
  `.button{background:${dark.accent}!important;color:${dark.onAccent}!important}}`;

/** Styles for the parts of an email: inline, because many mail programs drop everything else. */
export const mailStyle = {
  card: `max-width:520px;margin:0 auto;padding:28px 24px;border:1px solid ${light.hairline};border-radius:12px;background:${light.surface};overflow-wrap:anywhere`,
  heading: `margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600;color:${light.text}`,
  text: `margin:0 0 16px;color:${light.text}`,
  quiet: `margin:0 0 16px;font-size:13px;color:${light.quiet}`,
  button: `display:inline-block;padding:12px 24px;border-radius:8px;background:${light.accent};color:${light.onAccent};font-weight:600;text-decoration:none`,
  link: `color:${light.accentText};word-break:break-all`,
  code: `display:inline-block;margin:0 0 16px;padding:12px 20px;border-radius:8px;background:${light.accentSoft};color:${light.text};font-size:28px;font-weight:600;letter-spacing:6px`,
} as const;

/**
 * The HTML part of an email: one column, no table, no image, readable in light and dark.
 */
export function renderMail({ title, main, footer }: { title: string; main: Html; footer: string }): Html {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${title}</title>
<style>${trustedHtml(darkRules)}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:${light.ground}">
<div class="ground" style="padding:24px 12px;background:${light.ground};font-family:${typeface};font-size:16px;line-height:1.5">
<div class="card" style="${mailStyle.card}">
<p class="quiet" style="margin:0 0 20px;font-size:14px;font-weight:600;color:${light.quiet}">FastLinkIt</p>
${main}
</div>
<div style="max-width:520px;margin:16px auto 0;padding:0 24px"><p class="quiet" style="${mailStyle.quiet}">${footer}</p></div>
</div>
</body>
</html>
`;
}

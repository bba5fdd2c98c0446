import { createHash } from 'node:crypto';

/**
 * The colours of pages and mails, the only place where they stand. The accent is the desktop app's
 * (Mantine's indigo). Text reaches 4.5:1 on every ground it is used on, borders of fields 3:1.
 */
export const light = {
  ground: '#f4f5f8',
  surface: '#ffffff',
  text: '#1a1d24',
  quiet: '#555e6c',
  hairline: '#e1e4ea',
  edge: '#858d9a',
  accent: '#3b5bdb',
  accentHover: '#364fc7',
  accentText: '#364fc7',
  accentSoft: '#edf2ff',
  onAccent: '#ffffff',
  bad: '#b42318',
  badSoft: '#fef3f2',
  good: '#1f6b37',
  goodSoft: '#edfaf0',
};

export const dark: typeof light = {
  ground: '#0f1116',
  surface: '#171a21',
  text: '#e7e9ee',
  quiet: '#a3abb8',
  hairline: '#2a2f39',
  edge: '#6d7685',
  accent: '#4263eb',
  accentHover: '#3b5bdb',
  accentText: '#a5b8ff',
  accentSoft: '#1d2440',
  onAccent: '#ffffff',
  bad: '#ff9c93',
  badSoft: '#2c1917',
  good: '#8ddba3',
  goodSoft: '#152a1c',
};

function customProperties(colours: typeof light): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}

/** The system's own typeface: nothing to download. */
export const typeface = `system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif`;

// 4-pixel grid. Fields carry 16 px letters, or phones zoom into them.
const rules = `
:root{color-scheme:light dark;${customProperties(light)}}
@media(prefers-color-scheme:dark){:root{${customProperties(dark)}}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;
  background:var(--surface);color:var(--text);font:400 15px/1.5 ${typeface};overflow-wrap:anywhere}
h1,h2,p,ul,dl,dd{margin:0;padding:0}
h1{font-size:24px;line-height:1.25;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
h2{font-size:15px;font-weight:600}
strong{font-weight:600}
a{color:var(--accentText);text-underline-offset:3px;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accentText);outline-offset:2px}
header,main,footer{width:100%;max-width:456px;padding:0 20px}
header{padding-top:20px;padding-bottom:8px}
.brand{display:inline-flex;align-items:center;gap:8px;font-weight:650;letter-spacing:-.01em;color:var(--text);text-decoration:none}
.brand svg{width:24px;height:24px;display:block}
main{padding-top:16px;padding-bottom:24px}
footer{padding-bottom:24px;font-size:13px;color:var(--quiet)}
.stack>*+*{margin-top:16px}
.close>*+*,.stack>h2+*{margin-top:4px}
.quiet{color:var(--quiet)}
.small{font-size:13px}
.group{display:flex;align-items:center;gap:16px}
.initials{flex:none;align-self:start;width:52px;height:52px;border-radius:14px;display:grid;place-items:center;
  background:var(--accentSoft);color:var(--accentText);font-weight:650;font-size:19px;letter-spacing:.01em}
.mark{flex:none;width:44px;height:44px;border-radius:50%;display:grid;place-items:center;background:var(--accentSoft);color:var(--accentText)}
.mark svg{width:22px;height:22px}
.mark.good{background:var(--goodSoft);color:var(--good)}
.mark.bad{background:var(--badSoft);color:var(--bad)}
.said{white-space:pre-line;border-left:2px solid var(--hairline);padding-left:12px;color:var(--quiet)}
.facts{border-top:1px solid var(--hairline)}
.facts>div{display:flex;gap:4px 16px;padding:9px 0;border-bottom:1px solid var(--hairline)}
.facts dt{flex:none;min-width:84px;color:var(--quiet)}
.facts dd{flex:1;min-width:0;font-variant-numeric:tabular-nums}
.facts dd small{display:block;font-size:13px;color:var(--quiet)}
.notice{border-radius:10px;padding:12px 14px;background:var(--accentSoft)}
.stack>.notice+*{margin-top:24px}
.notice.bad{background:var(--badSoft);color:var(--bad)}
.notice.good{background:var(--goodSoft);color:var(--good)}
.notice ul{list-style:none;margin-top:4px}
.notice a{color:inherit}
form{margin:0}
label,.label{display:block;font-weight:550;margin-bottom:4px}
.field{margin:0 0 16px}
.pair{display:grid;gap:0 12px;grid-template-columns:repeat(auto-fit,minmax(140px,1fr))}
input{width:100%;height:44px;padding:0 12px;border:1px solid var(--edge);border-radius:8px;background:var(--surface);color:inherit;font:inherit;font-size:16px}
.tick{display:flex;gap:10px}
.tick input{flex:none;width:24px;height:24px;margin:0;accent-color:var(--accent)}
.tick label{margin:0}
.tick .hint{margin-top:0}
input:focus-visible{outline-offset:-1px;border-color:transparent}
input[readonly]{border-color:var(--hairline);background:var(--ground);color:var(--quiet)}
input[aria-invalid]{border-color:var(--bad)}
.code{font-variant-numeric:tabular-nums;letter-spacing:.3em;max-width:176px}
.hint{margin-top:4px;font-size:13px;color:var(--quiet)}
.wrong{margin-top:4px;font-size:13px;font-weight:550;color:var(--bad)}
.button{display:flex;width:100%;min-height:44px;padding:10px 18px;align-items:center;justify-content:center;text-align:center;
  border:1px solid transparent;border-radius:8px;background:var(--accent);color:var(--onAccent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.button:hover{background:var(--accentHover)}
.button.second{background:transparent;border-color:var(--edge);color:var(--text)}
.button.second:hover{background:var(--ground)}
.plain{border:0;padding:4px 0;min-height:24px;background:none;color:var(--accentText);font:inherit;text-decoration:underline;text-underline-offset:3px;cursor:pointer}
.row{display:grid;gap:10px}
.rows{list-style:none;border-top:1px solid var(--hairline)}
.rows li{display:flex;justify-content:space-between;gap:16px;padding:10px 0;border-bottom:1px solid var(--hairline)}
.rows li span:last-child{flex:none;color:var(--quiet)}
code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;user-select:all}
@media(min-width:560px){
  body{background:var(--ground)}
  header{padding-top:24px;padding-bottom:16px}
  header,footer{max-width:480px;padding-left:33px;padding-right:33px}
  main{max-width:480px;padding:32px;border:1px solid var(--hairline);border-radius:16px;background:var(--surface)}
  footer{padding-top:20px}
  .row.two{grid-template-columns:1fr 1fr}
}
@media(forced-colors:active){.button,.notice,.initials{border:1px solid}}
`;

/** The one stylesheet, small enough to travel inside the page: the first round trip shows everything. */
export const stylesheet = rules.replaceAll(/\n\s*/g, '');

/** Lets exactly this stylesheet pass the Content-Security-Policy. */
export const stylesheetHash = `sha256-${createHash('sha256').update(stylesheet).digest('base64')}`;

import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** The scheme and host that the window's own page is served under; no other page can have this origin. */
export const pageScheme = 'app';
export const pageOrigin = `${pageScheme}://fastlinkit`;
export const pageUrl = `${pageOrigin}/index.html`;

/** What is asked for; a part of Electron's `ProtocolRequest`. */
export interface PageRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
}

/** What is answered; a part of Electron's `ProtocolResponse`. */
export interface PageAnswer {
  statusCode: number;
  headers: Record<string, string>;
  data: Buffer;
}

export type PageHandler = (request: PageRequest) => PageAnswer;

/** index.html holds this where the nonce for its style elements goes; each load gets a fresh one. */
const noncePlaceholder = '__CSP_NONCE__';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * Serves the built files of a folder and nothing else: the list of paths is made once, so that no request, however
 * it is written, can name another file.
 */
export function createPageHandler(folder: string): PageHandler {
  const files = listFiles(folder);
  return (request) => {
    const url = new URL(request.url);
    const file = `${url.protocol}//${url.host}` === pageOrigin ? files.get(url.pathname) : undefined;
    if (file === undefined || request.method !== 'GET') return refuse(404);
    // A page of the web must not read ours: Chromium lets it fetch from a scheme like this one.
    const origin = originOf(request);
    if (origin !== undefined && origin !== pageOrigin) return refuse(403);
    return serve(file);
  };
}

/**
 * Nothing is loaded from anywhere but the page's own files. Style elements that the page makes itself carry the nonce.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Header names are written one way or another. */
function originOf({ headers }: PageRequest): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'origin')?.[1];
}

function serve(path: string): PageAnswer {
  const extension = extname(path);
  const headers = {
    'Content-Type': contentTypes[extension] ?? 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  const content = readFileSync(path);
  if (extension !== '.html') return { statusCode: 200, headers, data: content };
  // Imported, it would be loaded before the window is made.
  const nonce = process.getBuiltinModule('node:crypto').randomBytes(16).toString('base64url');
  return {
    statusCode: 200,
    headers: {
      ...headers,
      'Content-Security-Policy': contentSecurityPolicy(nonce),
      'Cache-Control': 'no-store',
    },
    data: Buffer.from(content.toString().replaceAll(noncePlaceholder, nonce)),
  };
}

function refuse(statusCode: 403 | 404): PageAnswer {
  return { statusCode, headers: {}, data: Buffer.alloc(0) };
}

function listFiles(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length).split(sep).join('/'), path];
    }),
  );
}

import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** The scheme and host of the renderer's files. No other page can have this origin. */
export const appScheme = 'app';
export const appOrigin = `${appScheme}://fastlinkit`;
export const indexUrl = `${appOrigin}/index.html`;

/** The part of Electron's `ProtocolRequest` that is used. */
export interface FileRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
}

/** The part of Electron's `ProtocolResponse` that is used. */
export interface FileAnswer {
  statusCode: number;
  headers: Record<string, string>;
  data: Buffer;
}

export type FileHandler = (request: FileRequest) => FileAnswer;

/** `index.html` contains this in place of the nonce for style elements. Each load gets a fresh nonce. */
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
 * Creates the handler that serves the built files of a folder and nothing else. The list of files is read once, so no
 * request can name a file outside it, however it is written.
 */
export function createRendererHandler(folder: string): FileHandler {
  const files = listFiles(folder);
  return (request) => {
    const url = new URL(request.url);
    const file = `${url.protocol}//${url.host}` === appOrigin ? files.get(url.pathname) : undefined;
    if (file === undefined || request.method !== 'GET') return deny(404);
    // Chromium lets web pages fetch from a scheme like this one. They must not read the renderer's files.
    const origin = originOf(request);
    if (origin !== undefined && origin !== appOrigin) return deny(403);
    return serve(file);
  };
}

/** Allows nothing but the renderer's own files, and style elements with the nonce. */
function contentSecurityPolicy(nonce: string): string {
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

/** Reads the `Origin` header, whose name may have any case. */
function originOf({ headers }: FileRequest): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'origin')?.[1];
}

function serve(path: string): FileAnswer {
  const extension = extname(path);
  const headers = {
    'Content-Type': contentTypes[extension] ?? 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  const content = readFileSync(path);
  if (extension !== '.html') return { statusCode: 200, headers, data: content };
  // An import would load the module before the first window is created.
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

function deny(statusCode: 403 | 404): FileAnswer {
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

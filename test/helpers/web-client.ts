/** A page as a browser without script gets it. */
export interface WebAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Where a redirect leads. */
  location: string | null;
}

/** A browser's cookies and forms without the browser: for what pages decide, not for how they look. */
export interface WebClient {
  get: (path: string, headers?: Record<string, string>) => Promise<WebAnswer>;
  post: (
    path: string,
    fields?: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<WebAnswer>;
  cookie: () => string;
}

/** @param url where the backend is; paths may also be whole addresses of it */
export function createWebClient(url: string): WebClient {
  const cookies = new Map<string, string>();
  const cookie = () => Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');

  async function request(
    path: string,
    { headers, ...init }: { method: string; body?: string; headers: Record<string, string> },
  ): Promise<WebAnswer> {
    const response = await fetch(new URL(path, url), {
      ...init,
      redirect: 'manual',
      headers: { ...(cookies.size > 0 ? { Cookie: cookie() } : {}), ...headers },
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = set.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const gone = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute)) || value === '';
      if (gone) cookies.delete(name.trim());
      else cookies.set(name.trim(), value);
    }
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: response.headers.get('location'),
    };
  }

  return {
    get: (path, headers = {}) => request(path, { method: 'GET', headers }),
    post: (path, fields = {}, headers = {}) =>
      request(path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      }),
    cookie,
  };
}

import { describe, expect, it, vi } from 'vitest';
import type { BackendClient } from './backend-client.ts';
import type { Backend } from './backend.ts';
import type { OpenFile } from './file-download.ts';
import { lazyBackend } from './lazy-backend.ts';
import type { LiveConnection, SessionAccess } from './live-connection.ts';

const access: SessionAccess = { server: 'https://a.test', accessToken: () => Promise.resolve('token') };

function setUp() {
  const loading = Promise.withResolvers<Backend>();
  const live = {
    state: vi.fn<LiveConnection['state']>(() => ({ status: 'failed' })),
    start: vi.fn<LiveConnection['start']>(),
    stop: vi.fn<LiveConnection['stop']>(),
    retry: vi.fn<LiveConnection['retry']>(),
    wake: vi.fn<LiveConnection['wake']>(),
  };
  const openFile = vi.fn<OpenFile>(() => Promise.reject(new Error('no file')));
  const fail = () => Promise.reject(new Error('not called in this test'));
  const client: BackendClient = { call: fail, issueTokens: fail };
  const load = async (): Promise<void> => {
    loading.resolve({ client, openFile, live });
    await loading.promise;
  };
  return { backend: lazyBackend(loading.promise), live, openFile, load };
}

describe('the lazy backend', () => {
  it('starts the live connection for the last session when it has loaded', async () => {
    const { backend, live, load } = setUp();
    backend.live.start({ ...access, server: 'https://b.test' });
    backend.live.start(access);
    expect(backend.live.state()).toEqual({ status: 'connected' });
    await load();
    expect(live.start.mock.calls).toEqual([[access]]);
    expect(backend.live.state()).toEqual({ status: 'failed' });
  });

  it('does not start the live connection of a session that has ended', async () => {
    const { backend, live, load } = setUp();
    backend.live.start(access);
    backend.live.stop();
    await load();
    expect(live.start).not.toHaveBeenCalled();
  });

  it('keeps a call waiting until it has loaded', async () => {
    const { backend, openFile, load } = setUp();
    const file = { path: '/api/file', params: {}, type: 'text/csv' };
    const opening = backend.openFile('https://a.test', file, 'token', new AbortController().signal);
    expect(openFile).not.toHaveBeenCalled();
    await load();
    await expect(opening).rejects.toThrow('no file');
    expect(openFile).toHaveBeenCalledOnce();
  });

  it('passes calls on directly after it has loaded', async () => {
    const { backend, live, load } = setUp();
    await load();
    backend.live.start(access);
    backend.live.wake();
    backend.live.retry();
    backend.live.stop();
    for (const method of [live.start, live.wake, live.retry, live.stop])
      expect(method).toHaveBeenCalledOnce();
  });
});

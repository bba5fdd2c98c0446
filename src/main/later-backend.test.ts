import { describe, expect, it, vi } from 'vitest';
import type { BackendClient } from './backend-client.ts';
import type { Backend } from './backend.ts';
import type { OpenFile } from './file-download.ts';
import { laterBackend } from './later-backend.ts';
import type { LiveConnection } from './live-connection.ts';
import type { SessionAccess } from './session.ts';

const access: SessionAccess = { server: 'https://a.test', accessToken: () => Promise.resolve('token') };

function stage() {
  const loading = Promise.withResolvers<Backend>();
  const live = {
    state: vi.fn<LiveConnection['state']>(() => ({ status: 'failed' })),
    start: vi.fn<LiveConnection['start']>(),
    stop: vi.fn<LiveConnection['stop']>(),
    retry: vi.fn<LiveConnection['retry']>(),
    wake: vi.fn<LiveConnection['wake']>(),
  };
  const openFile = vi.fn<OpenFile>(() => Promise.reject(new Error('no file')));
  const nobody = () => Promise.reject(new Error('nobody asks'));
  const client: BackendClient = { call: nobody, issueTokens: nobody };
  const load = async (): Promise<void> => {
    loading.resolve({ client, openFile, live });
    await loading.promise;
  };
  return { backend: laterBackend(loading.promise), live, openFile, load };
}

describe('the way to the backend, before it is loaded', () => {
  it('connects for whom it was started last, once it is there', async () => {
    const { backend, live, load } = stage();
    backend.live.start({ ...access, server: 'https://b.test' });
    backend.live.start(access);
    expect(backend.live.state()).toEqual({ status: 'connected' });
    await load();
    expect(live.start.mock.calls).toEqual([[access]]);
    expect(backend.live.state()).toEqual({ status: 'failed' });
  });

  it('connects for nobody who has left meanwhile', async () => {
    const { backend, live, load } = stage();
    backend.live.start(access);
    backend.live.stop();
    await load();
    expect(live.start).not.toHaveBeenCalled();
  });

  it('keeps what is asked for until somebody can answer', async () => {
    const { backend, openFile, load } = stage();
    const file = { path: '/api/file', params: {}, type: 'text/csv' };
    const opening = backend.openFile('https://a.test', file, 'token', new AbortController().signal);
    expect(openFile).not.toHaveBeenCalled();
    await load();
    await expect(opening).rejects.toThrow('no file');
    expect(openFile).toHaveBeenCalledOnce();
  });

  it('is out of the way afterwards', async () => {
    const { backend, live, load } = stage();
    await load();
    backend.live.start(access);
    backend.live.wake();
    backend.live.retry();
    backend.live.stop();
    for (const deed of [live.start, live.wake, live.retry, live.stop]) expect(deed).toHaveBeenCalledOnce();
  });
});

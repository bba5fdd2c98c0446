import { expect, it, vi } from 'vitest';
import type { BridgeProblem, IpcResult } from '#contract/bridge/types';
import type { Session } from '#contract/session/api';

let answer: IpcResult<null>;
vi.stubGlobal('window', { fastlinkit: { session: { end: () => Promise.resolve(answer) } } });
const { endSession } = await import('./end-session.ts');

const at = '2026-11-20T12:00:00.000Z';
const session: Session = {
  id: 'one',
  device: 'curl/8.0',
  kind: 'app',
  address: '127.0.0.1',
  createdAt: at,
  lastSeenAt: at,
  current: false,
};
const rejected = (code: BridgeProblem['code']): IpcResult<null> => ({
  ok: false,
  problem: { code, detail: 'x' },
});

it('counts a session that has ended by itself as ended', async () => {
  answer = rejected('not_found');
  await expect(endSession.run(session)).resolves.toBeNull();
});

it('fails for any other reason', async () => {
  answer = rejected('rate_limited');
  await expect(endSession.run(session)).rejects.toMatchObject({ problem: { code: 'rate_limited' } });
});

import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInviteToken, signInviteToken } from './invite-token.ts';

const secrets = { current: randomBytes(32), previous: undefined };
const kinds = fc.constantFrom('mailed' as const, 'copied' as const);

describe('the token of a link', () => {
  it('is the same each time, and is read back', () => {
    fc.assert(
      fc.property(fc.uuid(), kinds, (inviteId, kind) => {
        const token = signInviteToken(secrets, inviteId, kind);
        expect(signInviteToken(secrets, inviteId, kind)).toBe(token);
        expect(readInviteToken(secrets, token)).toEqual({ inviteId, kind });
      }),
    );
  });

  it('differs by kind', () => {
    const inviteId = randomUUID();
    expect(signInviteToken(secrets, inviteId, 'mailed')).not.toBe(
      signInviteToken(secrets, inviteId, 'copied'),
    );
  });

  it(
    'is rejected with any bit changed, and under another secret',
    { tags: ['guard:invite-link-mac'] },
    () => {
      fc.assert(
        fc.property(fc.uuid(), fc.nat(49 * 8 - 1), (inviteId, bit) => {
          const bytes = Buffer.from(signInviteToken(secrets, inviteId, 'copied'), 'base64url');
          bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(readInviteToken(secrets, bytes.toString('base64url'))).toBeUndefined();
        }),
      );
      const other = signInviteToken(
        { current: randomBytes(32), previous: undefined },
        randomUUID(),
        'mailed',
      );
      expect(readInviteToken(secrets, other)).toBeUndefined();
    },
  );

  it('rejects any other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readInviteToken(secrets, text)).toBeUndefined();
      }),
    );
  });

  it('stays valid after a change of the secret', () => {
    const changed = { current: randomBytes(32), previous: secrets.current };
    const inviteId = randomUUID();
    expect(readInviteToken(changed, signInviteToken(secrets, inviteId, 'mailed'))).toEqual({
      inviteId,
      kind: 'mailed',
    });
  });
});

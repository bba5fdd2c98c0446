import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { createInvitesInBulk, maxBulkInvites } from '#contract/invite';
import { createPeerOrganizations } from '../peer/peer-tables.ts';
import { inviteStatement } from '../peer/peer-statement.ts';
import { inTurns } from '../rounds.ts';
import type { Row } from '../row.ts';
import { openSmallSite, small } from '../site.ts';

const rounds = 9;
const goal = 0.4;

export const row: Row = {
  what: '1,000 invites in one bulk call',
  beside: 'the same rows by one multi-row statement through `pg`',
  goal: `≥ ${goal} ×`,
  async measure() {
    const site = await openSmallSite();
    const { client } = await site.signIn();
    const organizations = await site.organizations(rounds + 1, small);
    await createPeerOrganizations(site.databaseUrl, organizations);
    const peer = new pg.Client({ connectionString: site.databaseUrl });
    await peer.connect();
    try {
      const { product, statement } = await inTurns(rounds, {
        async product(round) {
          const organizationId = organizations[round] ?? '';
          const began = performance.now();
          const { results } = await client.call(createInvitesInBulk, {
            params: { organizationId },
            body: { invites: people(round) },
          });
          const took = performance.now() - began;
          const invited = results.filter(({ outcome }) => outcome === 'invited').length;
          if (invited !== maxBulkInvites) throw new Error(`only ${invited} were invited`);
          return took;
        },
        async statement(round) {
          const invites = people(round);
          const began = performance.now();
          const { rowCount } = await peer.query(inviteStatement, [
            organizations[round],
            invites.map(({ email }) => email),
            invites.map(({ role }) => role),
            site.owner.id,
          ]);
          if (rowCount !== maxBulkInvites) throw new Error(`only ${rowCount} were written`);
          return performance.now() - began;
        },
      });
      const ratio = statement.warm / product.warm;
      return {
        figures: [
          { name: 'product', value: product.warm, unit: 'ms' },
          { name: 'statement', value: statement.warm, unit: 'ms' },
          { name: 'the first of the product', value: product.cold, unit: 'ms' },
        ],
        ratio,
        met: ratio >= goal,
      };
    } finally {
      await peer.end();
    }
  },
};

function people(round: number): { email: string; role: 'agent' }[] {
  return Array.from({ length: maxBulkInvites }, (_, n) => ({
    email: `bulk-${round}-${n}@invited.test`,
    role: 'agent',
  }));
}

import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { bulkInvite } from '#contract/invite/api';
import { maxBulkInvites } from '#contract/invite/model';
import { createPeerOrganizations } from '../peer/peer-tables.ts';
import { inviteStatement } from '../peer/peer-statement.ts';
import { alternate } from '../harness/rounds.ts';
import type { Scenario } from '../harness/scenario.ts';
import { openSmallFixture, small } from '../fixtures/backend-fixture.ts';

const rounds = 9;
const goal = 0.4;

export const scenario: Scenario = {
  title: '1,000 invites in one bulk call',
  baseline: 'the same rows by one multi-row statement through `pg`',
  goal: `≥ ${goal} ×`,
  async measure() {
    const fixture = await openSmallFixture();
    const { client } = await fixture.signIn();
    const organizations = await fixture.organizations(rounds + 1, small);
    await createPeerOrganizations(fixture.databaseUrl, organizations);
    const peer = new pg.Client({ connectionString: fixture.databaseUrl });
    await peer.connect();
    try {
      const { product, statement } = await alternate(rounds, {
        async product(round) {
          const organizationId = organizations[round] ?? '';
          const began = performance.now();
          const { results } = await client.call(bulkInvite, {
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
            fixture.owner.id,
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

import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import { features, release } from '#contract/version/model';
import type { Database } from '../database/database.ts';
import { nodes } from '../database/tables/nodes.ts';
import { repeat } from '../platform/concurrency/repeat.ts';

/**
 * What release 0.1.0, which does not register, calls its connection for live events. Later releases call theirs
 * otherwise.
 */
const eventConnectionOf010 = 'fastlinkit events';

const everyMs = 10_000;
/** A node that has not been seen for this long is gone. */
const liveSeconds = 45;

/** What the servers on this database have in common. */
export interface NodeRegistry {
  /** The features that every live node has. */
  features: () => string[];
  /** Announces that this node is gone. */
  close: () => Promise<void>;
}

interface LiveNode extends Record<string, unknown> {
  version: string;
  features: string[];
}

/**
 * Registers this server among those that run on the database, and keeps track of the others.
 *
 * @throws Error when the database is away
 */
export async function openNodeRegistry({
  database,
  log,
}: {
  database: Database;
  log: FastifyBaseLogger;
}): Promise<NodeRegistry> {
  const id = randomUUID();
  let first: Promise<LiveNode[]> | undefined = refresh(database, id);
  let live = await first;
  const stop = repeat({
    everyMs,
    log,
    failure: 'this server could not announce itself to the others',
    work: async () => {
      live = await (first ?? refresh(database, id));
      first = undefined;
    },
  });
  return {
    features: () => features.filter((name) => live.every((node) => node.features.includes(name))),
    async close() {
      await stop();
      await database.orm.execute(sql`delete from ${nodes} where id = ${id}`);
    },
  };
}

/** Registers the node, or that it is still there, and reads the live nodes, this one included. */
async function refresh({ orm }: Database, id: string): Promise<LiveNode[]> {
  const { rows } = await orm.execute<LiveNode>(sql`
    with own as (
      insert into ${nodes} (id, version, features) values (${id}, ${release}, ${sql.param([...features])}::text[])
      on conflict (id) do update set last_seen_at = now()
      returning version, features
    )
    select version, features from own
    union all
    select version, features from ${nodes}
    where id <> ${id} and last_seen_at > now() - make_interval(secs => ${liveSeconds})
    union all
    select '0.1.0', '{}' where exists (
      select from pg_stat_activity
      where datname = current_database() and application_name = ${eventConnectionOf010}
    )`);
  return rows;
}

import { execute } from '../../test/helpers/postgres.ts';

/**
 * The peer's tables, in a schema of their own beside the product's: the same columns and the same indexes, since lists
 * and searches need those in any case; without foreign keys and triggers. The seats are a counter. And one
 * table for a peer that only stores the invite, and three plain ones for the bare limit.
 */
const tables = `
  create schema peer;
  create table peer.seats (organization_id uuid primary key, max_seats integer not null, used integer not null default 0);
  create table peer.invites (like public.invites including all);
  alter table peer.invites alter column delivery_failed drop expression, alter column delivery_failed set default false;
  create table peer.mail_jobs (like pgboss.job_common including all);
  create table peer.activity (like public.activity including all);
  create table peer.events (like public.events including all);
  alter table peer.events alter column id add generated always as identity;
  create table peer.bare_invites (
    id uuid primary key default uuidv7(), organization_id uuid not null, email text not null, role text not null,
    created_at timestamptz not null default now(), unique (organization_id, email)
  );
  create table peer.limit_seats (organization_id uuid primary key, max_seats integer not null, used integer not null default 0);
  create table peer.limit_invites (
    id uuid primary key default uuidv7(), organization_id uuid not null, email text not null, role text not null,
    created_at timestamptz not null default now(), unique (organization_id, email)
  );
  create table peer.limit_outbox (id bigint primary key generated always as identity, invite_id uuid not null);
`;

/** Makes the tables, in a database that has the product's. */
export async function createPeerTables(databaseUrl: string): Promise<void> {
  await execute(databaseUrl, tables);
}

/** Makes an organization of the peer's for each of the product's, with as many invites. */
export async function createPeerOrganizations(
  databaseUrl: string,
  organizationIds: readonly string[],
): Promise<void> {
  await execute(
    databaseUrl,
    'insert into peer.seats (organization_id, max_seats) select unnest($1::uuid[]), 100000000',
    [organizationIds],
  );
  for (const table of ['invites', 'activity']) {
    await execute(
      databaseUrl,
      `insert into peer.${table} select * from public.${table} where organization_id = any($1::uuid[])`,
      [organizationIds],
    );
    await execute(databaseUrl, `vacuum (analyze) peer.${table}`);
  }
}

/** Makes an organization of the bare limit's for each of the product's. */
export async function createLimitOrganizations(
  databaseUrl: string,
  organizationIds: readonly string[],
): Promise<void> {
  await execute(
    databaseUrl,
    'insert into peer.limit_seats (organization_id, max_seats) select unnest($1::uuid[]), 100000000',
    [organizationIds],
  );
}

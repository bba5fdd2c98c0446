import type { z } from 'zod';
import type { Role } from '#contract/member/model';
import type { listOrganizations, Organization } from '#contract/organization/api';
import type { OrganizationFilter, OrganizationSort } from '#contract/organization/model';
import { defaultPageSize, maxPageSize, type Page } from '#contract/page';
import { runPrepared, type Executor } from '../database/database.ts';
import { cappedTotal, decodeCursor, toPage, type Cursor } from '../database/page.ts';
import { searchedSigns, searchQuery } from '../database/search.ts';
import { expiresSoon } from '../database/tables/invites.ts';
import { justExpiredOfAll } from '../database/tables/organizations.ts';
import { wireTime } from '../database/wire-time.ts';
import { seatsOf } from '../seat/seat-rules.ts';

type Query = z.output<typeof listOrganizations.query>;

/** How many rows the statements read for a page, less one: constants, so that PostgreSQL keeps their plans. */
const sizes = [1, defaultPageSize, maxPageSize];

interface Sort {
  key: string;
  /** The id beside the key in the same index. */
  id: string;
  kind: 'text' | 'number';
  type: string;
  direction: 'asc' | 'desc';
}

/** The row `o` is of the organizations, `c` of their counters. Counters are sorted with the highest first. */
const sorts: Record<OrganizationSort, Sort> = {
  name: { key: 'o.sort_name', id: 'o.id', kind: 'text', type: 'text', direction: 'asc' },
  usage: byCounter('c.usage', 'double precision'),
  pending: byCounter('c.pending', 'integer'),
  expiring: byCounter('c.expiring_soon', 'integer'),
};

function byCounter(key: string, type: string): Sort {
  return { key, id: 'c.organization_id', kind: 'number', type, direction: 'desc' };
}

const filters: Record<OrganizationFilter, string> = {
  full: 'c.used >= c.max_seats',
  over: 'c.used > c.max_seats',
  expiring: 'c.expiring_soon > 0',
  failed: 'c.failed > 0',
};

interface Row {
  id: string;
  name: string;
  description: string;
  logoUrl: string | null;
  /** The text of PostgreSQL. */
  createdAt: string;
  reminders: boolean;
  role: Role | null;
  maxSeats: number | null;
  members: number;
  openInvites: number;
  /** Open invites whose expiry was announced, and those that have expired since. */
  announced: number;
  unannounced: number;
  expiringSoon: number;
  failed: number;
  sortKey: string | number;
}

/**
 * A page of the organizations that a user may see, with everything that is shown of them and their total. All of it is one
 * statement, which the caller sends together with the one that confirms the session: whether the user is support staff, who
 * see all organizations, is therefore decided in it.
 *
 * The page is cut before anything is joined or counted, so that the work is that of fifty organizations however many there are.
 *
 * @throws Problem `validation_failed` for a cursor of another list
 */
export async function findOrganizations(
  executor: Executor,
  userId: string,
  query: Query,
): Promise<Page<Organization>> {
  const sort = sorts[query.sort];
  const cursor = decodeCursor(query.sort, sort.kind, query.cursor);
  const { tables, values, capped } = pageOf(userId, query, sort, cursor);
  const rows = await runPrepared<(Row | { id: null }) & { total: number }>(
    executor,
    `${tables}, ${justExpiredOfAll}
    select counted.total, page.id, page."sortKey", o.name, o.description, o.logo_url as "logoUrl", o.reminders,
      o.created_at as "createdAt", m.role, s.max_seats as "maxSeats", t.members, t.open_invites as "openInvites",
      t.expired_invites as announced,
      coalesce(e.just_expired, 0) as unannounced,
      ${whereOpen(`(select count(*)::int from invites i where i.organization_id = t.organization_id and ${expiresSoon('i')})`)}
        as "expiringSoon",
      ${whereOpen(`(select count(*)::int from invites i where i.organization_id = t.organization_id
        and i.status = 'pending' and i.delivery_failed)`)} as failed
    from counted left join (
      page join organizations o on o.id = page.id
        join organization_subscriptions s on s.organization_id = page.id
        join organization_tallies t on t.organization_id = page.id
        left join members m on m.organization_id = page.id and m.user_id = $1::uuid
        left join just_expired e on e.organization_id = page.id
    ) on true
    order by page."sortKey" ${sort.direction}, page.id ${sort.direction}`,
    values,
  );
  return toPage(
    rows.filter((row): row is Row & { total: number } => row.id !== null),
    query.limit,
    // The total is there even without a row.
    rows[0]?.total ?? 0,
    { order: query.sort, keyOf: ({ sortKey }) => sortKey, toItem: toOrganization, capped },
  );
}

/** Most organizations have no open invite: nothing is counted for them. */
function whereOpen(count: string): string {
  return `case when t.open_invites > 0 then ${count} else 0 end`;
}

/** The subqueries `page`, of the ids and sort keys of the rows, and `counted`, of the total. */
function pageOf(userId: string, query: Query, sort: Sort, cursor: Cursor | undefined) {
  const values: unknown[] = [userId];
  const value = (one: unknown) => `$${values.push(one)}`;
  const signs = searchedSigns(query.search);
  const words = signs === undefined ? searchQuery(query.search) : undefined;
  const filter = query.filter && filters[query.filter];
  const narrowed = [
    ...(filter === undefined ? [] : [filter]),
    ...(signs === undefined ? [] : [`position(${value(signs)}::text in o.name) > 0`]),
  ];
  const following =
    cursor &&
    `(${sort.key}, ${sort.id}) ${sort.direction === 'desc' ? '<' : '>'} (${value(cursor.key)}::${sort.type}, ${value(cursor.id)}::uuid)`;
  const size = sizes.find((one) => one >= query.limit) ?? maxPageSize;
  const select = (conditions: (string | undefined)[]) => {
    const where = conditions.filter((one) => one !== undefined);
    return `(select ${sort.id} as id, ${sort.key} as "sortKey" from ${fromFor([sort.key, ...where])}
      where ${where.join(' and ') || 'true'} order by ${sort.key} ${sort.direction}, ${sort.id} ${sort.direction} limit ${size + 1})`;
  };
  const isStaff = '(select staff from caller)';
  const own = 'select m.organization_id from members m where m.user_id = $1::uuid';
  const caller = 'with caller as materialized (select acting_staff as staff from users where id = $1::uuid)';

  if (words === undefined) {
    // Support staff's page is read in the order of an index, everybody else's begins with their memberships.
    const all =
      narrowed.length === 0
        ? 'select sum(organizations) from organization_totals'
        : `select count(*) from ${fromFor(narrowed)} where ${narrowed.join(' and ')}`;
    const mine =
      narrowed.length === 0
        ? 'select count(*) from members m where m.user_id = $1::uuid'
        : `select count(*) from ${fromFor([...narrowed, sort.id])} where ${narrowed.join(' and ')} and ${sort.id} in (${own})`;
    return {
      values,
      capped: false,
      tables: `${caller},
        page as materialized (
          ${select([isStaff, ...narrowed, following])}
          union all
          ${select([`not ${isStaff}`, `${sort.id} in (${own})`, ...narrowed, following])}
        ),
        counted as materialized (select coalesce(case when ${isStaff} then (${all}) else (${mine}) end, 0)::int as total)`,
    };
  }

  // As in `lookUp` of the lists of one organization: words are looked up in the index first, up to the number of rows that
  // totals count. When that finds all rows, they are sorted; otherwise the page is read in the order of the list.
  const tsquery = value(words);
  const visible = [`(${isStaff} or o.id in (${own}))`, ...narrowed];
  const found = [`o.search @@ ${tsquery}::tsquery`, ...visible];
  return {
    values,
    capped: true,
    tables: `${caller},
      found as materialized (
        select o.id from ${fromFor(found)} where ${found.join(' and ')} limit ${cappedTotal + 1}
      ),
      counted as materialized (select count(*)::int as total from found),
      page as materialized (
        ${select([`(select total from counted) <= ${cappedTotal}`, `${sort.id} in (select id from found)`, following])}
        union all
        ${select([
          `(select total from counted) > ${cappedTotal}`,
          // Written so that no index serves it.
          `coalesce(o.search, o.search) @@ ${tsquery}::tsquery`,
          ...visible,
          following,
        ])}
      )`,
  };
}

/** The tables whose columns the expressions name. */
function fromFor(expressions: readonly string[]): string {
  const text = expressions.join(' ');
  const names = (alias: string): boolean => new RegExp(String.raw`\b${alias}\.`).test(text);
  if (!names('c')) return 'organizations o';
  return names('o')
    ? 'organizations o join organization_counters c on c.organization_id = o.id'
    : 'organization_counters c';
}

function toOrganization(row: Row): Organization {
  const pending = row.openInvites - row.announced - row.unannounced;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    logoUrl: row.logoUrl,
    createdAt: wireTime(row.createdAt),
    role: row.role,
    reminders: row.reminders,
    seats: seatsOf({ maxSeats: row.maxSeats, members: row.members, pendingInvites: pending }),
    openInvites: {
      pending,
      expiringSoon: row.expiringSoon,
      expired: row.announced + row.unannounced,
      failed: row.failed,
    },
  };
}

import pg from 'pg';

/** What an organization is filled with. */
export interface Fill {
  members: number;
  invites: number;
}

const firstNames = words(
  'Ada Amir Anna Bea Carl Dana Edda Emil Fay Gina Hugo Ines Jana Kira Lars Maja Nico Olga Pia Raul Sara Theo Uma Vera Wim Zeno',
);
const lastNames = words(
  'Adler Baker Blanc Boyd Castro Clarke Dahl Engel Faber Gomez Haas Holt Jung Keller Lang Lopez Marsh Novak Olsen Perez Quinn Rossi Sato Torres Vogt Webb Young',
);

const filled = ['users', 'members', 'invites', 'activity'];
/** From so many rows on it is quicker to make the indexes anew than to keep them in step. */
const manyRows = 50_000;

/**
 * Fills each organization with members, invites in all states (four in ten pending, four accepted, one declined, one
 * revoked) and an entry of the activity for each of them. All as if the server's own duties had seen to it
 * already: nothing is left to be mailed, announced or reminded of.
 *
 * @param inviterId who has sent the invites
 */
export async function fillOrganizations(
  databaseUrl: string,
  organizationIds: readonly string[],
  inviterId: string,
  { members, invites }: Fill,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set synchronous_commit = off');
    await client.query("set maintenance_work_mem = '512MB'");
    const fill = async () => {
      for (const organizationId of organizationIds) {
        await client.query(membersStatement, [organizationId, members, firstNames, lastNames]);
        await client.query(invitesStatement, [organizationId, invites, firstNames, lastNames, inviterId]);
        await client.query(activityStatement, [organizationId, inviterId]);
      }
    };
    if (members + invites > manyRows) await withoutUpkeep(client, fill);
    else await fill();
    for (const table of filled) await client.query(`vacuum (analyze) ${table}`);
  } finally {
    await client.end();
  }
}

/**
 * Without keeping the indexes in step, and without a look at the referenced row for each row: that is most of the time. What the
 * product's own triggers count, they count.
 */
async function withoutUpkeep(client: pg.Client, fill: () => Promise<void>): Promise<void> {
  const indexes = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'public' and tablename = any($1) and indexname not in (select conname from pg_constraint)`,
    [filled],
  );
  const triggers = await client.query<{ name: string; table: string }>(
    `select tgname as name, relname as table from pg_trigger join pg_class on pg_class.oid = tgrelid
     where relnamespace = 'public'::regnamespace and relname = any($1) and not tgisinternal`,
    [filled],
  );
  for (const { name } of indexes.rows) await client.query(`drop index public.${name}`);
  for (const { name, table } of triggers.rows)
    await client.query(`alter table ${table} enable always trigger ${name}`);
  await client.query('set session_replication_role = replica');
  await fill();
  await client.query('reset session_replication_role');
  for (const { name, table } of triggers.rows)
    await client.query(`alter table ${table} enable trigger ${name}`);
  for (const { definition } of indexes.rows) await client.query(definition);
}

const person = `
  select n, ($3::text[])[1 + n % cardinality($3::text[])] as first_name,
    ($4::text[])[1 + (n / 7) % cardinality($4::text[])] as last_name`;

const membersStatement = `
  with people as (
    ${person}, 'member-' || n || '@' || left($1::text, 18) || '.test' as email, uuidv7() as user_id
    from generate_series(1, $2::int) as n
  ), accounts as (
    insert into users (id, email, first_name, last_name, password_hash)
    select user_id, email, first_name, last_name, 'nobody signs in' from people
  )
  insert into members (id, organization_id, user_id, role, joined_at, last_active_at, first_name, last_name, sort_name, sort_email,
    search)
  select uuidv7(), $1::uuid, user_id, case when n % 50 = 0 then 'admin' else 'agent' end::member_role,
    now() - make_interval(hours => 1 + n % 20000), case when n % 7 > 0 then now() - make_interval(mins => 1 + n % 90000) end,
    first_name, last_name,
    lower(first_name || ' ' || last_name), email,
    array_to_tsvector(string_to_array(lower(first_name || ' ' || last_name || ' member ' || n || ' ' ||
      replace(replace(split_part(email, '@', 2), '.', ' '), '-', ' ')), ' '))
  from people`;

const invitesStatement = `
  with people as (
    ${person}, ('{pending,pending,pending,pending,accepted,accepted,accepted,accepted,declined,revoked}'::text[])[1 + n % 10] as status
    from generate_series(1, $2::int) as n
  ), sent as (
    select *, lower(first_name || '.' || last_name || '.' || n) || '@invited.test' as email,
      -- The pending ones within five days: none expires while it is measured.
      case when status = 'pending' then interval '5 days' * (n::float8 / $2::int) else make_interval(hours => 200 + n % 10000) end as age
    from people
  )
  insert into invites (id, organization_id, email, role, status, created_at, expires_at, last_sent_at, invited_by,
    delivery_status, delivery_attempts, ended_at, expiry_announced, reminded, search)
  select uuidv7(-age), $1::uuid, email, case when n % 20 = 0 then 'admin' else 'agent' end::invite_role, status::invite_status,
    now() - age, now() - age + interval '7 days', now() - age, $5::uuid, 'sent', 1,
    case when status <> 'pending' then now() - age + interval '1 day' end, status <> 'pending', true,
    array_to_tsvector(string_to_array(lower(first_name || ' ' || last_name || ' ' || n || ' invited test'), ' '))
  from sent`;

const activityStatement = `
  insert into activity (id, organization_id, at, type, actor_id, actor_name, subject, detail, search)
  select uuidv7(at - now()), organization_id, at, type, $2::uuid, 'Olga Owner', subject, detail, search
  from (
    select organization_id, created_at as at, 'invite.created' as type, email as subject, role::text as detail,
      search || array_to_tsvector('{olga,owner}') as search
    from invites where organization_id = $1::uuid
    union all
    select organization_id, joined_at, 'member.joined', sort_email, role::text, search
    from members where organization_id = $1::uuid
  ) as deeds`;

function words(list: string): string[] {
  return list.split(' ');
}

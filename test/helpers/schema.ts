import { execute } from './postgres.ts';

/** All that migrations make, in words: columns, indexes, triggers, and what was written down of them. */
export async function schemaOf(url: string): Promise<string[]> {
  const { rows } = await execute(
    url,
    `select format('%s.%s %s %s %s', table_schema, table_name, column_name, data_type, column_default) as line
       from information_schema.columns where table_schema in ('public', 'drizzle', 'pgboss')
     union select indexdef from pg_indexes where schemaname in ('public', 'drizzle', 'pgboss')
     union select format('%s %s', tgrelid::regclass, tgname) from pg_trigger where not tgisinternal
     union select format('migration %s', hash) from drizzle.__drizzle_migrations
     order by 1`,
  );
  return rows.map(({ line }: { line: string }) => line);
}

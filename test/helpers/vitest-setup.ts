import { shareOnePostgres } from './databases.ts';

let stop: (() => Promise<void>) | undefined;

/** Vitest's global setup: one PostgreSQL for the run. */
export async function setup(): Promise<void> {
  stop = await shareOnePostgres();
}

export async function teardown(): Promise<void> {
  await stop?.();
}

import { shareOnePostgres } from './databases.ts';

/** Playwright's global setup: one PostgreSQL for the run. What it returns ends it. */
// oxlint-disable-next-line import/no-default-export -- Playwright asks for it.
export default shareOnePostgres;

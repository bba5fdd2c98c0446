import { readdirSync } from 'node:fs';
import { defineConfig } from 'drizzle-kit';

const tables = './src/backend/database/tables';

export default defineConfig({
  dialect: 'postgresql',
  // Without the tests, which cannot be loaded outside of Vitest.
  schema: readdirSync(tables)
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => `${tables}/${name}`),
  out: './src/backend/database/migrations',
});

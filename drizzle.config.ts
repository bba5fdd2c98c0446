import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/backend/**/*-table.ts',
  out: './src/backend/database/migrations',
});

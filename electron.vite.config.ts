import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { bundledPackages } from './scripts/build/bundled-packages.mjs';

const source = (path: string) => resolve(import.meta.dirname, 'src', path);

// The oldest Electron that the output runs on (33: Node 20.18, Chromium 130), see docs/decisions/002.
const node = 'node20.18';
const chrome = 'chrome130';

export default defineConfig({
  main: {
    plugins: [bundledPackages()],
    // Requests go out by Electron's fetch: without axios' own HTTP client half of what has to be loaded is gone.
    resolve: { alias: { axios: 'axios/dist/browser/axios.cjs' } },
    build: {
      target: node,
      minify: true,
      // Bundled whole, so that no node_modules (the backend's among them) have to go into the package.
      externalizeDeps: false,
      rolldownOptions: { input: source('main/index.ts') },
    },
  },
  preload: {
    build: {
      target: node,
      externalizeDeps: false,
      rolldownOptions: {
        input: source('preload/index.ts'),
        // A sandboxed preload is loaded as CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    build: {
      target: chrome,
      minify: true,
      rolldownOptions: {
        input: source('renderer/index.html'),
        output: {
          // All that the first screen needs in one file: each further one costs a request through the main process.
          codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
        },
      },
    },
    plugins: [react(), bundledPackages()],
  },
});

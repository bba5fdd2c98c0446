// npm run --silent electron-path: prints the path of the Electron executable in use. It starts the app as
// `<that path> <this folder>` once the app has been built.
import { runMain } from './setup/progress.mjs';
import { setUp } from './setup/setup.mjs';

await runMain(async () => {
  console.log(await setUp({ display: false, browser: false }));
});

import { Button } from '@mantine/core';
import { bridge } from '../data/bridge.ts';
import { ReportPainted } from '../data/report-painted.tsx';
import classes from './crash-screen.module.css';

/** Shown in place of the whole app when rendering failed, so that the window is never empty. */
export function CrashScreen() {
  return (
    <main role="alert" className={classes.screen}>
      <h1 className={classes.title}>Something went wrong</h1>
      <p>Reload the app to continue. You’ll stay signed in.</p>
      <ReportPainted />
      <Button onClick={() => void bridge.window.reload()}>Reload</Button>
    </main>
  );
}

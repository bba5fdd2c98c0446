import { Button } from '@mantine/core';
import { bridge } from '../bridge/bridge.ts';
import { Drawn } from '../bridge/drawn.tsx';
import classes from './crash-screen.module.css';

/** In place of the whole app when something in it broke: never an empty window. */
export function CrashScreen() {
  return (
    <main role="alert" className={classes.screen}>
      <h1 className={classes.title}>Something in the app broke</h1>
      <p>Nothing on the server was changed by it. Reload to go on; you stay signed in.</p>
      <Drawn />
      <Button onClick={() => void bridge.window.reload()}>Reload</Button>
    </main>
  );
}

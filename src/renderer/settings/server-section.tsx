import { Section } from '../ui/section.tsx';
import classes from './settings.module.css';

/** Which server the app is signed in to. */
export function ServerSection({ server }: { server: string }) {
  return (
    <Section title="Server" hint="To use another one, sign out: the sign-in screen asks for its address.">
      <p className={classes.address}>{server}</p>
    </Section>
  );
}

import { Section } from '../components/layout/section.tsx';
import classes from './settings.module.css';

/** Which server the app is signed in to. */
export function ServerSection({ server }: { server: string }) {
  return (
    <Section title="Server" hint="To use another server, sign out and enter its address when you sign in.">
      <p className={classes.address}>{server}</p>
    </Section>
  );
}

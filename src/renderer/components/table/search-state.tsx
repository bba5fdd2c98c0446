import { useDebouncedValue } from '@mantine/hooks';
import classes from './search-state.module.css';

/** An answer that comes within this time is not worth a word. */
const quietMs = 250;

/** Says that the rows below are not the answer yet. It is always rendered, so that screen readers know the region. */
export function SearchState({ isSearching }: { isSearching: boolean }) {
  const [isSlow] = useDebouncedValue(isSearching, quietMs);
  return (
    <p role="status" className={classes.state}>
      {isSearching && isSlow && <span className={classes.text}>Searching…</span>}
    </p>
  );
}

import { IconLink } from '@tabler/icons-react';
import classes from './brand-mark.module.css';

/** The app's logo. */
export function BrandMark() {
  return (
    <span aria-hidden className={classes.mark}>
      <IconLink size={18} stroke={2.25} />
    </span>
  );
}

import { IconShieldHalf } from '@tabler/icons-react';
import { isolate } from '#contract/isolate';
import classes from './staff-strip.module.css';

/**
 * Reminds support staff that they act in a customer's organization.
 *
 * @param organizationName the customer's
 */
export function StaffStrip({ organizationName }: { organizationName: string }) {
  return (
    <section aria-label="Support staff" className={classes.strip}>
      <IconShieldHalf size={18} aria-hidden />
      <p className={classes.text}>
        You’re acting as FastLinkIt Support in <strong>{isolate(organizationName)}</strong>.
      </p>
      <p className={classes.note}>Everything you do is logged in their activity.</p>
    </section>
  );
}

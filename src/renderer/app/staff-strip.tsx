import { IconShieldHalf } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { organizationOptions } from '../organization/organization-queries.ts';
import { useSignedIn } from '../session/signed-in.ts';
import classes from './staff-strip.module.css';

/** As long as support staff look at a customer's organization: nobody shall forget whose it is. */
export function StaffStrip() {
  const { user } = useSignedIn();
  const { organizationId } = useParams({ strict: false });
  const { data } = useQuery({
    ...organizationOptions(organizationId ?? ''),
    ...(organizationId === undefined || !user.staff ? { queryFn: skipToken } : {}),
  });
  if (!user.staff || organizationId === undefined || data?.role !== null) return null;
  return (
    <section aria-label="Support staff" className={classes.strip}>
      <IconShieldHalf size={18} aria-hidden />
      <p className={classes.words}>
        You act as FastLinkIt support in <strong>{data.name}</strong>
      </p>
      <p className={classes.note}>All that you do stands in their activity.</p>
    </section>
  );
}

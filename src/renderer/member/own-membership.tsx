import { isolate } from '#contract/isolate';
import type { Organization } from '#contract/organization/api';
import { ButtonAction } from '../action/button-action.tsx';
import { useActionContext } from '../action/use-action.ts';
import { leaveOrganization } from './actions/leave-organization.ts';
import { roleLabel } from '../data/role-labels.ts';
import classes from './own-membership.module.css';

interface OwnMembershipProps {
  organization: Organization;
  role: string;
  /** Called when the user has left the organization. */
  onLeft: () => void;
}

/** What an Agent sees of the organization: their own membership, and how to leave. */
export function OwnMembership({ organization, role, onLeft }: OwnMembershipProps) {
  const context = useActionContext();
  return (
    <section aria-label="Your membership" className={classes.section}>
      <div>
        <h2 className={classes.title}>Your role: {roleLabel(role)}</h2>
        <p className={classes.text}>
          Only the owner and admins of {isolate(organization.name)} can invite people and see its members. Ask
          one of them if someone should join or if you need another role.
        </p>
      </div>
      <div>
        <ButtonAction
          action={leaveOrganization}
          item={organization}
          context={context}
          options={{ onSuccess: onLeft }}
        />
      </div>
    </section>
  );
}

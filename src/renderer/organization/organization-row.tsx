import { IconAlertTriangle, IconAppWindow } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { MouseEvent } from 'react';
import type { Role } from '#contract/member';
import type { Organization } from '#contract/organization';
import type { Seats } from '#contract/seat';
import { number } from '../ui/counted.ts';
import { Initials } from '../ui/initials.tsx';
import { PartBar } from '../ui/part-bar.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import classes from './organization-row.module.css';

const roleWords: Record<Role, string> = { owner: 'Owner', admin: 'Admin', agent: 'Agent' };

interface OrganizationRowProps {
  organization: Organization;
  place: RowPlace;
  onOpenWindow: () => void;
}

/** One of many organizations: how full it is, and what waits in it. */
export function OrganizationRow({ organization, place, onOpenWindow }: OrganizationRowProps) {
  const { id, name, role, seats, openInvites } = organization;
  return (
    <TableRow id={id} place={place}>
      <Cell title={name}>
        <Initials name={name} shape="square" />
        <Link
          to="/organizations/$organizationId"
          params={{ organizationId: id }}
          className={classes.name ?? ''}
          onClick={(event: MouseEvent) => {
            if (!event.ctrlKey && !event.metaKey) return;
            event.preventDefault();
            onOpenWindow();
          }}
        >
          {name}
        </Link>
      </Cell>
      <Cell>
        <SeatsInRow seats={seats} />
      </Cell>
      <Count of={openInvites.pending} />
      <Count of={openInvites.expiringSoon} tone="soon" />
      <Count of={openInvites.expired} />
      <Cell className={clsx(classes.quiet, classes.wideOnly)}>
        {role === null ? 'None' : roleWords[role]}
      </Cell>
      <Cell className={classes.actions}>
        <RowButton
          data-tone="quiet"
          aria-label={`Open ${name} in its own window`}
          title="Open in its own window"
          className={classes.window}
          onClick={onOpenWindow}
        >
          <IconAppWindow size={16} aria-hidden />
        </RowButton>
      </Cell>
    </TableRow>
  );
}

function SeatsInRow({ seats }: { seats: Seats }) {
  const { maxSeats, members, pendingInvites, used } = seats;
  if (maxSeats === null) return <span className={classes.quiet}>{number(used)} used, unlimited</span>;
  const whole = Math.max(maxSeats, used, 1);
  const over = used > maxSeats;
  return (
    <>
      <span className={classes.bar}>
        <PartBar
          size="row"
          first={(100 * members) / whole}
          second={(100 * pendingInvites) / whole}
          over={over}
        />
      </span>
      <span className={clsx(classes.used, over && classes.over)}>
        {number(used)} of {number(maxSeats)} used
      </span>
      {over && (
        <IconAlertTriangle size={15} role="img" aria-label="over the limit" className={classes.over} />
      )}
    </>
  );
}

/** Nothing is said quietly, so that what is something stands out. */
function Count({ of, tone }: { of: number; tone?: 'soon' }) {
  return (
    <Cell className={clsx(classes.count, of === 0 && classes.none, of > 0 && tone && classes.soon)}>
      {number(of)}
    </Cell>
  );
}

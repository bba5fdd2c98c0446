import { IconAlertCircle, IconAlertTriangle, IconAppWindow } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { MouseEvent } from 'react';
import { isolate } from '#contract/isolate';
import type { Organization } from '#contract/organization/api';
import type { Seats } from '#contract/seat/api';
import { roleLabel } from '../data/role-labels.ts';
import { levelTones, seatLevel, type SeatLevel } from '../data/seat-level.ts';
import { formatNumber } from '../lib/format/pluralize.ts';
import { Initials } from '../components/layout/initials.tsx';
import { StackedBar } from '../components/feedback/stacked-bar.tsx';
import { RowButton } from '../components/table/row-button.tsx';
import { Cell, TableRow, type RowPosition } from '../components/table/table-row.tsx';
import classes from './organization-row.module.css';

interface OrganizationRowProps {
  organization: Organization;
  /** Whether the list has a column for the user's own role. */
  showsRole: boolean;
  position: RowPosition;
  onOpenWindow: () => void;
}

/** An organization: how full it is, and its open invites. */
export function OrganizationRow({ organization, showsRole, position, onOpenWindow }: OrganizationRowProps) {
  const { id, role, seats, openInvites } = organization;
  const name = isolate(organization.name);
  return (
    <TableRow id={id} name={name} position={position}>
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
      {showsRole && (
        <Cell className={clsx(classes.quiet, classes.wideOnly)}>
          {role === null ? 'None' : roleLabel(role)}
        </Cell>
      )}
      <Cell className={classes.actions}>
        <RowButton
          data-tone="quiet"
          aria-label={`Open ${name} in a new window`}
          title="Open in a new window"
          className={classes.window}
          onClick={onOpenWindow}
        >
          <IconAppWindow size={16} aria-hidden />
        </RowButton>
      </Cell>
    </TableRow>
  );
}

const levelLabels: Record<SeatLevel, string> = {
  unlimited: 'unlimited',
  free: 'seats left',
  'nearly-full': 'nearly full',
  full: 'full',
  over: 'over the limit',
};

function SeatsInRow({ seats }: { seats: Seats }) {
  const { maxSeats, members, pendingInvites, used } = seats;
  if (maxSeats === null) return <span className={classes.quiet}>{formatNumber(used)} used, unlimited</span>;
  const whole = Math.max(maxSeats, used, 1);
  const level = seatLevel(seats);
  const tone = levelTones[level];
  const Sign = level === 'nearly-full' ? IconAlertCircle : IconAlertTriangle;
  return (
    <>
      <span className={classes.bar}>
        <StackedBar
          size="row"
          first={(100 * members) / whole}
          second={(100 * pendingInvites) / whole}
          tone={tone}
        />
      </span>
      <span className={classes.used} data-tone={tone}>
        {formatNumber(used)} of {formatNumber(maxSeats)} used
      </span>
      {tone && (
        <Sign
          size={15}
          role="img"
          aria-label={levelLabels[level]}
          data-tone={tone}
          className={classes.sign}
        />
      )}
    </>
  );
}

/** A zero is grey, so that other numbers stand out. */
function Count({ of, tone }: { of: number; tone?: 'soon' }) {
  return (
    <Cell className={clsx(classes.count, of === 0 && classes.none, of > 0 && tone && classes.soon)}>
      {formatNumber(of)}
    </Cell>
  );
}

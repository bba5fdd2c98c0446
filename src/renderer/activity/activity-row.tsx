import type { Activity } from '#contract/activity/api';
import { Initials } from '../components/layout/initials.tsx';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { RowButton } from '../components/table/row-button.tsx';
import { Cell, TableRow, type RowPosition } from '../components/table/table-row.tsx';
import { activityLabels, actorLabel, detailLabel, subjectLabel } from './activity-labels.ts';
import classes from './activity-row.module.css';
import { labelOf } from '../lib/format/label.ts';

interface ActivityRowProps {
  entry: Activity;
  position: RowPosition;
  /** Shows only what this person did. */
  onActor: (actor: { id: string; name: string }) => void;
}

/** Who did what to whom, and when. */
export function ActivityRow({ entry, position, onActor }: ActivityRowProps) {
  const { id, at, type, actor } = entry;
  const name = actorLabel(entry);
  const subject = subjectLabel(entry);
  const detail = detailLabel(entry);
  return (
    <TableRow id={id} name={`${labelOf(activityLabels, type)} ${subject}`.trim()} position={position}>
      <Cell className={classes.quiet}>
        <TimeAgo at={at} past />
      </Cell>
      <Cell className={classes.who} title={actor?.staff ? `${name}, FastLinkIt Support` : name}>
        <Initials name={name} shape="round" />
        {actor ? (
          <RowButton
            className={classes.actor}
            data-tone="quiet"
            aria-label={`Show only ${name}’s activity`}
            onClick={() => onActor({ id: actor.id, name })}
          >
            <span className={classes.clipped}>{name}</span>
          </RowButton>
        ) : (
          <span className={classes.clipped}>{name}</span>
        )}
        {actor?.staff && <span className={classes.staff}>Support</span>}
      </Cell>
      <Cell title={labelOf(activityLabels, type)}>
        <span className={classes.clipped}>{labelOf(activityLabels, type)}</span>
      </Cell>
      <Cell title={subject}>
        <span className={classes.clipped}>{subject}</span>
      </Cell>
      <Cell title={detail} className={classes.quiet}>
        <span className={classes.clipped}>{detail}</span>
      </Cell>
    </TableRow>
  );
}

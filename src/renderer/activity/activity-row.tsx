import type { Activity } from '#contract/activity';
import { Initials } from '../ui/initials.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import { activityWords, actorWords, detailWords, subjectWords } from './activity-words.ts';
import classes from './activity-row.module.css';

interface ActivityRowProps {
  entry: Activity;
  place: RowPlace;
  /** Shows only what this person did. */
  onActor: (actor: { id: string; name: string }) => void;
}

/** Who did what to whom, and when. */
export function ActivityRow({ entry, place, onActor }: ActivityRowProps) {
  const { id, at, type, actor } = entry;
  const name = actorWords(entry);
  const subject = subjectWords(entry);
  const detail = detailWords(entry);
  return (
    <TableRow id={id} place={place}>
      <Cell className={classes.quiet}>
        <Moment at={at} past />
      </Cell>
      <Cell className={classes.who} title={actor?.staff ? `${name}, FastLinkIt support` : name}>
        <Initials name={name} shape="round" />
        {actor ? (
          <RowButton
            className={classes.actor}
            data-tone="quiet"
            aria-label={`${name}: show only what they did`}
            onClick={() => onActor({ id: actor.id, name })}
          >
            <span className={classes.clipped}>{name}</span>
          </RowButton>
        ) : (
          <span className={classes.clipped}>{name}</span>
        )}
        {actor?.staff && <span className={classes.staff}>Support</span>}
      </Cell>
      <Cell title={activityWords[type]}>
        <span className={classes.clipped}>{activityWords[type]}</span>
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

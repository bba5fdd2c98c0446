import { TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ActivityType } from '#contract/activity';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { usePagedRows } from '../bridge/use-paged-list.ts';
import { Choice } from '../ui/choice.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { ListToolbar } from '../ui/list-toolbar.tsx';
import { useRemembered } from '../ui/remembered.ts';
import { ScreenHeading } from '../ui/screen-heading.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { SkeletonRow, type RowPlace } from '../ui/table-row.tsx';
import { useCoarseNow } from '../ui/use-now.ts';
import { VirtualTable, type Column } from '../ui/virtual-table.tsx';
import classes from './activity-list.module.css';
import { periods, timesOf, type Days } from './activity-period.ts';
import { activityOptions, refreshActivity } from './activity-queries.ts';
import { ActivityRow } from './activity-row.tsx';
import { activityWords } from './activity-words.ts';
import { ExportActivity } from './export-activity.tsx';
import { PersonFilter, type Actor } from './person-filter.tsx';

const kinds: (readonly [ActivityType | 'all', string])[] = [
  ['all', 'All kinds'],
  // The keys are those of the record, which names every kind.
  ...(Object.entries(activityWords) as [ActivityType, string][]),
];

const columns: Column[] = [
  { key: 'when', header: 'When' },
  { key: 'who', header: 'Who' },
  { key: 'what', header: 'What' },
  { key: 'whom', header: 'To whom' },
  { key: 'detail', header: 'Detail' },
];

const firstRows = 8;

interface ActivityListProps {
  organizationId: string;
  /** The organization's, as soon as it is known. */
  name: string | undefined;
}

/** Who did what to whom in an organization, newest first. */
export function ActivityList({ organizationId, name }: ActivityListProps) {
  const client = useQueryClient();
  const now = useCoarseNow();
  const [search, setSearch] = useState('');
  const [person, setPerson] = useState<Actor>();
  const [days, setDays] = useState<Days>({ first: '', last: '' });
  const [type, setType] = useRemembered(`${organizationId} activity kind`, kinds, 'all');
  const [period, setPeriod] = useRemembered(`${organizationId} activity period`, periods, 'any');

  const { from, to } = timesOf(period, days, now);
  const filter = useMemo(
    () => ({
      type,
      actor: person?.id ?? '',
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }),
    [type, person, from, to],
  );
  const query = useInfiniteQuery(activityOptions(organizationId, filter, search));
  const { rows, count, loadThrough, broken } = usePagedRows(query);
  // Not all that is done comes as an event.
  useEffect(() => refreshActivity(client, organizationId), [client, organizationId]);

  function row(index: number, place: RowPlace) {
    const entry = rows[index];
    return entry ? (
      <ActivityRow key={entry.id} entry={entry} place={place} onActor={setPerson} />
    ) : (
      <SkeletonRow key={`loading-${index}`} place={place} columns={columns.length} />
    );
  }

  return (
    <div className={classes.screen}>
      <ScreenHeading
        title="Activity"
        description={name ?? ' '}
        action={<ExportActivity organizationId={organizationId} filter={filter} searching={search !== ''} />}
      />
      <div className={classes.list}>
        <ListToolbar>
          <SearchField label="Search activity" onSearch={setSearch} />
          <Choice aria-label="Filter by kind" options={kinds} value={type} onChange={setType} />
          <PersonFilter organizationId={organizationId} person={person} onChange={setPerson} />
          <Choice aria-label="Filter by time" options={periods} value={period} onChange={setPeriod} />
        </ListToolbar>
        {period === 'between' && (
          <div className={classes.days}>
            <TextInput
              type="date"
              label="From"
              max={days.last}
              value={days.first}
              onChange={(event) => setDays({ ...days, first: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label="Until the end of"
              min={days.first}
              value={days.last}
              onChange={(event) => setDays({ ...days, last: event.currentTarget.value })}
            />
          </div>
        )}
        {query.isError && query.data === undefined ? (
          <FailedLoad
            what="The activity could not be loaded."
            why={problemSentence(query.error.problem)}
            onRetry={() => void query.refetch()}
          />
        ) : !query.isPending && count === 0 ? (
          <EmptyState icon={<IconHistory size={24} />} title="Nothing was done that matches.">
            Search by the beginning of any word of a name or address, or choose another filter.
          </EmptyState>
        ) : (
          <VirtualTable
            label="Activity"
            columns={columns}
            className={classes.table}
            count={query.isPending ? firstRows : count}
            row={row}
            onView={(_first, last) => loadThrough(last)}
          />
        )}
        {broken && (
          <FailedLoad
            what="What was done before could not be loaded."
            why={problemSentence(broken.error.problem)}
            onRetry={broken.retry}
          />
        )}
      </div>
    </div>
  );
}

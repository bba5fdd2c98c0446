import { TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ActivityType } from '#contract/activity/model';
import { isolate } from '#contract/isolate';
import { EmptyState } from '../components/feedback/empty-state.tsx';
import { SelectField } from '../components/form/select-field.tsx';
import { ListScreen } from '../components/layout/list-screen.tsx';
import { ExportButton } from '../components/table/export-button.tsx';
import { PagedTable, type TableColumn } from '../components/table/paged-table.tsx';
import { SearchField } from '../components/table/search-field.tsx';
import { useDisabledReason } from '../data/connection.ts';
import { usePagedList } from '../data/use-paged-list.ts';
import { usePersistedChoice } from '../lib/persist/persisted-choice.ts';
import { useViewState } from '../lib/persist/view-state.ts';
import { useCoarseNow } from '../lib/schedule/use-now.ts';
import { activityLabels } from './activity-labels.ts';
import classes from './activity-list.module.css';
import { periods, timesOf, type Days } from './activity-period.ts';
import { activityOptions, exportActivityOptions, refreshActivity } from './activity-queries.ts';
import { ActivityRow } from './activity-row.tsx';
import { PersonFilter, type Actor } from './person-filter.tsx';

const kinds: (readonly [ActivityType | 'all', string])[] = [
  ['all', 'All events'],
  // The keys are those of the record, which names every kind.
  ...(Object.entries(activityLabels) as [ActivityType, string][]),
];

const noDays: Days = { first: '', last: '' };

const columns: TableColumn[] = [
  { key: 'when', header: 'When' },
  { key: 'who', header: 'Who' },
  { key: 'what', header: 'Event' },
  { key: 'whom', header: 'Target' },
  { key: 'detail', header: 'Details' },
];

interface ActivityListProps {
  organizationId: string;
  /** The organization's name, once it is known. */
  name: string | undefined;
}

/** Who did what to whom in an organization, newest first. */
export function ActivityList({ organizationId, name }: ActivityListProps) {
  const client = useQueryClient();
  const now = useCoarseNow();
  const disabledReason = useDisabledReason();
  const [search, setSearch] = useViewState(`${organizationId} activity search`, '');
  const [person, setPerson] = useViewState<Actor | undefined>(`${organizationId} activity person`, undefined);
  const [days, setDays] = useViewState<Days>(`${organizationId} activity days`, noDays);
  const [type, setType] = usePersistedChoice(`${organizationId} activity kind`, kinds, 'all');
  const [period, setPeriod] = usePersistedChoice(`${organizationId} activity period`, periods, 'any');

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
  const list = usePagedList(activityOptions(organizationId, filter, search));
  // Not every activity comes with a live event.
  useEffect(() => refreshActivity(client, organizationId), [client, organizationId]);

  return (
    <ListScreen
      title="Activity"
      description={name === undefined ? '\u00a0' : isolate(name)}
      action={
        <ExportButton
          exportOptions={exportActivityOptions(organizationId, filter)}
          disabledReason={disabledReason}
          command="export-activity"
          savedMessage="Activity exported."
          notSavedMessage="Activity wasn’t exported."
          title={search === '' ? undefined : 'Exports the filtered list; search isn’t applied.'}
        />
      }
    >
      <PagedTable
        label="Activity"
        className={classes.table}
        columns={columns}
        list={list}
        renderRow={(entry, position) => <ActivityRow entry={entry} position={position} onActor={setPerson} />}
        toolbar={
          <>
            <SearchField label="Search activity" initial={search} onSearch={setSearch} />
            <SelectField aria-label="Filter by event" options={kinds} value={type} onChange={setType} />
            <PersonFilter organizationId={organizationId} person={person} onChange={setPerson} />
            <SelectField aria-label="Filter by time" options={periods} value={period} onChange={setPeriod} />
          </>
        }
        empty={
          <EmptyState icon={<IconHistory size={24} />} title="No matching activity">
            Search matches the start of each word in a name or address. You can also change the filters.
          </EmptyState>
        }
        failedTitle="Activity couldn’t be loaded."
        nextFailedTitle="Older activity couldn’t be loaded."
      >
        {period === 'between' && <DayRange days={days} onChange={setDays} />}
      </PagedTable>
    </ListScreen>
  );
}

/** The first and the last day of the activity shown. */
function DayRange({ days, onChange }: { days: Days; onChange: (days: Days) => void }) {
  return (
    <div className={classes.days}>
      <TextInput
        type="date"
        label="From"
        max={days.last}
        value={days.first}
        onChange={(event) => onChange({ ...days, first: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="To"
        min={days.first}
        value={days.last}
        onChange={(event) => onChange({ ...days, last: event.currentTarget.value })}
      />
    </div>
  );
}

import { Choice } from '../ui/choice.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { deliveryFilters, roleFilters, statusChoices, type useInviteListView } from './invite-list-view.ts';
import classes from './pending-invites.module.css';

interface InviteFiltersProps {
  view: ReturnType<typeof useInviteListView>;
  find: string;
  onSearch: (search: string) => void;
  /** Something else takes the place; what was typed stays. */
  hidden: boolean;
}

/** What the list of invites is narrowed by. */
export function InviteFilters({ view, find, onSearch, hidden }: InviteFiltersProps) {
  return (
    <div className={classes.filters} hidden={hidden}>
      <SearchField label="Search invites" initial={find} onSearch={onSearch} />
      <Choice aria-label="Show" options={statusChoices} value={view.status} onChange={view.setStatus} />
      <Choice aria-label="Filter by role" options={roleFilters} value={view.role} onChange={view.setRole} />
      <Choice
        aria-label="Filter by delivery"
        options={deliveryFilters}
        value={view.delivery}
        onChange={view.setDelivery}
      />
    </div>
  );
}

import type { ApiKey } from '#contract/api-key/api';
import { isolate } from '#contract/isolate';
import { RowAction } from '../action/row-action.tsx';
import { useActionContext, useIsPending } from '../action/use-action.ts';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { deleteApiKey } from './actions/delete-api-key.ts';
import { scopeLabel } from './api-key-labels.ts';
import classes from './api-key.module.css';

/** One key, with the button that revokes it. */
export function ApiKeyItem({ apiKey }: { apiKey: ApiKey }) {
  const context = useActionContext();
  const isDeleting = useIsPending(deleteApiKey, apiKey);
  const { prefix, scopes, createdAt, expiresAt, lastUsedAt } = apiKey;
  const name = isolate(apiKey.name);
  const expired = expiresAt !== null && Date.parse(expiresAt) <= context.now;

  return (
    <li className={classes.key}>
      <div>
        <p className={classes.name}>
          {name} <code className={classes.prefix}>{prefix}…</code>
        </p>
        <p className={classes.details}>
          {scopeLabel(scopes)} · created <TimeAgo at={createdAt} format="date" /> ·{' '}
          {expiresAt === null ? (
            'never expires'
          ) : expired ? (
            <span className={classes.expired}>
              Expired <TimeAgo at={expiresAt} past />
            </span>
          ) : (
            <>
              expires <TimeAgo at={expiresAt} />
            </>
          )}{' '}
          · {lastUsedAt === null ? 'never used' : ['last used ', <TimeAgo key="at" at={lastUsedAt} past />]}
        </p>
      </div>
      <RowAction
        action={deleteApiKey}
        item={apiKey}
        context={isDeleting ? { ...context, disabledReason: 'This key is being revoked…' } : context}
        aria-label={`Revoke the key ${name}`}
      />
    </li>
  );
}

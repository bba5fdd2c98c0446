import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey } from '#contract/api-key';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { confirmDone } from '../ui/notify.ts';
import { RowButton } from '../ui/row-button.tsx';
import { useCoarseNow } from '../ui/use-now.ts';
import { apiKeysOptions, deleteApiKeyOptions } from './api-key-queries.ts';
import { scopeWords } from './api-key-words.ts';
import classes from './api-key.module.css';

/** One key, and the way to end it. */
export function ApiKeyItem({ apiKey }: { apiKey: ApiKey }) {
  const client = useQueryClient();
  const now = useCoarseNow();
  const block = useActionBlock();
  const [asking, setAsking] = useState(false);
  const refresh = () => client.invalidateQueries(apiKeysOptions);
  const revoke = useMutation({
    ...deleteApiKeyOptions,
    onSuccess: () => {
      confirmDone(`The key “${apiKey.name}” was revoked.`);
      return refresh();
    },
    onError: ({ problem }) => {
      // It was revoked elsewhere meanwhile.
      if (problem.code === 'not_found') void refresh();
    },
  });
  const { name, prefix, scopes, createdAt, expiresAt, lastUsedAt } = apiKey;
  const expired = expiresAt !== null && Date.parse(expiresAt) <= now;

  return (
    <li className={classes.key}>
      <div>
        <p className={classes.name}>
          {name} <code className={classes.prefix}>{prefix}…</code>
        </p>
        <p className={classes.details}>
          {scopeWords(scopes)} · made <Moment at={createdAt} format="date" /> ·{' '}
          {expiresAt === null ? (
            'does not expire'
          ) : expired ? (
            <span className={classes.expired}>
              Expired <Moment at={expiresAt} past />
            </span>
          ) : (
            <>
              expires <Moment at={expiresAt} />
            </>
          )}{' '}
          · {lastUsedAt === null ? 'never used' : ['last used ', <Moment key="at" at={lastUsedAt} past />]}
        </p>
      </div>
      <RowButton
        data-tone="bad"
        aria-label={`Revoke the key ${name}`}
        block={block ?? (revoke.isPending ? 'It is being revoked.' : undefined)}
        onClick={() => setAsking(true)}
      >
        Revoke
      </RowButton>
      {revoke.isError && revoke.error.problem.code !== 'not_found' && (
        <p role="alert" className={classes.refused}>
          {problemSentence(revoke.error.problem)}
        </p>
      )}
      {asking && (
        <ConfirmDialog
          title={`Revoke the key “${name}”?`}
          confirmLabel="Revoke"
          block={block}
          onConfirm={() => revoke.mutate(apiKey.id)}
          onClose={() => setAsking(false)}
        >
          <p>Whatever uses it stops working at once. A revoked key cannot be brought back.</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

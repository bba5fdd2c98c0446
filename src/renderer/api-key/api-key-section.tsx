import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDisabledReason } from '../data/connection.ts';
import { ActionButton } from '../components/form/action-button.tsx';
import { FailedLoad } from '../components/feedback/failed-load.tsx';
import { Section } from '../components/layout/section.tsx';
import { ArrowKeyList } from '../components/table/arrow-key-list.tsx';
import { useCommand } from '../components/layout/view-commands.ts';
import { ApiKeyItem } from './api-key-item.tsx';
import { apiKeysOptions } from './api-key-queries.ts';
import classes from './api-key.module.css';
import { NewApiKeyDialog } from './new-api-key-dialog.tsx';

/** The user's API keys. */
export function ApiKeySection() {
  const disabledReason = useDisabledReason();
  const keys = useQuery(apiKeysOptions);
  const [creating, setCreating] = useState(false);
  useCommand('new-api-key', () => setCreating(true));
  return (
    <Section title="API keys" hint="API keys let scripts act on your behalf.">
      {keys.isPending && <Skeleton height={52} />}
      {keys.isError && !keys.data && (
        <FailedLoad
          what="Your API keys couldn’t be loaded."
          why={keys.error.message}
          onRetry={() => void keys.refetch()}
        />
      )}
      {keys.data?.length === 0 && <p className={classes.none}>No API keys yet</p>}
      {keys.data && keys.data.length > 0 && (
        <ArrowKeyList>
          <ul aria-label="API keys" className={classes.list}>
            {keys.data.map((key) => (
              <ApiKeyItem key={key.id} apiKey={key} />
            ))}
          </ul>
        </ArrowKeyList>
      )}
      <ActionButton variant="default" disabledReason={disabledReason} onClick={() => setCreating(true)}>
        New key
      </ActionButton>
      {creating && <NewApiKeyDialog onClose={() => setCreating(false)} />}
    </Section>
  );
}

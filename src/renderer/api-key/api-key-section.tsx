import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { Section } from '../ui/section.tsx';
import { ApiKeyItem } from './api-key-item.tsx';
import { apiKeysOptions } from './api-key-queries.ts';
import classes from './api-key.module.css';
import { NewApiKeyDialog } from './new-api-key-dialog.tsx';

/** The keys of one's scripts. */
export function ApiKeySection() {
  const block = useActionBlock();
  const keys = useQuery(apiKeysOptions);
  const [creating, setCreating] = useState(false);
  return (
    <Section
      title="API keys"
      hint="For scripts: a key does in your organizations what you may do yourself, without your password."
    >
      {keys.isPending && <Skeleton height={52} />}
      {keys.isError && !keys.data && (
        <FailedLoad
          what="Your keys could not be loaded."
          why={problemSentence(keys.error.problem)}
          onRetry={() => void keys.refetch()}
        />
      )}
      {keys.data?.length === 0 && <p className={classes.none}>You have no keys.</p>}
      {keys.data && keys.data.length > 0 && (
        <ul aria-label="API keys" className={classes.list}>
          {keys.data.map((key) => (
            <ApiKeyItem key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
      <ActionButton variant="default" block={block} onClick={() => setCreating(true)}>
        New key
      </ActionButton>
      {creating && <NewApiKeyDialog onClose={() => setCreating(false)} />}
    </Section>
  );
}

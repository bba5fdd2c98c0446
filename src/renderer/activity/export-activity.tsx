import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { confirmDone, reportFailure } from '../ui/notify.ts';
import { exportActivityOptions, type ActivityFilter } from './activity-queries.ts';

interface ExportActivityProps {
  organizationId: string;
  filter: ActivityFilter;
  /** The search narrows the list and not the file. */
  searching: boolean;
}

/** Writes what the filters let through into a file. */
export function ExportActivity({ organizationId, filter, searching }: ExportActivityProps) {
  const block = useActionBlock();
  const save = useMutation({
    ...exportActivityOptions(organizationId, filter),
    onSuccess: ({ saved }) => {
      if (saved) confirmDone('The activity was saved.');
    },
    onError: ({ problem }) => reportFailure(`The activity was not saved. ${problemSentence(problem)}`),
  });
  return (
    <ActionButton
      variant="default"
      block={block}
      loading={save.isPending}
      leftSection={<IconDownload size={15} aria-hidden />}
      {...(searching ? { title: 'Goes by the filters, not by the search' } : {})}
      onClick={() => save.mutate()}
    >
      Export CSV
    </ActionButton>
  );
}

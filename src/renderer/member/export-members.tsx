import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { confirmDone, reportFailure } from '../ui/notify.ts';
import { exportMembersOptions } from './member-queries.ts';

/** Writes all members into a file, whatever is searched. */
export function ExportMembers({ organizationId }: { organizationId: string }) {
  const block = useActionBlock();
  const save = useMutation({
    ...exportMembersOptions(organizationId),
    onSuccess: ({ saved }) => {
      if (saved) confirmDone('The members were saved.');
    },
    onError: ({ problem }) => reportFailure(`The members were not saved. ${problemSentence(problem)}`),
  });
  return (
    <ActionButton
      variant="default"
      block={block}
      loading={save.isPending}
      leftSection={<IconDownload size={15} aria-hidden />}
      onClick={() => save.mutate()}
    >
      Export CSV
    </ActionButton>
  );
}

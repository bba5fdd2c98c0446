import { IconDownload } from '@tabler/icons-react';
import { useMutation, type DefaultError, type UseMutationOptions } from '@tanstack/react-query';
import { toastError, toastSuccess } from '../feedback/toast.ts';
import { ActionButton } from '../form/action-button.tsx';
import { useCommand } from '../layout/view-commands.ts';

interface ExportButtonProps {
  /** Writes the file and says whether it was saved; false when the user cancels. */
  exportOptions: UseMutationOptions<{ saved: boolean }, DefaultError, void>;
  disabledReason: string | undefined;
  /** The command that starts it from elsewhere. */
  command: string;
  /** What is shown when the file was saved, and what begins the reason when it was not. */
  savedMessage: string;
  notSavedMessage: string;
  /** Shown on hover. */
  title?: string | undefined;
}

/** Saves a list as a CSV file that the user chooses, and reports the result. */
export function ExportButton(props: ExportButtonProps) {
  const { exportOptions, disabledReason, command, savedMessage, notSavedMessage, title } = props;
  const save = useMutation({
    ...exportOptions,
    onSuccess: ({ saved }) => {
      if (saved) toastSuccess(savedMessage);
    },
    onError: ({ message }) => toastError(`${notSavedMessage} ${message}`),
  });
  useCommand(command, () => {
    if (disabledReason !== undefined) toastError(disabledReason);
    else if (!save.isPending) save.mutate();
  });
  return (
    <ActionButton
      variant="default"
      disabledReason={disabledReason}
      loading={save.isPending}
      leftSection={<IconDownload size={15} aria-hidden />}
      title={title}
      onClick={() => save.mutate()}
    >
      Export CSV
    </ActionButton>
  );
}

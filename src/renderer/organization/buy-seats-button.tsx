import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { reportFailure } from '../ui/notify.ts';
import { openBillingOptions } from './organization-queries.ts';

/** Opens the page where seats are bought; they are never bought in the app. */
export function BuySeatsButton({ organizationId }: { organizationId: string }) {
  const open = useMutation({
    ...openBillingOptions(organizationId),
    onError: ({ problem }) => reportFailure(problemSentence(problem)),
  });
  return (
    <Button
      variant="default"
      rightSection={<IconExternalLink size={15} aria-hidden />}
      title="Opens in the browser"
      onClick={() => open.mutate()}
    >
      Buy seats
    </Button>
  );
}

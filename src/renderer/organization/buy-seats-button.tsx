import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useAction } from '../action/use-action.ts';
import { openBilling } from './actions/open-billing.ts';

/** Opens the page where seats are bought, in the browser. */
export function BuySeatsButton({ organizationId }: { organizationId: string }) {
  const open = useAction(openBilling, { organizationId });
  return (
    <Button
      variant="default"
      rightSection={<IconExternalLink size={15} aria-hidden />}
      title="Opens in the browser"
      onClick={() => open()}
    >
      {openBilling.label}
    </Button>
  );
}

import { Skeleton } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useDisabledReason } from '../data/connection.ts';
import { ActionButton } from '../components/form/action-button.tsx';
import { pluralize } from '../lib/format/pluralize.ts';
import { FailedLoad } from '../components/feedback/failed-load.tsx';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { Section } from '../components/layout/section.tsx';
import { twoFactorOptions } from './account-queries.ts';
import classes from './two-factor-section.module.css';

// It brings the library for QR codes, which few users need.
const TwoFactorSetup = lazy(async () => ({
  default: (await import('./two-factor-setup.tsx')).TwoFactorSetup,
}));
const TwoFactorRemoval = lazy(async () => ({
  default: (await import('./two-factor-removal.tsx')).TwoFactorRemoval,
}));

/** With fewer recovery codes than this, the user is asked to get new ones. */
const fewCodes = 3;

/** Whether two-factor sign-in is on, and the buttons that turn it on and off. */
export function TwoFactorSection() {
  const disabledReason = useDisabledReason();
  const totp = useQuery(twoFactorOptions);
  const [open, setOpen] = useState<'setup' | 'removal'>();
  const close = (): void => setOpen(undefined);

  return (
    <Section title="Two-factor sign-in" hint="Require a code from your phone as well as your password.">
      {totp.isPending && <Skeleton height={20} width={200} />}
      {totp.isError && !totp.data && (
        <FailedLoad
          what="Couldn’t load two-factor status."
          why={totp.error.message}
          onRetry={() => void totp.refetch()}
        />
      )}
      {totp.data && totp.data.confirmedAt === null && (
        <>
          <p className={classes.state}>
            <IconShieldOff size={16} aria-hidden />
            Off. You sign in with just your password.
          </p>
          <ActionButton disabledReason={disabledReason} onClick={() => setOpen('setup')}>
            Turn on
          </ActionButton>
        </>
      )}
      {totp.data && totp.data.confirmedAt !== null && (
        <>
          <p className={classes.state} data-on>
            <IconShieldCheck size={16} aria-hidden />
            <span>
              On since <TimeAgo at={totp.data.confirmedAt} format="date" />.{' '}
              {pluralize(totp.data.recoveryCodesLeft, 'recovery code')} left.
            </span>
          </p>
          {totp.data.recoveryCodesLeft < fewCodes && (
            <p className={classes.few}>
              You’re running out of recovery codes. Turn two-factor sign-in off and on again to get new ones.
            </p>
          )}
          <ActionButton variant="default" disabledReason={disabledReason} onClick={() => setOpen('removal')}>
            Turn off
          </ActionButton>
        </>
      )}
      <Suspense>
        {open === 'setup' && <TwoFactorSetup onClose={close} />}
        {open === 'removal' && <TwoFactorRemoval onClose={close} />}
      </Suspense>
    </Section>
  );
}

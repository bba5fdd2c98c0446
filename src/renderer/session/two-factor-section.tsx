import { Skeleton } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { counted } from '../ui/counted.ts';
import { FailedLoad } from '../ui/failed-load.tsx';
import { Moment } from '../ui/moment.tsx';
import { Section } from '../ui/section.tsx';
import { totpOptions } from './account-queries.ts';
import classes from './two-factor-section.module.css';

// With the drawing of QR codes, which few need.
const TwoFactorSetup = lazy(async () => ({
  default: (await import('./two-factor-setup.tsx')).TwoFactorSetup,
}));
const TwoFactorRemoval = lazy(async () => ({
  default: (await import('./two-factor-removal.tsx')).TwoFactorRemoval,
}));

/** Below this many recovery codes it is time for new ones. */
const fewCodes = 3;

/** Whether sign-in asks for a code, and how to have it so or otherwise. */
export function TwoFactorSection() {
  const block = useActionBlock();
  const totp = useQuery(totpOptions);
  const [open, setOpen] = useState<'setup' | 'removal'>();
  const close = (): void => setOpen(undefined);

  return (
    <Section
      title="Two-factor sign-in"
      hint="A code of your phone in addition to the password: who learns your password cannot sign in with it alone."
    >
      {totp.isPending && <Skeleton height={20} width={200} />}
      {totp.isError && !totp.data && (
        <FailedLoad
          what="It could not be found out whether two-factor sign-in is on."
          why={problemSentence(totp.error.problem)}
          onRetry={() => void totp.refetch()}
        />
      )}
      {totp.data && totp.data.confirmedAt === null && (
        <>
          <p className={classes.state}>
            <IconShieldOff size={16} aria-hidden />
            Off: your password alone signs you in.
          </p>
          <ActionButton block={block} onClick={() => setOpen('setup')}>
            Turn on
          </ActionButton>
        </>
      )}
      {totp.data && totp.data.confirmedAt !== null && (
        <>
          <p className={classes.state} data-on>
            <IconShieldCheck size={16} aria-hidden />
            <span>
              On since <Moment at={totp.data.confirmedAt} format="date" />.{' '}
              {counted(totp.data.recoveryCodesLeft, 'recovery code')} left.
            </span>
          </p>
          {totp.data.recoveryCodesLeft < fewCodes && (
            <p className={classes.few}>
              Turn it off and on again to get new recovery codes, before you need one that is not there.
            </p>
          )}
          <ActionButton variant="default" block={block} onClick={() => setOpen('removal')}>
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

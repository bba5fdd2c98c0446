import { Skeleton, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { useActionBlock } from '../bridge/connection.ts';
import { fieldProblems } from '../bridge/field-problems.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { useCopy } from '../bridge/use-copy.ts';
import { Copyable } from '../ui/copyable.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { confirmTotpOptions, createTotpOptions, totpOptions } from './account-queries.ts';
import { groupedSecret } from './grouped-secret.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import classes from './two-factor-setup.module.css';

const qrSize = 168;

/** Turns two-factor sign-in on: the secret, the proof that it arrived, and the codes for the day the phone is lost. */
export function TwoFactorSetup({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const block = useActionBlock();
  const { copy, copied, problem: copyProblem } = useCopy();
  const [problem, setProblem] = useState<string>();
  const created = useQuery(createTotpOptions);

  const form = useForm({
    initialValues: { code: '' },
    validate: {
      code: (code) => (/^\d{6}$/.test(code.replaceAll(/\s/g, '')) ? null : 'Enter the six digits.'),
    },
    clearInputErrorOnChange: true,
  });
  const confirm = useMutation({
    ...confirmTotpOptions,
    onSuccess: () => client.invalidateQueries(totpOptions),
    onError: (error) => {
      const told = fieldProblems(error.problem, ['code'], {
        totp_invalid: ['code', 'Wrong code. Enter the one that the app shows now.'],
      });
      form.setErrors(told.fields);
      setProblem(told.form);
      focusCode();
    },
  });

  function focusCode(): void {
    form.getInputNode('code')?.focus();
  }

  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onClose={onClose} />;
  return (
    <FormDialog
      title="Turn on two-factor sign-in"
      submitLabel="Turn on"
      block={block ?? (created.data ? undefined : 'The secret is not there yet.')}
      pending={confirm.isPending}
      problem={problem ?? copyProblem}
      onSubmit={form.onSubmit(({ code }) => {
        if (block !== undefined || confirm.isPending || !created.data) return;
        setProblem(undefined);
        confirm.mutate(code.replaceAll(/\s/g, ''));
      }, focusCode)}
      onClose={onClose}
    >
      {created.isError ? (
        <FailedLoad
          what="No secret could be made."
          why={
            created.error.problem.code === 'forbidden'
              ? 'Two-factor sign-in is on already.'
              : problemSentence(created.error.problem)
          }
          onRetry={() => void created.refetch()}
        />
      ) : (
        <div className={classes.secret}>
          <div className={classes.picture}>
            {created.data ? (
              <QRCodeSVG
                value={created.data.otpauthUrl}
                size={qrSize}
                marginSize={3}
                title="QR code for your authenticator app"
              />
            ) : (
              <Skeleton height={qrSize} width={qrSize} />
            )}
          </div>
          <p>
            Scan it with an authenticator app on your phone, or type the secret into the app. Keep the secret
            to yourself: it is not shown again.
          </p>
        </div>
      )}
      {created.data && (
        <Copyable
          label="Secret"
          text={created.data.secret}
          shown={groupedSecret(created.data.secret)}
          copied={copied}
          onCopy={() => copy(created.data.secret)}
        />
      )}
      <TextInput
        label="Code"
        description="The six digits that the app shows now"
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('code')}
      />
    </FormDialog>
  );
}

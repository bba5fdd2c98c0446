import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { flushSync } from 'react-dom';
import { CopyField } from '../components/form/copy-field.tsx';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { useDisabledReason } from '../data/connection.ts';
import { showOneTimeSecret } from '../data/one-time-secrets.ts';
import { useCopyText } from '../data/use-copy-text.ts';
import { confirmTwoFactorOptions, twoFactorOptions } from './account-queries.ts';
import { formatSecret } from './format-secret.ts';
import classes from './two-factor-confirmation.module.css';

interface TwoFactorConfirmationProps {
  secret: string;
  otpauthUrl: string;
  onClose: () => void;
}

const qrSize = 168;

/** Shows a new secret, asks for a code of it, and hands over the recovery codes. */
export function TwoFactorConfirmation({ secret, otpauthUrl, onClose }: TwoFactorConfirmationProps) {
  const client = useQueryClient();
  const { copy, copied, problem: copyProblem } = useCopyText();
  const apiForm = useApiForm({
    initialValues: { code: '' },
    validate: {
      code: (code) => (/^\d{6}$/.test(code.replaceAll(/\s/g, '')) ? null : 'Enter the 6-digit code.'),
    },
    disabledReason: useDisabledReason(),
    mutation: confirmTwoFactorOptions,
    toInput: ({ code }) => code.replaceAll(/\s/g, ''),
    fieldError: ({ problem }) =>
      problem.code === 'totp_invalid'
        ? ['code', 'That code didn’t work. Enter the current code from your authenticator app.']
        : undefined,
    onSuccess: ({ recoveryCodes }) => {
      void client.invalidateQueries(twoFactorOptions);
      // This dialog returns the focus first: from there the next one takes it.
      flushSync(onClose);
      showOneTimeSecret({ kind: 'recovery-codes', codes: recoveryCodes });
    },
  });
  const { form } = apiForm;

  return (
    <FormDialog
      title="Turn on two-factor sign-in"
      submitLabel="Turn on"
      canStopWaiting={false}
      apiForm={apiForm}
      problem={copyProblem}
      onClose={onClose}
    >
      <div className={classes.secret}>
        <div className={classes.picture}>
          <QRCodeSVG
            value={otpauthUrl}
            size={qrSize}
            marginSize={3}
            title="QR code for your authenticator app"
          />
        </div>
        <p>
          Scan this code with an authenticator app on your phone, or type in the setup key. Keep the key to
          yourself. It won’t be shown again.
        </p>
      </div>
      <CopyField
        label="Setup key"
        text={secret}
        shown={formatSecret(secret)}
        copied={copied}
        onCopy={() => copy(secret)}
      />
      <TextInput
        label="Code"
        description="The 6-digit code from your authenticator app"
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('code')}
      />
    </FormDialog>
  );
}

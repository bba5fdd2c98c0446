import { TextInput } from '@mantine/core';
import type { NetworkProblem } from '#contract/bridge/types';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { proxySignInOptions } from './session-queries.ts';

interface ProxySignInDialogProps {
  problem: NetworkProblem;
  onSignedIn?: () => void;
  onClose: () => void;
}

/** Asks for the user name and password that a proxy wants. The main process keeps them until the app ends. */
export default function ProxySignInDialog({ problem, onSignedIn, onClose }: ProxySignInDialogProps) {
  const { proxy = '', reason } = problem;
  const apiForm = useApiForm({
    initialValues: { username: '', password: '' },
    validate: { username: (value) => (value.trim() === '' ? 'Enter the user name for the proxy.' : null) },
    disabledReason: undefined,
    mutation: proxySignInOptions,
    toInput: ({ username, password }) => ({ proxy, username: username.trim(), password }),
    onSuccess() {
      onSignedIn?.();
    },
  });
  const { form } = apiForm;
  return (
    <FormDialog title="Sign in to the proxy" submitLabel="Continue" apiForm={apiForm} onClose={onClose}>
      <p>{reason} Use those for your company’s network. They’re kept until you quit the app.</p>
      <TextInput
        label="User name"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('username')}
      />
      <TextInput label="Password" type="password" autoComplete="off" {...form.getInputProps('password')} />
    </FormDialog>
  );
}

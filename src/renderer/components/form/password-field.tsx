import { TextInput, type TextInputProps } from '@mantine/core';

/** The field for the user's own password, which confirms what outlasts the session. */
export function PasswordField(props: TextInputProps) {
  return <TextInput label="Password" type="password" autoComplete="current-password" {...props} />;
}

import type { GuardTest } from './guard-test.ts';

/** Checks that keep the promises from the field: 49 and 51 to 54. */
export const trustGuardTests: readonly GuardTest[] = [
  {
    name: 'redact-mail-server',
    promise: 49,
    what: 'what a mail server says is stored without the secrets of the email',
    check: `cleanText(redactSent($response, $sent) ?? '')`,
    without: `cleanText($response)`,
  },
  {
    name: 'demo-mode',
    promise: 51,
    what: 'an account of the demo can be used with --demo only',
    check: 'return $isDemo || !($account.demo || $account.totpExempt);',
    without: 'return true;',
  },
  {
    name: 'server-key',
    promise: 52,
    what: 'keys derive from the one in the database, not from the secret',
    check: 'const $secrets = await openServerKey($database, $sealing);',
    without: 'const $secrets = { current: $sealing.secret, previous: $sealing.previousSecret };',
  },
  {
    name: 'wrong-secret',
    promise: 52,
    what: 'a server does not start with a secret that does not open the key',
    check: 'if (!$found || !$previousSecret) throw $wrong($secretName);',
    without: 'if (!$found || !$previousSecret) return { current: Buffer.alloc(32), previous: undefined };',
  },
  {
    name: 'staff-activity',
    promise: 53,
    what: 'what staff may do as staff is in the activity of the organization',
    check: 'if ($actsAsStaff) await recordOrganizationOpened($executor, $organizationId, $actor);',
  },
  {
    name: 'password-for-api-key',
    promise: 54,
    what: 'an API key takes the password',
    check: 'await confirmPassword($context, $caller, { $password, $address }); const { key, hash, prefix }',
    without: 'const { key, hash, prefix }',
  },
  {
    name: 'password-for-two-factor',
    promise: 54,
    what: 'two-factor takes the password',
    check:
      'await confirmPassword($context, $caller, { $password, $address }); const $secret = newTotpSecret();',
    without: 'const $secret = newTotpSecret();',
  },
  {
    name: 'security-notice',
    promise: 54,
    what: 'the owner of an account gets an email about a change',
    check: 'await $mailQueue.enqueue($tx, [{ kind: securityNoticeKind, $data }]);',
  },
  {
    name: 'reset-revokes-api-keys',
    promise: 54,
    what: 'a password reset revokes the API keys when asked to',
    check: '$revokes ? await deleteApiKeys($tx, $userId) : []',
    without: '[]',
  },
];

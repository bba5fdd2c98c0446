/** The demo's accounts, as the backend fills them in; the password is the same for all. */
export const demoPassword = 'fastlinkit-demo';
export const demoAccounts = [
  { email: 'ada@acme.test', what: 'owner of Acme Support' },
  { email: 'grace@acme.test', what: 'admin of Acme Support' },
  { email: 'linus@acme.test', what: 'agent of Acme Support' },
  { email: 'hank@globex.test', what: 'owner of Globex, whose seats are all used' },
  { email: 'support@fastlinkit.test', what: 'support staff' },
];

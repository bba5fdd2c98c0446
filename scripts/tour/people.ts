// Who plays in the tour: of the demo, and those who are invited.
export const owner = 'ada@acme.test';
export const admin = { email: 'grace@acme.test', name: 'Grace Hopper' };
export const invited = 'barbara@acme.test';
export const newcomer = { email: 'nora@example.test', firstName: 'Nora', lastName: 'Lindqvist' };
export const forgetful = 'omar@example.test';
/** Those who take the last seats. */
export const last = ['emmy@example.test', 'lise@example.test'];
export const mistaken = 'pia@example.test';
export const staff = 'support@fastlinkit.test';

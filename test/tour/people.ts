// The people of the tour: those of the demo, and those who are invited.
import { demoPassword } from '../../scripts/demo/demo-data.mjs';

export const owner = { email: 'ada@acme.test', name: 'Ada Lovelace', password: demoPassword };
export const admin = { email: 'grace@acme.test', name: 'Grace Hopper' };
export const staff = { email: 'support@fastlinkit.test', password: demoPassword };
/** The demo has an open invite to this address. */
export const invited = 'barbara@acme.test';
export const newcomer = { email: 'nora@example.test', firstName: 'Nora', lastName: 'Lindqvist' };
export const resent = 'omar@example.test';
export const revoked = 'pia@example.test';
/** They take the last seats. */
export const last = ['emmy@example.test', 'lise@example.test'];

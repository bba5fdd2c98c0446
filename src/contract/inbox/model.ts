export const inboxKinds = ['failed', 'expiring', 'full'] as const;
export type InboxKind = (typeof inboxKinds)[number];

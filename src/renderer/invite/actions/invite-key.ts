/** The mutation keys of all actions on an invite begin with this. */
export const inviteKey = (inviteId: string) => ['invite', inviteId];

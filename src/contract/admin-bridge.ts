import type { AssignableRole, Member, MemberSort, Role } from './member.ts';
import type { FieldError, ProblemCode } from './problem.ts';
import type { BulkResult, Delivery, Invite, InviteFilter, InviteSort, InviteWithTimeline } from './invite.ts';
import type { LiveEvent } from './live.ts';
import type { Membership, Session, User } from './session.ts';
import type { Organization, OrganizationFilter, OrganizationSort } from './organization.ts';
import type { Page } from './endpoint.ts';
import type { Activity, ActivityType } from './activity.ts';
import type { ApiKey, ApiKeyScope } from './api-key.ts';
import type { InboxItem, InboxKind } from './inbox.ts';
import type { SeatPoint } from './seat.ts';
import type { TotpState } from './totp.ts';

/**
 * The one typed bridge between the window and the main process: deeds, never tokens.
 * Types only: the preload imports this file, and must not carry a schema.
 */

/** What can go wrong between the app and a server, beside what the server itself refuses. */
export type ConnectionProblemCode =
  /** No answer from the server's address. */
  | 'server_unreachable'
  /** Something answered, but it is not a FastLinkIt backend. */
  | 'not_fastlinkit'
  /** The server's certificate is not trusted, has expired or belongs to another name. */
  | 'certificate_invalid'
  /** The bridge was called with something that it does not take: a bug in the window. */
  | 'invalid_call';

export interface BridgeProblem {
  code: ProblemCode | ConnectionProblemCode;
  /** A sentence for a person, as the server or the main process wrote it. */
  detail: string;
  /** Inputs that were not accepted, by their dotted path. */
  errors?: FieldError[];
  /** Seconds to wait before another try, for `rate_limited` and `unavailable`. */
  retryAfter?: number;
}

/** Electron rebuilds a thrown error from a string, so a refusal travels as a value. */
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; problem: BridgeProblem };

export type Deed<Input, Value> = (input: Input) => Promise<Outcome<Value>>;
export type Question<Value> = () => Promise<Outcome<Value>>;
/** Subscribes; the returned function ends the subscription. */
export type Subscribe<Value> = (listener: (value: Value) => void) => () => void;

/** How the session outlives the app: in the system's keychain, or not at all (with the reason in words). */
export type SessionKeeping = { keychain: true } | { keychain: false; reason: string };

export type SessionState =
  | {
      status: 'signed-out';
      /** The address of the last server, remembered. */
      server: string;
      /** The last address signed in with; null when none is known. */
      email: string | null;
      /** `ended`: the server ended the session (signed out elsewhere, revoked). */
      reason: 'ended' | null;
      keeping: SessionKeeping;
    }
  | {
      status: 'signed-in';
      server: string;
      user: User;
      memberships: Membership[];
      keeping: SessionKeeping;
    };

/** The live connection's states: each is one sentence of the manual page. */
export type ConnectionState =
  | { status: 'connected' }
  /** "Rejoining the server..." */
  | { status: 'rejoining' }
  /** "Rejoin failed... trying again in N seconds." `retryAt`: milliseconds since the epoch. */
  | { status: 'waiting'; retryAt: number }
  /** "Failed to rejoin." */
  | { status: 'failed' }
  /** "The session has been paused by the server." */
  | { status: 'paused' }
  /** "Failed to resume the session." */
  | { status: 'resume-failed' };

export type Theme = 'light' | 'dark' | 'system';

export interface ListInput {
  organizationId: string;
  cursor?: string;
  search?: string;
}

interface OrganizationInput {
  organizationId: string;
}

interface InviteInput extends OrganizationInput {
  inviteId: string;
}

/** Somewhere in the app: what a deep link, a notification or another window asks for. */
export type Place =
  | { screen: 'organization'; organizationId: string; tab?: 'invites' | 'members'; inviteId?: string }
  | { screen: 'activity'; organizationId: string }
  | { screen: 'organizations' }
  | { screen: 'inbox' }
  | { screen: 'settings' };

/** What the native menu asks the window in front to do. */
export type Command =
  | 'command-palette'
  | 'find'
  | 'shortcuts'
  | 'settings'
  | 'invite-member'
  | 'invite-many'
  | 'new-organization'
  | 'sign-out';

/** What the person is told of while the window is not in front. */
export type NotificationKind = 'accepted' | 'declined' | 'failed';

export interface Preferences {
  notifications: Record<NotificationKind, boolean>;
  /** `iso`: 2026-11-22 13:00, whatever the system's language. */
  dateFormat: 'system' | 'iso';
}

export interface About {
  app: string;
  electron: string;
  chromium: string;
  node: string;
  os: string;
  /** The server's address; null when signed out. */
  server: string | null;
  /** The packages inside, with their licences. */
  packages: { name: string; version: string; license: string }[];
}

/** Where a file went; `saved` false: the person thought better of it. */
export interface SaveOutcome {
  saved: boolean;
}

export interface AdminBridge {
  session: {
    current: Question<SessionState>;
    signIn: Deed<{ server: string; email: string; password: string; totp?: string }, SessionState>;
    /** Works offline too: what is kept here is gone either way. */
    signOut: Question<SessionState>;
    /** Opens the page of the server in the system browser. */
    openForgotPassword: Deed<{ server: string }, null>;
    list: Question<Session[]>;
    end: Deed<{ sessionId: string }, null>;
    endOthers: Question<null>;
    changePassword: Deed<{ current: string; next: string }, null>;
    onChange: Subscribe<SessionState>;
  };
  totp: {
    current: Question<TotpState>;
    /** The secret is shown once and kept nowhere. */
    create: Question<{ secret: string; otpauthUrl: string }>;
    confirm: Deed<{ code: string }, { recoveryCodes: string[] }>;
    remove: Deed<{ password: string; code: string }, null>;
  };
  apiKey: {
    list: Question<ApiKey[]>;
    /** The key is shown once and kept nowhere. */
    create: Deed<{ name: string; expiresAt?: string; scopes?: ApiKeyScope[] }, ApiKey & { key: string }>;
    delete: Deed<{ apiKeyId: string }, null>;
  };
  organization: {
    list: Deed<
      { cursor?: string; search?: string; sort?: OrganizationSort; filter?: OrganizationFilter },
      Page<Organization>
    >;
    get: Deed<OrganizationInput, Organization>;
    create: Deed<{ name: string; description?: string }, Organization>;
    edit: Deed<
      OrganizationInput & {
        name?: string;
        description?: string;
        logoUrl?: string | null;
        reminders?: boolean;
      },
      Organization
    >;
    /** Opens the page of the server where seats are bought, in the system browser. */
    openBilling: Deed<OrganizationInput, null>;
  };
  inbox: {
    list: Deed<{ cursor?: string; kind?: InboxKind }, Page<InboxItem>>;
  };
  seat: {
    /** RFC 3339; the last 30 days unless said otherwise. */
    history: Deed<OrganizationInput & { from?: string; to?: string }, SeatPoint[]>;
  };
  member: {
    list: Deed<ListInput & { role?: Role; sort?: MemberSort }, Page<Member>>;
    changeRole: Deed<OrganizationInput & { memberId: string; role: AssignableRole }, Member>;
    /** `memberId` `me`: leaves. `invites`: whether the open invites that this member sent are revoked too. */
    remove: Deed<OrganizationInput & { memberId: string; invites: 'keep' | 'revoke' }, null>;
    transferOwnership: Deed<OrganizationInput & { memberId: string; password: string }, Member>;
    /** Asks where to, and streams the file there. */
    exportCsv: Deed<OrganizationInput, SaveOutcome>;
  };
  invite: {
    list: Deed<
      ListInput & {
        status?: InviteFilter;
        role?: AssignableRole;
        delivery?: Delivery['status'];
        /** A user's id. */
        invitedBy?: string;
        sort?: InviteSort;
      },
      Page<Invite>
    >;
    get: Deed<InviteInput, InviteWithTimeline>;
    create: Deed<OrganizationInput & { email: string; role: AssignableRole }, Invite>;
    /** At most 1,000 rows; fewer at a time show progress and can be stopped in between. */
    createMany: Deed<OrganizationInput & { invites: { email: string; role: string }[] }, BulkResult[]>;
    resend: Deed<InviteInput, Invite>;
    revoke: Deed<InviteInput, Invite>;
    swap: Deed<InviteInput & { email: string; role: AssignableRole }, Invite>;
    /** Puts the link on the clipboard. */
    copyLink: Deed<InviteInput, null>;
    /** Opens the link in the system browser. */
    openLink: Deed<InviteInput, null>;
  };
  activity: {
    list: Deed<
      ListInput & { type?: ActivityType; actor?: string; from?: string; to?: string },
      Page<Activity>
    >;
    /** Asks where to, and streams the file there. */
    exportCsv: Deed<
      OrganizationInput & { type?: ActivityType; actor?: string; from?: string; to?: string },
      SaveOutcome
    >;
  };
  live: {
    connection: Question<ConnectionState>;
    /** Tries again at once, from whatever state. */
    retry: Question<null>;
    onConnection: Subscribe<ConnectionState>;
    onEvent: Subscribe<LiveEvent>;
  };
  appearance: {
    theme: Question<Theme>;
    setTheme: Deed<{ theme: Theme }, null>;
    onTheme: Subscribe<Theme>;
  };
  preferences: {
    current: Question<Preferences>;
    set: Deed<Partial<Preferences>, Preferences>;
    onChange: Subscribe<Preferences>;
  };
  /** What the page showed last, so that a start shows it at once; only the page knows what is in it. */
  lastData: {
    /** null: there is none of this person's, or the windows know newer things already. */
    current: Question<string | null>;
    /** Keeps it on the disk where there is a keychain to encrypt it with. `userId`: who was signed in when it was shown. */
    keep: Deed<{ userId: string; data: string }, null>;
  };
  window: {
    /** Loads the window's page anew. */
    reload: Question<null>;
    /** Something is drawn that is worth a look: the window shows itself. */
    drawn: Question<null>;
    /** What was drawn is on the screen: now is the time for everything else. */
    seen: Question<null>;
    /** The place that this window was opened for; null: wherever it was last. Told once. */
    place: Question<Place | null>;
    /** Opens a window of its own for an organization, or brings the one that there is to the front. */
    openOrganization: Deed<OrganizationInput, null>;
    /** How many things want a look: the number on the app's icon, where the system shows one. */
    setBadge: Deed<{ count: number }, null>;
    onPlace: Subscribe<Place>;
    onCommand: Subscribe<Command>;
  };
  file: {
    /** Asks where to, and writes the text there. */
    saveText: Deed<{ suggestedName: string; text: string }, SaveOutcome>;
  };
  app: {
    about: Question<About>;
    /** Puts it on the clipboard, which the page itself is denied. */
    copyText: Deed<{ text: string }, null>;
    /** Puts what helps to find a fault on the clipboard: versions, settings, the end of the log; no secret, no address. */
    copyDiagnostics: Question<null>;
  };
}

/** The bridge's calls as the two processes name them to each other: `noun.verb`. */
type Call<Channel> = Channel extends `${infer Noun extends keyof AdminBridge}.${infer Verb}`
  ? Verb extends keyof AdminBridge[Noun]
    ? AdminBridge[Noun][Verb]
    : never
  : never;
type Name = {
  [Noun in keyof AdminBridge]: `${Noun}.${keyof AdminBridge[Noun] & string}`;
}[keyof AdminBridge];

/** The channels that are called and answered. */
export type DeedChannel = {
  [Channel in Name]: Call<Channel> extends (input: never) => Promise<unknown> ? Channel : never;
}[Name];
/** The channels that the main process tells something on, unasked. */
export type NewsChannel = Exclude<Name, DeedChannel>;

export type DeedOf<Channel extends DeedChannel> = Call<Channel>;
export type InputOf<Channel extends DeedChannel> =
  Call<Channel> extends () => Promise<unknown> ? undefined : Parameters<Call<Channel>>[0];
export type ValueOf<Channel extends DeedChannel> = Extract<
  Awaited<ReturnType<Call<Channel>>>,
  { ok: true }
>['value'];
export type NewsOf<Channel extends NewsChannel> = Parameters<Parameters<Call<Channel>>[0]>[0];

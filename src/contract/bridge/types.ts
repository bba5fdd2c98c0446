import type { Membership, User } from '../account/api.ts';
import type { ActivityType } from '../activity/model.ts';
import type { EndpointAnswer, FlatInput } from '../endpoint.ts';
import type { LiveEvent } from '../live/api.ts';
import type { FieldError, ProblemCode } from '../problem.ts';
import type { NewRun, RunReport, RunSummary } from '../work/model.ts';
import type { EndpointChannel, EventChannel, InvokeChannel, NativeChannel } from './channels.ts';
import type { EndpointOf } from './endpoints.ts';

/** Types only: the preload and the window import this file, and must not carry a schema. */

/** What can go wrong in the app and between it and a server, beside what the server itself refuses. */
export type ConnectionProblemCode =
  /** No answer of the server; `network` says why. */
  | 'server_unreachable'
  /** Something answered, but it is not a FastLinkIt backend. */
  | 'not_fastlinkit'
  /** A FastLinkIt server of a release that this app no longer works with. */
  | 'server_too_old'
  /** The server's certificate is not trusted, has expired or belongs to another name. */
  | 'certificate_invalid'
  /** The bridge was called with something that it does not take: a bug in the window. */
  | 'invalid_call'
  /** A bug in the main process. */
  | 'app_failed'
  /** A file could not be written on this computer. */
  | 'file_not_saved';

export interface BridgeProblem {
  code: ProblemCode | ConnectionProblemCode;
  /** A sentence for a person, as the server or the main process wrote it. */
  detail: string;
  /** Inputs that were not accepted, by their dotted path. */
  errors?: FieldError[];
  /** Seconds to wait before another try, for `rate_limited` and `unavailable`. */
  retryAfter?: number;
  /** What went wrong on the way to the server; undefined where the server itself answered. */
  network?: NetworkProblem;
}

/** What can go wrong on the way to the server. The list is closed; `network-failure.ts` has a sentence for each. */
export type NetworkFailure =
  | 'offline'
  | 'no_dns'
  | 'unknown_host'
  | 'refused'
  /** No answer in time. */
  | 'silent'
  | 'closed'
  /** An address that begins with https, and something that does not speak it. */
  | 'not_https'
  | 'certificate'
  | 'proxy_password'
  | 'proxy_refused'
  /** A page of somebody else in place of the server: a captive portal, a gateway. */
  | 'answered_instead'
  /** The server names another address, for good. */
  | 'moved'
  /** A load balancer or the server says "not now". */
  | 'paused'
  | 'other';

export interface NetworkProblem {
  failure: NetworkFailure;
  /** What is wrong and what to do, in a sentence or two for the user. */
  reason: string;
  /** `moved`: the origin that the server names, https only. */
  movedTo?: string;
  /** `proxy_password`, `proxy_refused`: host and port of the proxy. */
  proxy?: string;
}

/** Electron rebuilds a thrown error from a string, so a refusal travels as a value. */
export type IpcResult<Value> = { ok: true; value: Value } | { ok: false; problem: BridgeProblem };

/** How the session outlives the app: in the system's keychain, or not at all (with the reason in words). */
export type SessionPersistence = { keychain: true } | { keychain: false; reason: string };

export type SessionState =
  | {
      status: 'signed-out';
      /** The address of the last server, remembered. */
      server: string;
      /** The last address signed in with; null when none is known. */
      email: string | null;
      /** `ended`: the server ended the session (signed out elsewhere, revoked), or the app did for what `explanation` says. */
      reason: 'ended' | null;
      /** A sentence for the user: app and server are too far apart. */
      explanation?: string;
      persistence: SessionPersistence;
    }
  | {
      status: 'signed-in';
      server: string;
      user: User;
      memberships: Membership[];
      persistence: SessionPersistence;
    };

/** The live connection's states: each is one sentence of the manual page. */
export type ConnectionState =
  | { status: 'connected' }
  /** "Rejoining the server..." */
  | { status: 'rejoining' }
  /** "Rejoin failed... trying again in N seconds." `retryAt`: milliseconds since the epoch, by the server's clock. `problem`: why. */
  | { status: 'waiting'; retryAt: number; problem?: NetworkProblem }
  /** "Failed to rejoin." */
  | { status: 'failed'; problem?: NetworkProblem }
  /** "The session has been paused by the server." */
  | { status: 'paused' }
  /** "Failed to resume the session." */
  | { status: 'resume-failed'; problem?: NetworkProblem };

export type Theme = 'light' | 'dark' | 'system';

/** Where the app is, or where a deep link, a notification or another window asks it to go. */
export type AppLocation =
  | { screen: 'organization'; organizationId: string; tab?: 'invites' | 'members'; inviteId?: string }
  | { screen: 'activity'; organizationId: string }
  | { screen: 'organizations' }
  | { screen: 'inbox' }
  | { screen: 'settings' };

/** What the native menu asks the window in front to do. */
export type Command =
  | 'back'
  | 'forward'
  | 'command-palette'
  | 'find'
  | 'shortcuts'
  | 'settings'
  | 'invite-member'
  | 'invite-many'
  | 'new-organization'
  | 'sign-out';

/** What a native notification is shown for, while no window is in front. */
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
  /** The packages inside, with their licenses. */
  packages: { name: string; version: string; license: string }[];
}

/** Whether a file was saved; false: the person cancelled the dialog. */
export interface SaveResult {
  saved: boolean;
}

interface OrganizationInput {
  organizationId: string;
}

interface InviteInput extends OrganizationInput {
  inviteId: string;
}

interface RunInput {
  runId: string;
}

/** The calls that the main process answers by itself, with what each takes and answers. */
interface NativeCalls {
  /** Asks where to, and streams the file there. */
  'activity.exportCsv': (
    input: OrganizationInput & { type?: ActivityType; actor?: string; from?: string; to?: string },
  ) => SaveResult;
  'app.about': () => About;
  /** Copies versions, settings and the end of the log: no secret, no address. */
  'app.copyDiagnostics': () => null;
  /** The page itself has no access to the clipboard. */
  'app.copyText': (input: { text: string }) => null;
  'appearance.setTheme': (input: { theme: Theme }) => null;
  'appearance.theme': () => Theme;
  /** The query cache as it was saved for this person; null: there is none, or the windows have newer data already. */
  'cacheSnapshot.load': () => string | null;
  /** Saves the query cache on disk, where a keychain can encrypt it. `userId`: who was signed in when it was made. */
  'cacheSnapshot.save': (input: { userId: string; data: string }) => null;
  /** The locale that the system writes dates in (`sv-SE`); null: that of the window. */
  'clock.dateLocale': () => string | null;
  /** How far the server's clock is ahead of this computer's, in milliseconds. */
  'clock.offset': () => number;
  /** What the signed-in user has typed into forms and not sent, by form, as the window made text of it. */
  'draft.load': () => Record<string, string>;
  /** Keeps what is in a form, in memory only; null: nothing. `userId`: who was signed in when it was typed. */
  'draft.save': (input: { userId: string; form: string; values: string | null }) => null;
  /** Asks where to, and writes the text there. */
  'file.saveText': (input: { suggestedName: string; text: string }) => SaveResult;
  /** Puts the link on the clipboard; the window never sees it. */
  'invite.copyLink': (input: InviteInput) => null;
  /** Opens the link in the system browser. */
  'invite.openLink': (input: InviteInput) => null;
  'live.connection': () => ConnectionState;
  /** Reconnects immediately, whatever the state. */
  'live.retry': () => null;
  /** Asks where to, and streams the file there. */
  'member.exportCsv': (input: OrganizationInput) => SaveResult;
  /** Opens the server's page where seats are bought, in the system browser. */
  'organization.openBilling': (input: OrganizationInput) => null;
  'preferences.current': () => Preferences;
  'preferences.set': (input: Partial<Preferences>) => Preferences;
  /**
   * Keeps the user name and password for a proxy that has asked for them, until the app ends, and reconnects.
   * `proxy`: as the problem named it.
   */
  'proxy.signIn': (input: { proxy: string; username: string; password: string }) => null;
  'session.current': () => SessionState;
  /** Opens the server's page in the system browser. */
  'session.openForgotPassword': (input: { server: string }) => null;
  'session.signIn': (input: {
    server: string;
    email: string;
    password: string;
    totp?: string;
  }) => SessionState;
  /** Works offline too: everything kept on this computer is deleted either way. */
  'session.signOut': () => SessionState;
  /** The location that this window was opened for, once; null: the one where the app was last. */
  'window.initialLocation': () => AppLocation | null;
  /** Opens a window for an organization, or focuses the one that it has. */
  'window.openOrganization': (input: OrganizationInput) => null;
  /** The first screen is on the display: the main process loads everything that the start did not need. */
  'window.painted': () => null;
  /** Reloads the window's page. */
  'window.reload': () => null;
  /** The first screen is in the document: the window shows itself. */
  'window.rendered': () => null;
  /** The number on the app's icon, where the system shows one. */
  'window.setBadge': (input: { count: number }) => null;
  /** Somebody else signs in: the window loads anew, at no location and without its history. */
  'window.startOver': () => null;
  /** The runs of the signed-in user, the newest last. */
  'work.current': () => RunSummary[];
  /** Removes a run that has ended, with its report. */
  'work.dismiss': (input: RunInput) => null;
  'work.pause': (input: RunInput) => null;
  /** The rows of a run with their results; null: it was dismissed. */
  'work.report': (input: RunInput) => RunReport | null;
  /** Goes on with a run that was paused or stopped. */
  'work.resume': (input: RunInput) => null;
  /** Tries the failed rows of a run that is done once more. */
  'work.retryFailed': (input: RunInput) => null;
  /** Starts a run, which goes on until it is done, whatever the windows show. */
  'work.start': (input: NewRun) => { runId: string };
  /** Finishes the request that is under way and leaves the rest undone. */
  'work.stop': (input: RunInput) => null;
}

/** The events of the main process, with what each carries. */
interface Events {
  'appearance.onTheme': Theme;
  'clock.onOffset': number;
  'live.onConnection': ConnectionState;
  'live.onEvent': LiveEvent;
  'preferences.onChange': Preferences;
  'session.onChange': SessionState;
  'window.onCommand': Command;
  'window.onNavigate': AppLocation;
  'work.onChange': RunSummary[];
}

/** A call as a plain function: what it takes and what it answers. */
type CallSignature<Channel extends InvokeChannel> = Channel extends EndpointChannel
  ? unknown extends FlatInput<EndpointOf<Channel>>
    ? () => EndpointAnswer<EndpointOf<Channel>>
    : (input: FlatInput<EndpointOf<Channel>>) => EndpointAnswer<EndpointOf<Channel>>
  : Channel extends NativeChannel
    ? NativeCalls[Channel]
    : never;

export type InputOf<Channel extends InvokeChannel> =
  CallSignature<Channel> extends () => unknown ? undefined : Parameters<CallSignature<Channel>>[0];
export type ValueOf<Channel extends InvokeChannel> = ReturnType<CallSignature<Channel>>;
export type EventOf<Channel extends EventChannel> = Events[Channel];

/** A call as the window makes it. */
export type IpcCall<Channel extends InvokeChannel> = (
  ...input: Parameters<CallSignature<Channel>>
) => Promise<IpcResult<ValueOf<Channel>>>;
/** Subscribes to an event; the returned function ends the subscription. */
export type Subscribe<Channel extends EventChannel> = (
  listener: (value: EventOf<Channel>) => void,
) => () => void;

type NounOf<Channel extends string> = Channel extends `${infer Noun}.${string}` ? Noun : never;
type VerbOf<Channel extends string, Noun extends string> = Channel extends `${Noun}.${infer Verb}`
  ? Verb
  : never;

/** The one typed bridge between the window and the main process: `bridge.invite.resend(…)`, never a token. */
export type Bridge = {
  readonly [Noun in NounOf<InvokeChannel | EventChannel>]: {
    readonly [Verb in VerbOf<InvokeChannel, Noun>]: IpcCall<Extract<InvokeChannel, `${Noun}.${Verb}`>>;
  } & {
    readonly [Verb in VerbOf<EventChannel, Noun>]: Subscribe<Extract<EventChannel, `${Noun}.${Verb}`>>;
  };
};

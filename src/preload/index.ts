import { contextBridge, ipcRenderer } from 'electron';
import type {
  AdminBridge,
  DeedChannel,
  DeedOf,
  NewsChannel,
  NewsOf,
  Subscribe,
} from '#contract/admin-bridge';

/**
 * A call of the main process; what it answers is an `Outcome`, whatever happens there. It answers each channel with
 * the type that the bridge declares: `handle.ts` is typed by it.
 */
function deed<Channel extends DeedChannel>(channel: Channel): DeedOf<Channel>;
function deed(channel: DeedChannel): unknown {
  return (input?: unknown): Promise<unknown> => ipcRenderer.invoke(channel, input);
}

/** News from the main process. The listener never sees Electron's event, which carries the whole `ipcRenderer`. */
function news<Channel extends NewsChannel>(channel: Channel): Subscribe<NewsOf<Channel>> {
  return (listener) => {
    const forward = (_event: unknown, value: NewsOf<Channel>): void => listener(value);
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.off(channel, forward);
    };
  };
}

const bridge = {
  session: {
    current: deed('session.current'),
    signIn: deed('session.signIn'),
    signOut: deed('session.signOut'),
    openForgotPassword: deed('session.openForgotPassword'),
    onChange: news('session.onChange'),
  },
  organization: {
    list: deed('organization.list'),
    get: deed('organization.get'),
    openBilling: deed('organization.openBilling'),
  },
  member: {
    list: deed('member.list'),
    changeRole: deed('member.changeRole'),
    remove: deed('member.remove'),
  },
  invite: {
    list: deed('invite.list'),
    create: deed('invite.create'),
    resend: deed('invite.resend'),
    revoke: deed('invite.revoke'),
    copyLink: deed('invite.copyLink'),
    openLink: deed('invite.openLink'),
  },
  live: {
    connection: deed('live.connection'),
    retry: deed('live.retry'),
    onConnection: news('live.onConnection'),
    onEvent: news('live.onEvent'),
  },
  appearance: {
    theme: deed('appearance.theme'),
    setTheme: deed('appearance.setTheme'),
    onTheme: news('appearance.onTheme'),
  },
  window: {
    reload: deed('window.reload'),
  },
} satisfies AdminBridge;

contextBridge.exposeInMainWorld('fastlinkit', bridge);

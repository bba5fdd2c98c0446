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
    list: deed('session.list'),
    end: deed('session.end'),
    endOthers: deed('session.endOthers'),
    changePassword: deed('session.changePassword'),
    onChange: news('session.onChange'),
  },
  totp: {
    current: deed('totp.current'),
    create: deed('totp.create'),
    confirm: deed('totp.confirm'),
    remove: deed('totp.remove'),
  },
  apiKey: {
    list: deed('apiKey.list'),
    create: deed('apiKey.create'),
    delete: deed('apiKey.delete'),
  },
  organization: {
    list: deed('organization.list'),
    get: deed('organization.get'),
    create: deed('organization.create'),
    edit: deed('organization.edit'),
    openBilling: deed('organization.openBilling'),
  },
  inbox: {
    list: deed('inbox.list'),
  },
  seat: {
    history: deed('seat.history'),
  },
  member: {
    list: deed('member.list'),
    changeRole: deed('member.changeRole'),
    remove: deed('member.remove'),
    transferOwnership: deed('member.transferOwnership'),
    exportCsv: deed('member.exportCsv'),
  },
  invite: {
    list: deed('invite.list'),
    get: deed('invite.get'),
    create: deed('invite.create'),
    createMany: deed('invite.createMany'),
    resend: deed('invite.resend'),
    revoke: deed('invite.revoke'),
    swap: deed('invite.swap'),
    copyLink: deed('invite.copyLink'),
    openLink: deed('invite.openLink'),
  },
  activity: {
    list: deed('activity.list'),
    exportCsv: deed('activity.exportCsv'),
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
  preferences: {
    current: deed('preferences.current'),
    set: deed('preferences.set'),
    onChange: news('preferences.onChange'),
  },
  lastData: {
    current: deed('lastData.current'),
    keep: deed('lastData.keep'),
  },
  window: {
    reload: deed('window.reload'),
    drawn: deed('window.drawn'),
    seen: deed('window.seen'),
    place: deed('window.place'),
    openOrganization: deed('window.openOrganization'),
    setBadge: deed('window.setBadge'),
    onPlace: news('window.onPlace'),
    onCommand: news('window.onCommand'),
  },
  file: {
    saveText: deed('file.saveText'),
  },
  app: {
    about: deed('app.about'),
    copyText: deed('app.copyText'),
    copyDiagnostics: deed('app.copyDiagnostics'),
  },
} satisfies AdminBridge;

contextBridge.exposeInMainWorld('fastlinkit', bridge);

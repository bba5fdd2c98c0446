/**
 * Every name that the window and the main process call each other by: `noun.verb`. The preload script builds the
 * bridge from these lists, the main process registers a handler for each, and `types.ts` types both.
 */

/** Calls that pass straight through to the endpoint of the same name. */
export const endpointChannels = [
  'account.changePassword',
  'activity.list',
  'apiKey.create',
  'apiKey.delete',
  'apiKey.list',
  'inbox.list',
  'invite.check',
  'invite.create',
  'invite.get',
  'invite.list',
  'invite.resend',
  'invite.revoke',
  'invite.swap',
  'member.changeRole',
  'member.list',
  'member.remove',
  'member.transferOwnership',
  'organization.create',
  'organization.edit',
  'organization.get',
  'organization.list',
  'seat.history',
  'session.end',
  'session.endOthers',
  'session.list',
  'twoFactor.confirm',
  'twoFactor.create',
  'twoFactor.get',
  'twoFactor.remove',
  'version.get',
] as const;

/** Calls that the main process answers by itself. */
export const nativeChannels = [
  'activity.exportCsv',
  'app.about',
  'app.copyDiagnostics',
  'app.copyText',
  'appearance.setTheme',
  'appearance.theme',
  'cacheSnapshot.load',
  'cacheSnapshot.save',
  'clock.dateLocale',
  'clock.offset',
  'draft.load',
  'draft.save',
  'file.saveText',
  'invite.copyLink',
  'invite.openLink',
  'live.connection',
  'live.retry',
  'member.exportCsv',
  'organization.openBilling',
  'preferences.current',
  'preferences.set',
  'proxy.signIn',
  'session.current',
  'session.openForgotPassword',
  'session.signIn',
  'session.signOut',
  'window.initialLocation',
  'window.openOrganization',
  'window.painted',
  'window.reload',
  'window.rendered',
  'window.setBadge',
  'window.startOver',
  'work.current',
  'work.dismiss',
  'work.pause',
  'work.report',
  'work.resume',
  'work.retryFailed',
  'work.start',
  'work.stop',
] as const;

/** Events that the main process sends to the window. */
export const eventChannels = [
  'appearance.onTheme',
  'clock.onOffset',
  'live.onConnection',
  'live.onEvent',
  'preferences.onChange',
  'session.onChange',
  'window.onCommand',
  'window.onNavigate',
  'work.onChange',
] as const;

export type EndpointChannel = (typeof endpointChannels)[number];
export type NativeChannel = (typeof nativeChannels)[number];
export type InvokeChannel = EndpointChannel | NativeChannel;
export type EventChannel = (typeof eventChannels)[number];

/** Every call that the window can make. */
export const invokeChannels: readonly InvokeChannel[] = [...endpointChannels, ...nativeChannels];

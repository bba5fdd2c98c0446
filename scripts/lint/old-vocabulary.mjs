/**
 * A word that is not used any longer, and what to say instead.
 *
 * @typedef {readonly [word: string, instead: string]} Entry
 */

/** Names in code, as a whole. @type {readonly Entry[]} */
export const identifiers = [
  ['Deed', 'InvokeChannel'],
  ['Question', 'InvokeChannel'],
  ['NewsChannel', 'EventChannel'],
  ['NewsOf', 'the type of an event'],
  ['laterBackend', 'lazyBackend'],
  ['handleLater', 'registerLazyHandlers'],
  ['Place', 'AppLocation'],
  ['goTo', 'navigateTo'],
  ['goToFirstPlace', 'restoreRoute'],
  ['takePlace', 'restoreRoute'],
  ['Moment', 'TimeAgo'],
  ['LastData', 'cache snapshot'],
  ['keptScroll', 'scroll restoration'],
  ['Notices', 'NotificationBatcher'],
  ['markChanged', 'highlight'],
  ['settleChanged', 'highlight'],
  ['putRow', 'upsertRow'],
  ['belongs', 'matches'],
  ['LookAhead', 'prefetch'],
  ['SendBudget', 'a quota'],
  ['openSendBudget', 'a quota'],
  ['inTurn', 'a mutex'],
  ['inLimit', 'a semaphore'],
  ['sendTogether', 'a pipeline'],
  ['Right', 'Permission'],
  ['Standing', 'permissions'],
  ['findStanding', 'permissions'],
  ['sees', 'canReceive'],
  ['Authority', 'Subscription'],
  ['decidedBelow', 'the safe horizon'],
  ['duties', 'background jobs'],
  ['keepTidy', 'retention or purge'],
  ['endings', 'shutdown hooks'],
  ['StartError', 'StartupError'],
  ['giveUp', 'undeliverable'],
  ['gaveUp', 'undeliverable'],
  ['handleDead', 'the handler of a dead letter'],
  ['limitLoad', 'load shedding'],
  ['mailFaultOf', 'classifySmtpError'],
  ['MailRefused', 'an error named after its cause'],
  ['Outcome', 'a result named after its function'],
  ['Story', 'Scenario'],
  ['Stage', 'Harness'],
  ['Cast', 'TestData'],
  ['World', 'TestData'],
  ['Site', 'Fixture'],
];

/** Functions by what they are called: the words have other uses as variables. @type {readonly Entry[]} */
export const functions = [
  ['answers', 'inOrder'],
  ['counted', 'pluralize'],
  ['words', 'errorMessage'],
  ['together', 'a batcher'],
  ['judge', 'authorize'],
];

/** Words inside longer names (`DeedOptions`, `isDeed`), in lower case. @type {readonly Entry[]} */
export const identifierWords = [
  ['deed', 'action or call'],
  ['deeds', 'actions or calls'],
  ['thrifty', 'what it saves'],
  ['whoever', 'the role that is meant'],
];

/** Names of files and folders; `*` stands for any part of a name. @type {readonly Entry[]} */
export const fileNames = [
  ['*-words.*', '*-labels or format-*'],
  ['*-fault.*', '*-errors'],
  ['*-deed.*', 'the name of the action'],
  ['deed-*', 'the name of the action'],
  ['last-data*', 'cache snapshot'],
  ['later-*', 'lazy-*'],
  ['kept-scroll*', 'scroll-restoration'],
  ['look-ahead*', 'prefetch'],
  ['send-budget*', 'quota'],
  ['in-turn*', 'mutex'],
  ['together.*', 'batcher'],
  ['follow-link*', 'deep links'],
  ['whole-file*', 'atomic write'],
  ['duties*', 'background jobs'],
  ['endings*', 'shutdown hooks'],
  ['moment.*', 'time-ago'],
  ['sights*', 'what is seen there'],
];

/** Phrases in comments, texts and documents, in any letter case. @type {readonly Entry[]} */
export const phrases = [
  ['whoever', 'name the subject: the caller, the user, an admin'],
  ['is told', 'gets, receives or shows'],
  ['are told', 'get, receive or show'],
  ['was told', 'got, received or showed'],
  ['any more', 'no longer'],
  ['thrifty', 'what it saves'],
  ['deed', 'action or call'],
  ['deeds', 'actions or calls'],
  ['stands in for', 'replaces'],
  ['second factor', 'two-factor authentication'],
];

/**
 * Words with an ordinary technical sense: a person decides, so that they are counted and never rejected.
 *
 * @type {readonly Entry[]}
 */
export const forReview = [
  ['in words', 'as text'],
  ['at once', 'immediately, or at the same time'],
  ['later', 'lazy'],
  ['position', 'watermark, offset or safe horizon'],
  ['seen', 'painted'],
  ['drawn', 'rendered'],
  ['notice', 'notification or toast'],
  ['world', 'test data'],
  ['sights', 'scenario'],
  ['act', 'action'],
  ['sure', 'isExact'],
  ['remembered', 'persisted'],
  ['somebody', 'a user'],
  ['nobody', 'no user'],
];

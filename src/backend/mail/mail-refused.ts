/**
 * A message that did not go out.
 *
 * `permanent`: the server said that it never will, so that trying again is of no use.
 * `words`: why, for people; the mail server's own where it said something.
 */
export class MailRefused extends Error {
  override name = 'MailRefused';
  permanent: boolean;
  words: string;

  constructor(refusal: { permanent: boolean; words: string }) {
    super(refusal.words);
    this.permanent = refusal.permanent;
    this.words = refusal.words;
  }
}

const maxWords = 300;

/** What another program said, fit to be shown: one line, no control or invisible characters, capped. */
export function cleanWords(said: string): string {
  const line = said.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line.slice(0, maxWords).toWellFormed();
}

/** Where in the conversation a reply speaks of the message, and not of the connection or the login. */
const aboutTheMessage = new Set(['EENVELOPE', 'EMESSAGE']);

const wordsOfFaults: Readonly<Record<string, string>> = {
  ECONNECTION: 'The mail server closed the connection.',
  ESOCKET: 'The mail server could not be reached.',
  ETIMEDOUT: 'The mail server did not answer in time.',
  EABORT: 'The mail server did not answer in time.',
  EDNS: "The mail server's name could not be found.",
  ETLS: 'No secure connection to the mail server could be made.',
  EAUTH: "The mail server did not accept the server's login.",
};

/** Makes the refusal of whatever the mail library rejected with. */
export function refusalOf(error: unknown): MailRefused {
  const { code, responseCode, response } = readFault(error);
  // 503 is about the order of commands: the same message can go through on another connection.
  const permanent =
    aboutTheMessage.has(code) && responseCode !== undefined && responseCode >= 500 && responseCode !== 503;
  const said = response === undefined ? '' : cleanWords(response);
  return new MailRefused({
    permanent,
    words: said || (wordsOfFaults[code] ?? 'The message could not be handed to the mail server.'),
  });
}

function readFault(error: unknown) {
  const has = (key: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  const code = has('code');
  const responseCode = has('responseCode');
  const response = has('response');
  return {
    code: typeof code === 'string' ? code : '',
    responseCode: typeof responseCode === 'number' ? responseCode : undefined,
    response: typeof response === 'string' ? response : undefined,
  };
}

/** Why a message did not go out. */
export interface MailFault {
  /** The server said that it never will: trying again is of no use. */
  permanent: boolean;
  /** For people; the mail server's own words where it said something. */
  words: string;
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

/** Reads what the mail library rejected with. */
export function mailFaultOf(error: unknown): MailFault {
  const { code, responseCode, response } = readError(error);
  // 503 is about the order of commands: the same message can go through on another connection.
  const permanent =
    aboutTheMessage.has(code) && responseCode !== undefined && responseCode >= 500 && responseCode !== 503;
  const said = response === undefined ? '' : cleanWords(response);
  return {
    permanent,
    words: said || (wordsOfFaults[code] ?? 'The message could not be handed to the mail server.'),
  };
}

function readError(error: unknown) {
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

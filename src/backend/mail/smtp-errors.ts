import { redactSent } from './redact-sent.ts';

/** Why the mail server did not take a message. */
export interface SmtpFailure {
  /** The server rejected the message for good: sending it again is pointless. */
  permanent: boolean;
  /** For people: the mail server's own text where it sent one. */
  message: string;
}

const maxLength = 300;

/** Another program's text, made fit to be shown: one line, no control or invisible characters, a limited length. */
function cleanText(said: string): string {
  const line = said.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line.slice(0, maxLength).toWellFormed();
}

/** The mail server lacks SMTPUTF8 (RFC 6531), which such an address needs. */
export const noInternationalAddress =
  "The mail server can't deliver to addresses with letters like “ü” before the @.";

/** Errors about the message, not about the connection or the login. */
const aboutTheMessage = new Set(['EENVELOPE', 'EMESSAGE']);

const messages: Readonly<Record<string, string>> = {
  ECONNECTION: 'The mail server closed the connection.',
  ESOCKET: "The mail server couldn't be reached.",
  ETIMEDOUT: "The mail server didn't respond in time.",
  EABORT: "The mail server didn't respond in time.",
  EDNS: "The mail server's name couldn't be found.",
  ETLS: "A secure connection to the mail server couldn't be made.",
  EAUTH: "The mail server didn't accept our username and password.",
};

/**
 * Reads the error that the mail library rejects with.
 *
 * @param sent the text of the email: what is secret in it is removed from the mail server's words
 */
export function classifySmtpError(error: unknown, sent: string): SmtpFailure {
  const { code, responseCode, response } = readError(error);
  // 503 is about the order of commands: the same message can go through on another connection.
  const permanent =
    aboutTheMessage.has(code) && responseCode !== undefined && responseCode >= 500 && responseCode !== 503;
  const said = response === undefined ? '' : cleanText(redactSent(response, sent) ?? '');
  return {
    permanent,
    message: said || (messages[code] ?? "The email couldn't be handed to the mail server."),
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

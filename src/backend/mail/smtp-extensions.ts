import SMTPConnection from 'nodemailer/lib/smtp-connection';

type ServerOptions = ConstructorParameters<typeof SMTPConnection>[0];

/** How long an answer holds: a mail server may be set up differently while this one runs. */
const shelfLifeMs = 600_000;
/** The name of a login that sends nothing: the library tells only a login what the mail server can do. */
const noLogin = 'EXTENSIONS';

/**
 * Creates the function that asks the mail server for its extensions (RFC 5321), such as `SMTPUTF8`. It keeps the answer
 * for ten minutes.
 *
 * @throws the error of the mail library when the server does not answer
 */
export function createExtensionReader(options: ServerOptions): () => Promise<readonly string[]> {
  let kept: { answer: Promise<readonly string[]>; at: number } | undefined;
  return () => {
    if (kept !== undefined && performance.now() - kept.at < shelfLifeMs) return kept.answer;
    const answer = askExtensions(options);
    kept = { answer, at: performance.now() };
    answer.catch(() => (kept = undefined));
    return answer;
  };
}

function askExtensions(options: ServerOptions): Promise<readonly string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  const connection = new SMTPConnection({
    ...options,
    customAuth: {
      [noLogin](asking) {
        resolve(asking.extensions);
        asking.resolve();
      },
    },
  });
  connection.on('error', reject);
  connection.once('end', () => {
    reject(Object.assign(new Error('The mail server closed the connection.'), { code: 'ECONNECTION' }));
  });
  connection.connect((error) => {
    if (error) reject(error);
    else connection.login({ method: noLogin }, () => connection.quit());
  });
  return promise;
}

// The thread of the local mailbox: its web interface is slow to load and writes to standard output, which must neither
// delay the server nor mix with its output.
import { parentPort, workerData } from 'node:worker_threads';
import { MailDev } from 'maildev';
import { z } from 'zod';

const { mailFolder } = z.object({ mailFolder: z.string() }).parse(workerData);
const loopback = '127.0.0.1';

const mailbox = new MailDev({
  ip: loopback,
  smtp: 0,
  webIp: loopback,
  web: 0,
  mailDirectory: mailFolder,
  maxEmails: 1_000,
  hideExtensions: ['STARTTLS'],
  silent: true,
});
const { smtp, api } = await mailbox.start();
parentPort?.postMessage({ smtpPort: smtp.getAddress().port, webPort: api?.getAddress()?.port });

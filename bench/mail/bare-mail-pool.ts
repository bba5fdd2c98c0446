// What the backend is measured beside: nodemailer's own pool in a process of its own, with the settings of the
// backend's mailer, a message that is ready, and no database.
import { createTransport } from 'nodemailer';
import { z } from 'zod';

const orderOf = z.object({
  port: z.number(),
  count: z.number(),
  maxConnections: z.number(),
  maxMessages: z.number(),
  message: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
});

process.on('message', (sent: unknown) => void send(orderOf.parse(sent)));
process.on('disconnect', () => process.exit());
process.send?.('ready');

let transport: ReturnType<typeof connect> | undefined;

function connect({ port, maxConnections, maxMessages }: z.infer<typeof orderOf>) {
  return createTransport({
    pool: true,
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    maxConnections,
    maxMessages,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function send(order: z.infer<typeof orderOf>): Promise<void> {
  const { count, message } = order;
  transport ??= connect(order);
  const pool = transport;
  await Promise.all(
    Array.from({ length: count }, (_, number) =>
      pool.sendMail({
        ...message,
        from: { name: 'FastLinkIt', address: 'invites@fastlinkit.test' },
        to: { name: '', address: `bare-${number}@example.test` },
        messageId: `<bare-${number}@example.test>`,
      }),
    ),
  );
  process.send?.('sent');
}

// The peer as a process: bare node:http over pg, one prepared statement and one round trip for each invite, no sign-in.
// Its only parameter is the database's address; it prints its own.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { bareStatement, inviteStatement, limitStatement } from './peer-statement.ts';

const inviterId = '01890000-0000-7000-8000-000000000001';
// As many connections as the product has.
const pool = new pg.Pool({ connectionString: process.argv[2], max: 16 });

/**
 * `/<organization>/invites` does all the work of an invite, `/<organization>/limit` the least that could do, and
 * `/<organization>/bare` writes one row.
 */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, organizationId, what] = request.url?.split('/') ?? [];
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  const { email, role } = JSON.parse(body) as { email: string; role: string };
  const single = what === 'bare' ? bareStatement : what === 'limit' ? limitStatement : undefined;
  const { rows } =
    single !== undefined
      ? await pool.query({ name: what ?? '', text: single, values: [organizationId, email, role] })
      : await pool.query({
          name: 'invite',
          text: inviteStatement,
          values: [organizationId, [email], [role], inviterId],
        });
  const text = JSON.stringify(rows[0] ?? { code: 'seat_limit_reached' });
  response.writeHead(rows.length > 0 ? 201 : 409, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) console.log(`http://127.0.0.1:${address.port}`);
});

import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A name server that knows no name. */
export interface NameServer {
  address: string;
  close: () => void;
}

/** @param isSilent it does not even say so */
export async function startNameServer({ isSilent = false } = {}): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    if (isSilent) return;
    const answer = Buffer.from(query);
    // A response, and there is no such name.
    answer.writeUInt16BE(0x81_83, 2);
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => void socket.close(),
  };
}

import { connect } from 'node:net';
import type { Socket } from 'node:net';

/*
 * As much of D-Bus as it takes to ask the keyring of a Linux desktop whether it is open: calls with texts and lists of
 * object paths, and their replies. https://dbus.freedesktop.org/doc/dbus-specification.html
 */

/** A connection to the session bus of a Linux desktop. */
export interface SessionBus {
  /** @throws BusError for an error reply, and an error when none comes */
  call(call: BusCall): Promise<BusReader>;
  close(): void;
}

export interface BusCall {
  destination: string;
  path: string;
  interface: string;
  member: string;
  /** Texts, and at most one list of object paths, which comes first. */
  paths?: string[];
  texts?: string[];
}

/** An error reply. */
export class BusError extends Error {
  override readonly name = 'BusError';
}

/** Reads the values of a message, in their order. */
export class BusReader {
  #at: number;
  readonly #bytes: Buffer;
  readonly #isLittle: boolean;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#isLittle = bytes[0] === littleEndian;
  }

  /** Moves on to the next multiple of `size`; everything in a message is aligned to its own size. */
  align(size: number): void {
    this.#at = aligned(this.#at, size);
  }

  get at(): number {
    return this.#at;
  }

  byte(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }

  number(): number {
    this.align(4);
    const value = this.#isLittle ? this.#bytes.readUInt32LE(this.#at) : this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  /** A text or an object path. */
  text(): string {
    return this.#characters(this.number());
  }

  /** The type of the value that follows. */
  signature(): string {
    return this.#characters(this.byte());
  }

  boolean(): boolean {
    return this.number() !== 0;
  }

  /** A list of texts or of object paths. */
  texts(): string[] {
    const end = this.number() + this.#at;
    const values: string[] = [];
    while (this.#at < end) values.push(this.text());
    return values;
  }

  #characters(length: number): string {
    const value = this.#bytes.toString('utf8', this.#at, this.#at + length);
    this.#at += length + 1;
    return value;
  }
}

const littleEndian = 'l'.charCodeAt(0);
const methodCall = 1;
const errorReply = 3;
/** The numbers of the header's fields. */
const field = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  destination: 6,
  signature: 8,
};
const fixedHeaderBytes = 16;
const timeLimitMs = 5_000;

/**
 * Connects to the bus.
 *
 * @param address as in `DBUS_SESSION_BUS_ADDRESS`
 * @param userId the number of the user, by which the bus knows who asks
 * @throws when there is no bus at this address
 */
export async function connectToBus(address: string, userId: number): Promise<SessionBus> {
  const socket = connect(socketPath(address));
  socket.unref();
  const waiting = new Map<number, PromiseWithResolvers<BusReader>>();
  const ready = Promise.withResolvers<void>();
  let unread = Buffer.alloc(0);
  let isGreeted = false;
  let serial = 0;

  function fail(error: Error): void {
    ready.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function read(): void {
    if (!isGreeted) {
      const end = unread.indexOf('\r\n');
      if (end < 0) return;
      const answer = unread.toString('latin1', 0, end);
      unread = unread.subarray(end + 2);
      if (!answer.startsWith('OK')) return fail(new Error(`The session bus refused: ${answer}`));
      isGreeted = true;
      socket.write('BEGIN\r\n');
      ready.resolve();
    }
    for (let length = messageLength(unread); length !== undefined; length = messageLength(unread)) {
      receive(unread.subarray(0, length));
      unread = unread.subarray(length);
    }
  }

  function receive(message: Buffer): void {
    const { replySerial, errorName, body } = readHeader(message);
    const waiter = replySerial === undefined ? undefined : waiting.get(replySerial);
    if (replySerial === undefined || waiter === undefined) return;
    waiting.delete(replySerial);
    if (errorName === undefined) waiter.resolve(body);
    else waiter.reject(new BusError(errorName));
  }

  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    read();
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The session bus closed the connection.')));

  async function call(given: BusCall): Promise<BusReader> {
    serial += 1;
    const reply = Promise.withResolvers<BusReader>();
    waiting.set(serial, reply);
    socket.write(messageOf(serial, given));
    return withinTime(reply.promise);
  }

  // The bus learns who asks from the socket; the number says as whom.
  socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(userId)).toString('hex')}\r\n`);
  await withinTime(ready.promise).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
  const bus = 'org.freedesktop.DBus';
  await call({ destination: bus, path: '/org/freedesktop/DBus', interface: bus, member: 'Hello' });
  return { call, close: () => closeQuietly(socket) };
}

function closeQuietly(socket: Socket): void {
  socket.removeAllListeners('close');
  socket.destroy();
}

async function withinTime<Value>(promise: Promise<Value>): Promise<Value> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error('The session bus did not answer.')), timeLimitMs);
  try {
    return await Promise.race([promise, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The socket of the first address that is one; several are separated by semicolons. */
function socketPath(addresses: string): string {
  for (const address of addresses.split(';')) {
    const { path, abstract } =
      /^unix:(.*,)?(path=(?<path>[^,]+)|abstract=(?<abstract>[^,]+))/.exec(address)?.groups ?? {};
    if (path !== undefined) return decodeURIComponent(path);
    if (abstract !== undefined) return `\0${decodeURIComponent(abstract)}`;
  }
  throw new Error('There is no session bus.');
}

/** The length of the message that the bytes begin with; undefined until all of it is there. */
function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < fixedHeaderBytes) return undefined;
  const reader = new BusReader(bytes, 4);
  const bodyBytes = reader.number();
  reader.number();
  const length = aligned(fixedHeaderBytes + reader.number(), 8) + bodyBytes;
  return bytes.length < length ? undefined : length;
}

function readHeader(message: Buffer) {
  const reader = new BusReader(message, 12);
  const end = fixedHeaderBytes + reader.number();
  let replySerial: number | undefined;
  let errorName: string | undefined;
  while (reader.at < end) {
    reader.align(8);
    const number = reader.byte();
    const type = reader.signature();
    const value = type === 'u' ? reader.number() : type === 'g' ? reader.signature() : reader.text();
    if (number === field.replySerial && typeof value === 'number') replySerial = value;
    if (number === field.errorName && message[1] === errorReply) errorName = String(value);
  }
  return { replySerial, errorName, body: new BusReader(message, aligned(end, 8)) };
}

function messageOf(
  serial: number,
  { destination, path, interface: name, member, paths, texts = [] }: BusCall,
): Buffer {
  const body = new Writer();
  if (paths !== undefined) body.list(paths);
  for (const text of texts) body.text(text);
  const signature = (paths === undefined ? '' : 'ao') + 's'.repeat(texts.length);
  const fields = new Writer();
  fields.field(field.path, 'o', path);
  fields.field(field.interface, 's', name);
  fields.field(field.member, 's', member);
  fields.field(field.destination, 's', destination);
  if (signature !== '') fields.field(field.signature, 'g', signature);
  const header = new Writer();
  header.bytes(littleEndian, methodCall, 0, 1);
  header.number(body.length);
  header.number(serial);
  header.number(fields.length);
  const start = Buffer.concat([header.buffer(), fields.buffer()]);
  return Buffer.concat([start, Buffer.alloc(aligned(start.length, 8) - start.length), body.buffer()]);
}

/** Writes the values of a message. What begins with it is aligned to eight bytes. */
class Writer {
  length = 0;
  readonly #parts: Buffer[] = [];

  buffer(): Buffer {
    return Buffer.concat(this.#parts);
  }

  bytes(...values: number[]): void {
    this.#add(Buffer.from(values));
  }

  number(value: number): void {
    this.#align(4);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    this.#add(bytes);
  }

  text(value: string): void {
    this.number(Buffer.byteLength(value));
    this.#add(Buffer.from(`${value}\0`));
  }

  list(values: string[]): void {
    const content = new Writer();
    for (const value of values) content.text(value);
    this.number(content.length);
    this.#add(content.buffer());
  }

  /** A field of the header: its number, its type, its value. */
  field(number: number, type: 'o' | 's' | 'g', value: string): void {
    this.#align(8);
    this.bytes(number, 1, type.charCodeAt(0), 0);
    if (type === 'g') this.#add(Buffer.from(`${String.fromCharCode(value.length)}${value}\0`));
    else this.text(value);
  }

  #align(size: number): void {
    this.#add(Buffer.alloc(aligned(this.length, size) - this.length));
  }

  #add(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.length += bytes.length;
  }
}

function aligned(at: number, size: number): number {
  return Math.ceil(at / size) * size;
}

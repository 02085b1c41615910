import { createHash, randomBytes } from "node:crypto";
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";

/**
 * @typedef {object} SocketEvents What a connection tells; after `closed` it tells nothing more.
 * @property {() => void} opened
 * @property {(text: string) => void} received A text message.
 * @property {() => void} heard Bytes came, of whatever kind.
 * @property {(code: number | null, reason: string) => void} closed The code is null where the connection broke.
 */

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 };

/**
 * The client's side of a WebSocket (RFC 6455) without extensions, on every version of Node.
 *
 * Node's own `WebSocket` (from 22 on) cannot break a connection: it closes in order, which ends the session that is to be resumed.
 */
export class Socket {
  /** @type {import("node:stream").Duplex & { ref?(): void, unref?(): void } | null} */ #stream = null;
  /** @type {import("node:http").ClientRequest} */ #request;
  /** @type {Buffer} */ #bytes = Buffer.alloc(0);
  /** @type {Buffer[]} */ #parts = [];
  #over = false;
  /** @type {SocketEvents} */ #events;

  /**
   * @param {string} url `ws://…` or `wss://…`
   * @param {{ headers?: Record<string, string>, timeoutMs?: number }} options
   * @param {SocketEvents} events
   */
  constructor(url, { headers = {}, timeoutMs = 10_000 }, events) {
    this.#events = events;
    const key = randomBytes(16).toString("base64");
    const target = new URL(url.replace(/^ws/u, "http"));
    const request = target.protocol === "https:" ? secureRequest : plainRequest;
    this.#request = request(target, {
      headers: {
        ...headers, Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key,
        "Sec-WebSocket-Protocol": "verbatim.v1",
      },
    });
    const timer = setTimeout(() => this.#end(null, "the server does not answer"), timeoutMs);
    this.#request.on("error", (fault) => this.#end(null, fault.message));
    this.#request.on("close", () => clearTimeout(timer));
    this.#request.on("response", (response) => this.#end(null, `the server answered HTTP ${response.statusCode}`));
    this.#request.on("upgrade", (response, stream, head) => {
      clearTimeout(timer);
      if (this.#over) return stream.destroy();
      const accept = createHash("sha1").update(key + magic).digest("base64");
      this.#stream = stream;
      if (response.headers["sec-websocket-accept"] !== accept) return this.#end(null, "the server does not speak WebSocket");
      /** @type {import("node:net").Socket} */ (stream).setNoDelay?.(true);
      stream.on("error", () => {});
      stream.on("close", () => this.#end(null, "the connection broke"));
      stream.on("data", (data) => this.#read(data));
      events.opened();
      if (head.length > 0) this.#read(head);
    });
    this.#request.end();
  }

  /** @param {string} text */
  send(text) { this.#write(opcodes.text, Buffer.from(text)); }

  /** The answer is told as `heard`. */
  ping() { this.#write(opcodes.ping, Buffer.alloc(0)); }

  /** Ends the connection in order, and the server's session with it. */
  close(code = 1000) {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16BE(code);
    this.#write(opcodes.close, bytes);
    this.#over = true;
    this.#stream?.end();
    if (!this.#stream) this.#request.destroy();
  }

  /** Breaks the connection: the server keeps the session to be resumed. */
  abort() {
    this.#over = true;
    this.#request.destroy();
    this.#stream?.destroy();
  }

  /**
   * Whether the process stays alive for this connection.
   * @param {boolean} keeps
   */
  keepAlive(keeps) { keeps ? this.#stream?.ref?.() : this.#stream?.unref?.(); }

  /** @param {number | null} code @param {string} reason */
  #end(code, reason) {
    if (this.#over) return;
    this.abort();
    this.#events.closed(code, reason);
  }

  /** @param {number} opcode @param {Buffer} payload */
  #write(opcode, payload) {
    if (!this.#stream || this.#over) return;
    const { length } = payload;
    const size = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    const head = Buffer.alloc(6 + size);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (size === 0 ? length : size === 2 ? 126 : 127);
    if (size === 2) head.writeUInt16BE(length, 2);
    if (size === 8) head.writeBigUInt64BE(BigInt(length), 2);
    const mask = randomBytes(4);
    mask.copy(head, 2 + size);
    const masked = Buffer.allocUnsafe(length);
    for (let index = 0; index < length; index += 1) masked[index] = payload[index] ^ mask[index & 3];
    this.#stream.write(Buffer.concat([head, masked]));
  }

  /** @param {Buffer} data */
  #read(data) {
    if (this.#over) return;
    this.#events.heard();
    this.#bytes = this.#bytes.length > 0 ? Buffer.concat([this.#bytes, data]) : data;
    while (!this.#over && this.#bytes.length >= 2) {
      const bytes = this.#bytes;
      const short = bytes[1] & 0x7f;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length < start) return;
      const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
      if (bytes.length < start + length) return;
      this.#bytes = bytes.subarray(start + length);
      this.#take(bytes[0], bytes.subarray(start, start + length));
    }
  }

  /** @param {number} first @param {Buffer} payload */
  #take(first, payload) {
    const opcode = first & 0x0f;
    if (opcode === opcodes.ping) return this.#write(opcodes.pong, payload);
    if (opcode === opcodes.close) {
      const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.#write(opcodes.close, payload);
      return this.#end(code, payload.subarray(2).toString());
    }
    if (opcode !== opcodes.text && opcode !== opcodes.continuation) return;
    this.#parts.push(payload);
    if ((first & 0x80) === 0) return;
    const text = this.#parts.length === 1 ? payload.toString() : Buffer.concat(this.#parts).toString();
    this.#parts = [];
    this.#events.received(text);
  }
}

// A server that does what a test says, byte by byte.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

export const hello = (more = {}) => ({
  type: "hello", protocol: "verbatim.v1", clock: "wall", now: new Date().toISOString(), capabilities: [],
  limits: {
    frame_bytes: 65_536, heartbeat_seconds: 1, rooms_per_session: 100, messages_burst: 3, messages_per_second: 20, queries_burst: 30, queries_per_second: 10,
    commands_burst: 60, commands_per_second: 20, ...more.limits,
  },
  ...more.hello,
});

/** One frame of a server; `first` has the flag of the last fragment and the opcode. */
export function frame(payload, first = 0x81) {
  const bytes = Buffer.from(payload);
  const head = bytes.length < 126 ? [first, bytes.length] : [first, 126, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** Serves each connection with `serve(connection)`, and gives the address. */
export async function fake(t, serve) {
  const server = createServer();
  const sockets = new Set();
  server.on("upgrade", (request, socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    const connection = {
      socket, received: [], isDeaf: false, hear: () => {},
      send: (object) => socket.write(frame(JSON.stringify(object))),
      /** Resolves with the next frame that came, or will come. */
      async next() {
        while (connection.received.length === 0) await new Promise((resolve) => { connection.hear = resolve; });
        return connection.received.shift();
      },
    };
    let bytes = Buffer.alloc(0);
    socket.on("data", (data) => {
      bytes = Buffer.concat([bytes, data]);
      for (;;) {
        if (bytes.length < 6) return;
        const short = bytes[1] & 127;
        const start = short === 126 ? 8 : 6;
        const length = short === 126 ? bytes.readUInt16BE(2) : short;
        if (bytes.length < start + length) return;
        const mask = bytes.subarray(start - 4, start);
        const payload = Buffer.from(bytes.subarray(start, start + length).map((byte, index) => byte ^ mask[index % 4]));
        const opcode = bytes[0] & 15;
        bytes = bytes.subarray(start + length);
        if (connection.isDeaf) continue;
        if (opcode === 9) socket.write(frame(payload, 0x8a));
        if (opcode === 10) connection.received.push({ pong: payload.toString() });
        if (opcode === 1) connection.received.push(JSON.parse(payload.toString()));
        connection.hear();
      }
    });
    serve(connection);
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `ws://127.0.0.1:${server.address().port}/ws`;
}

/** Starts a bot on a fake server. */
export function start(t, bot, url, more = {}) {
  const running = bot.start({ url, token: "t", rooms: [], quiet: false, lasts: true, log: () => {}, ...more });
  t.after(() => running.kill());
  return running;
}

/** Greets and logs in. */
export async function logIn(connection, { more = {}, resumed = false } = {}) {
  connection.send(hello(more));
  const login = await connection.next();
  connection.send({ type: "ready", re: login.id, user: "bot", bot: true, session: "s", resumed });
  return login;
}

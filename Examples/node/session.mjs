// A bot's session with a server. It outlives its connections, so that nothing is lost and nothing is done twice.
import { randomUUID } from "node:crypto";
import WebSocket from "ws";

const { VERBATIM_URL: url, VERBATIM_TOKEN: token, VERBATIM_NAME: name, VERBATIM_ROOMS = "" } = process.env;
const rooms = VERBATIM_ROOMS.split(",").filter((room) => room);
const forNow = ["rate_limited", "unavailable"]; // refusals after which the same command can work

/** Subclasses say what the bot does: `hear` with each message of a person, `due` with each timer. */
export class Session {
  session = null; // what a new connection takes up again,
  received = 0; // and how many of its frames have come
  waiting = []; // commands without an answer; only the first of them is on its way
  sent = null; // the id of the one that is
  heard = new Map(); // the newest message of each room, and of each user in private
  time = ""; // the server's, by the newest frame that tells it: a bot needs no clock
  pause = 100; // milliseconds until the next attempt to connect

  ask(command) {
    this.waiting.push({ id: randomUUID(), ...command });
  }

  /** Answers where the message was said. The key makes it one message, however often it is sent. */
  reply({ type, room, user }, message) {
    this.ask({ type, ...(room ? { room } : { to: user }), message, key: randomUUID() });
  }

  /** What a fault on the way doubles is heard once: messages have rising numbers, in each place by itself. */
  isNew({ type, room, user, seq }) {
    const place = JSON.stringify([type, room ?? user]);
    if (!(seq > (this.heard.get(place) ?? 0))) return false;
    this.heard.set(place, seq);
    return true;
  }

  /** A new session is in no room, and has to join before it says what waits. */
  begin() {
    this.waiting.unshift(...rooms.map((room) => ({ id: randomUUID(), type: "join", room })));
  }

  receive(frame, send) {
    if (typeof frame?.type !== "string") return;
    const { type, re, code, now = "", at = "", retry_after_ms: wait = 1000 } = frame;
    for (const time of [now, at]) if (time > this.time) this.time = time;
    if (type === "hello") {
      const resume = this.session && { session: this.session, received: this.received };
      return send({ type: "login", token, resume, id: "login" });
    }
    if (re === "login" && forNow.includes(code)) return send(null);
    if (re === "login" && code) this.end(`cannot log in: ${frame.message}`);
    if (type === "ready") {
      [this.sent, this.pause] = [null, 100];
      if (!frame.resumed) {
        [this.session, this.received] = [frame.session, 0];
        this.begin();
      }
    } else this.received += 1;
    if (forNow.includes(code)) {
      // The server's timers know its time, also where it is virtual. Who may not even set one has to wait alone.
      const again = () => send({ type: "set_timer", timer: "again", milliseconds: wait });
      return re ? again() : setTimeout(again, wait);
    }
    if (this.waiting.length && re === this.waiting[0].id) {
      this.waiting.shift();
      if (code) console.error("refused:", frame);
    } else if (type === "timer" && frame.timer === "again") this.sent = null;
    else if (type === "timer") this.due(frame.timer);
    else if (type.endsWith("_message") && this.isNew(frame) && !frame.bot && frame.user !== name) this.hear(frame);
    if (this.waiting.length && this.sent !== this.waiting[0].id) {
      this.sent = this.waiting[0].id;
      send(this.waiting[0]);
    }
  }

  end(reason) {
    console.error(`${name} ${reason}`);
    process.exit(1);
  }

  /** Connects again and again, until the server says by a close code from 4500 on that it is no use. */
  run() {
    const socket = new WebSocket(url, "verbatim.v1");
    const send = (frame) => (frame ? socket.send(JSON.stringify(frame)) : socket.close());
    socket.on("message", (text) => {
      try {
        this.receive(JSON.parse(text), send);
      } catch (fault) {
        console.error(`ignored ${text.toString().slice(0, 200)}: ${fault}`);
      }
    });
    socket.on("error", () => {}); // it is away for a while; "close" follows
    socket.on("close", (code, reason) => {
      if (code >= 4500) this.end(`was sent away by the server: ${code} ${reason}`);
      setTimeout(() => this.run(), this.pause * (0.5 + Math.random() / 2));
      this.pause = Math.min(2 * this.pause, 30_000);
    });
  }
}

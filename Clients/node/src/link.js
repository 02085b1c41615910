import { randomBytes } from "node:crypto";
import { CommandError } from "./errors.js";
import { Pace, rateClass } from "./pace.js";
import { Socket } from "./socket.js";

/**
 * @typedef {Record<string, any> & { type: string }} Frame
 * @typedef {{ session: string | null, received: number }} Progress A session, and how many frames of it have come.
 * @typedef {object} LinkEvents
 * @property {(ready: Frame) => Promise<void>} ready Logged in: `resumed` says whether the session went on. Nothing is sent before it is done.
 * @property {(frame: Frame) => void} frame A frame that answers nothing.
 * @property {(frame: Frame | null) => void} counted A frame was counted, of whatever kind; null where it was none.
 * @property {() => void} due The time that `wakeAt` asked for has come.
 * @property {(fault: Error) => void} ended It is over, and connecting again is no use.
 * @typedef {{ frame: Frame, resolve: (reply: any) => void, reject: (fault: Error) => void, retries: boolean }} Waiting
 * @typedef {{ queue: Waiting[], current: Waiting | null, until: number, pace: Pace, timer?: NodeJS.Timeout }} Lane
 */

const alarm = "verbatim-chat";
const longestTimer = 366 * 86_400_000;
const transient = ["rate_limited", "unavailable", "internal"];

/** A session with a server over all the connections that it takes: it logs in, counts, resumes, paces and repeats commands. */
export class Link {
  hello = /** @type {Frame | null} */ (null);
  user = "";
  isReady = false;
  /** @type {Socket | null} */ #socket = null;
  #options; #events;
  /** @type {Progress} */ progress;
  #delay = 100;
  #stopped = false;
  #isLogged = false;
  /** The server's time at an instant of our own clock. */ #time = 0; #timeAt = 0;
  /** The server's time may be later than it is known: a timer tells when it was due. */ #timeIsOld = false;
  #wake = Infinity; #alarmAt = Infinity;
  #heardAt = 0; #pingedAt = 0;
  /** @type {NodeJS.Timeout | undefined} */ #heartbeat;
  /** @type {NodeJS.Timeout | undefined} */ #retry;
  /** The ping after a resumed log-in: answers to what was sent before come before its own. */ #doubt = "";
  #prefix = `${randomBytes(4).toString("hex")}-`;
  #numbers = 0;
  /** @type {Map<string, { then: (reply: Frame) => void, type: string }>} Replies that no lane waits for. */ #asides = new Map();
  /** @type {Record<import("./pace.js").RateClass, Lane>} */
  #lanes = {
    messages: { queue: [], current: null, until: 0, pace: new Pace() },
    queries: { queue: [], current: null, until: 0, pace: new Pace() },
    commands: { queue: [], current: null, until: 0, pace: new Pace() },
  };

  /**
   * @param {{ url: string, token: string, progress: Progress, quiet: boolean, log: (level: "info" | "warn", text: string) => void }} options
   * @param {LinkEvents} events
   */
  constructor(options, events) {
    this.#options = options;
    this.#events = events;
    this.progress = options.progress;
  }

  get isVirtual() { return this.hello?.clock === "virtual"; }

  /** The server's time in milliseconds. */
  get now() {
    if (!this.hello) return Date.now();
    return this.isVirtual ? this.#time : Math.round(this.#time + performance.now() - this.#timeAt);
  }

  /** Whether nothing is under way but what waits for a frame: an answer to a command is, a timer of a virtual clock is not. */
  get isQuiet() {
    return this.isReady && !this.#doubt && this.#asides.size === 0
      && Object.values(this.#lanes).every((lane) => !lane.current && (lane.queue.length === 0 || this.#waitsForAlarm(lane)));
  }

  /** @param {Lane} lane @returns {boolean} */
  #waitsForAlarm(lane) {
    if (!this.isVirtual) return false;
    if (lane.until > this.now) return this.#alarmAt <= lane.until;
    return lane !== this.#lanes.commands && this.#joins(lane.queue[0]) && this.#waitsForAlarm(this.#lanes.commands);
  }

  /**
   * Whether the room of a command is still to be joined.
   * @param {Waiting} waiting
   */
  #joins({ frame: { room } }) {
    const { current, queue } = this.#lanes.commands;
    return room !== undefined && [current, ...queue].some((other) => other?.frame.type === "join" && other.frame.room === room);
  }

  /** When the server's timer is due. */
  get alarmAt() { return this.#alarmAt; }

  get waiting() { return Object.values(this.#lanes).reduce((sum, lane) => sum + lane.queue.length + (lane.current ? 1 : 0), 0); }

  connect() {
    if (this.#stopped) return;
    const socket = new Socket(this.#options.url, {}, {
      opened: () => { this.#listen(); },
      heard: () => { this.#heardAt = performance.now(); },
      received: (text) => { if (this.#socket === socket) this.#receive(text); },
      closed: (code, reason) => { if (this.#socket === socket) this.#lost(code, reason); },
    });
    this.#socket = socket;
  }

  /** Breaks the connection, as a fault of the network does. */
  cut() {
    this.#socket?.abort();
    this.#socket = null;
    this.#unready();
  }

  /**
   * Ends for good; the session stays to be resumed where it is only cut.
   * @param {boolean} isOrderly
   */
  stop(isOrderly) {
    this.#stopped = true;
    clearTimeout(this.#retry);
    if (isOrderly) this.#socket?.close();
    this.cut();
  }

  /**
   * Sends a command as soon as the limits allow, and again until it is answered.
   * @param {Frame} frame @param {{ retries?: boolean, first?: boolean }} [options]
   * @returns {Promise<any>}
   */
  command(frame, options = {}) {
    const { retries = true, first = false } = options;
    return new Promise((resolve, reject) => {
      const bytes = Buffer.byteLength(JSON.stringify(frame));
      if (bytes > (this.hello?.limits?.frame_bytes ?? Infinity)) {
        return reject(new CommandError({ code: "too_large", message: `The frame has ${bytes} bytes.` }, frame.type));
      }
      const lane = this.#lanes[rateClass(frame.type)];
      const waiting = { frame: { id: this.#nextID(), ...frame }, resolve, reject, retries };
      first ? lane.queue.unshift(waiting) : lane.queue.push(waiting);
      this.#pump(lane);
    });
  }

  /**
   * Asks for `due` at a time of the server's clock.
   * @param {number} time
   */
  wakeAt(time) {
    this.#wake = time;
    this.#setAlarm();
  }

  /** Tells a test that everything was done that the frames until now asked for. */
  report() { this.#write({ type: "ping", id: "quiet", received: this.progress.received }); }

  /**
   * Resolves when the server has told everything that was caused until now.
   * @returns {Promise<void>}
   */
  ping() { return new Promise((resolve) => { this.#aside({ type: "ping" }, () => resolve()); }); }

  /** @param {boolean} keeps */
  keepAlive(keeps) { this.#socket?.keepAlive(keeps); }

  // Replies to an earlier program's commands may still come.
  #nextID() { return `${this.#prefix}${(this.#numbers += 1)}`; }

  /** @param {Frame} frame */
  #write(frame) { this.#socket?.send(JSON.stringify(frame)); }

  #listen() {
    this.#heardAt = performance.now();
    const seconds = () => this.hello?.limits?.heartbeat_seconds ?? 20;
    const isGone = () => this.#pingedAt > this.#heardAt && performance.now() - this.#pingedAt > 800 * seconds();
    const check = () => {
      // A blocked event loop has to read first what came meanwhile.
      if (isGone()) setImmediate(() => { if (isGone()) this.#lost(null, "the server is silent"); });
      else if (this.#pingedAt <= this.#heardAt && performance.now() - this.#heardAt > 800 * seconds()) {
        this.#pingedAt = performance.now();
        this.#socket?.ping();
      }
      this.#heartbeat = setTimeout(check, 100 * seconds());
    };
    clearTimeout(this.#heartbeat);
    this.#heartbeat = setTimeout(check, 200 * seconds());
  }

  #unready() {
    this.isReady = this.#isLogged = false;
    this.#asides.clear();
    this.#doubt = "";
    clearTimeout(this.#heartbeat);
    for (const lane of Object.values(this.#lanes)) {
      clearTimeout(lane.timer);
      lane.pace.underWay = 0;
      if (lane.current) lane.queue.unshift(lane.current);
      lane.current = null;
    }
  }

  /** @param {number | null} code @param {string} reason */
  #lost(code, reason) {
    this.cut();
    const isTransient = code === null || (code >= 4000 && code < 4500) || [1001, 1005, 1006, 1011, 1012, 1013, 1014].includes(code);
    if (!isTransient) return this.#end(`the server closed the connection: ${code} ${reason}`);
    if (code === 4004) this.#delay = Math.max(this.#delay, 5000);
    if (this.#stopped) return;
    this.#options.log("info", `away: ${code ?? ""} ${reason}; connecting again in ${this.#delay} ms`);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.connect(), this.#delay * (0.5 + Math.random() / 2));
    this.#delay = Math.min(2 * this.#delay, 30_000);
  }

  /** @param {string} reason */
  #end(reason) {
    this.stop(false);
    this.#events.ended(new Error(reason));
  }

  /** @param {string} text */
  #receive(text) {
    /** @type {Frame | null} */ let frame = null;
    try { frame = JSON.parse(text); } catch { /* It counts all the same. */ }
    if (typeof frame !== "object" || Array.isArray(frame) || typeof frame?.type !== "string") frame = null;
    if (!this.#isLogged) return frame ? this.#logIn(frame) : undefined;
    // It is not counted, and says nothing to keep.
    if (frame?.type === "typing") return;
    this.progress.received += 1;
    try {
      if (frame) this.#take(frame);
    } catch (fault) {
      // A server, or what stands before it, that breaks the protocol does not end the bot.
      this.#options.log("warn", `ignored ${text.slice(0, 200)}: ${fault}`);
    }
    this.#events.counted(frame);
  }

  /** @param {Frame} frame */
  #logIn(frame) {
    if (frame.type === "hello") {
      this.hello = frame;
      this.#listen(); // by this server's heartbeat
      this.#tell(frame);
      for (const [name, lane] of Object.entries(this.#lanes)) {
        lane.pace.obey(frame.limits?.[`${name}_burst`] ?? 1, frame.limits?.[`${name}_per_second`] ?? 1);
      }
      const { session, received } = this.progress;
      this.#write({ type: "login", id: "login", token: this.#options.token, ...(session ? { resume: { session, received } } : {}) });
    } else if (frame.type === "ready") {
      this.#isLogged = true;
      this.#delay = 100;
      this.user = frame.user;
      this.#alarmAt = Infinity;
      if (frame.resumed) this.#doubt = this.#aside({ type: "ping" }, () => { this.#doubt = ""; this.#pumpAll(); });
      else this.progress = { session: frame.session ?? null, received: 0 };
      const socket = this.#socket;
      this.#events.ready(frame).then(() => {
        if (this.#socket !== socket || !this.#isLogged) return;
        this.isReady = true;
        this.#pumpAll();
        this.#setAlarm();
      });
    } else if (frame.type === "error" && frame.re === "login") {
      if (!transient.includes(frame.code)) return this.#end(`the log-in was refused: ${frame.code}: ${frame.message}`);
      this.#delay = Math.max(this.#delay, frame.retry_after_ms ?? 1000);
      this.#lost(null, frame.message);
    }
  }

  /** @param {Frame} frame */
  #take(frame) {
    if (frame.re === "quiet") return;
    const wasOld = this.#timeIsOld;
    this.#tell(frame);
    const aside = this.#asides.get(frame.re);
    if (aside) {
      this.#asides.delete(frame.re);
      this.#spend(this.#lanes.commands);
      aside.then(frame);
    } else if (frame.re !== undefined) {
      this.#settle(frame);
    } else if (frame.type === "timer" && frame.timer === alarm) {
      this.#alarmAt = Infinity;
      this.#pumpAll();
      this.#events.due();
      this.#setAlarm();
    } else {
      this.#events.frame(frame);
    }
    if (wasOld && !this.#timeIsOld) {
      this.#events.due();
      this.#setAlarm();
    }
  }

  /**
   * Takes the server's time from a frame; a resumed session's frames may have earlier ones.
   * @param {Frame} frame
   */
  #tell({ type, now, at }) {
    const time = Date.parse(now ?? at);
    const isCurrent = type === "hello" || type === "pong";
    if (this.isVirtual ? !(time >= this.#time) : !(isCurrent ? time > 0 : time > this.now)) return;
    [this.#time, this.#timeAt, this.#timeIsOld] = [time, performance.now(), type === "timer" && this.isVirtual];
  }

  /** @param {Lane} lane */
  #spend(lane) {
    lane.pace.underWay = Math.max(0, lane.pace.underWay - 1);
    lane.pace.spend(this.now);
  }

  /** @param {Frame} reply */
  #settle(reply) {
    for (const lane of Object.values(this.#lanes)) {
      const waiting = lane.current ?? lane.queue.find(({ frame }) => frame.id === reply.re);
      if (!waiting || waiting.frame.id !== reply.re) continue;
      if (lane.current) this.#spend(lane);
      else lane.queue.splice(lane.queue.indexOf(waiting), 1); // It was sent before a cut.
      lane.current = null;
      const isRefused = reply.type === "error";
      if (isRefused && (reply.code === "rate_limited" || (waiting.retries && transient.includes(reply.code)))) {
        lane.until = this.now + Math.max(1, reply.retry_after_ms ?? 1000);
        lane.queue.unshift(waiting);
      } else if (isRefused) {
        waiting.reject(new CommandError(/** @type {any} */ (reply), waiting.frame.type));
      } else {
        waiting.resolve(reply);
      }
      // What the reply's receiver sends at once comes first.
      queueMicrotask(() => this.#pumpAll());
    }
  }

  #pumpAll() { for (const lane of Object.values(this.#lanes)) this.#pump(lane); }

  /** @param {Lane} lane */
  #pump(lane) {
    const [first] = lane.queue;
    if (!this.isReady || this.#doubt || lane.current || !first) return;
    const { commands } = this.#lanes;
    if (lane !== commands && this.#joins(first)) return; // The join's reply leads here again.
    const now = this.now;
    // Two commands are kept for the alarm and for the time.
    const wait = Math.max(lane.until - now, lane.pace.wait(now, lane === commands ? 2 : 0));
    if (wait > 0) {
      lane.until = now + wait;
      clearTimeout(lane.timer);
      if (this.isVirtual) this.#setAlarm();
      else lane.timer = setTimeout(() => this.#pump(lane), wait);
      return;
    }
    lane.queue.shift();
    lane.current = first;
    lane.pace.underWay += 1;
    this.#write(first.frame);
  }

  /**
   * Sends a command beside the lanes.
   * @param {Frame} frame
   * @param {(reply: Frame) => void} then
   */
  #aside(frame, then) {
    const id = this.#nextID();
    this.#asides.set(id, { then, type: frame.type });
    this.#lanes.commands.pace.underWay += 1;
    this.#write({ ...frame, id });
    return id;
  }

  /** Has the server tell when the next thing is due: a bot's timer, or on a virtual clock a command that has to wait. */
  #setAlarm() {
    if (!this.isReady) return;
    // What is due already is for whoever asked; the server cannot tell it.
    let due = Math.max(this.#wake, this.now + 1);
    if (this.isVirtual) {
      for (const lane of Object.values(this.#lanes)) if (lane.queue.length > 0 && lane.until > this.now) due = Math.min(due, lane.until);
    }
    const isAsking = [...this.#asides.values()].some(({ type }) => type === "set_timer" || (this.#timeIsOld && type === "ping"));
    if (due >= this.#alarmAt || isAsking) return;
    // In one long step of a virtual clock several timers may have passed: the answer brings `due` and this.
    if (this.#timeIsOld) return void this.#aside({ type: "ping" }, () => {});
    const milliseconds = Math.min(Math.max(1, due - this.now), longestTimer);
    const at = this.now + milliseconds;
    this.#aside({ type: "set_timer", timer: alarm, milliseconds }, (reply) => {
      if (reply.type === "error") return void setTimeout(() => this.#setAlarm(), this.isVirtual ? 50 : reply.retry_after_ms ?? 1000);
      this.#alarmAt = at;
      this.#setAlarm();
    });
  }
}

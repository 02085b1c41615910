import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { CommandError } from "./errors.js";
import { Handling } from "./handling.js";
import { Link } from "./link.js";
import { Message } from "./message.js";
import { rateClass } from "./pace.js";
import { Rooms } from "./rooms.js";
import { State } from "./state.js";

/**
 * @typedef {import("./link.js").Frame} Frame
 * @typedef {import("./handling.js").Entry} Entry
 * @typedef {object} Options
 * @property {string} url
 * @property {string} token
 * @property {string[]} rooms
 * @property {boolean} quiet Whether a test is told when everything is done.
 * @property {boolean} lasts Whether the state outlives the program.
 * @property {(level: "info" | "warn" | "error", text: string) => void} log
 * @typedef {{ due: number, data: any, schedule?: boolean, by?: string }} Timer
 * @typedef {{ due: number, handling: Handling, number: number, settle: (answer: Frame | null) => void }} Question
 */

/** The handling whose code runs. @type {AsyncLocalStorage<Handling>} */
const current = new AsyncLocalStorage();
/** The work beside the handlers whose code runs, with how many of its commands wait. @type {AsyncLocalStorage<{ pending: number }>} */
const beside = new AsyncLocalStorage();
const keyed = ["chat_message", "private_message"];
/** How many answers in a row another bot gets, each within a second of the one before. */
const answersInARow = 32;

/** A bot at work: its inbox, its outbox, its timers and its store, on a link and a state. */
export class Running {
  state; link; rooms; bot; options;
  /** @type {Set<Handling>} */ #handlings = new Set();
  /** @type {Set<{ pending: number }>} */ #spawned = new Set();
  /** @type {Map<string, Handling>} The last one of each lane. */ #lanes = new Map();
  /** @type {Map<string, Promise<any>>} Commands without an answer, by their ids. */ #outbox = new Map();
  /** @type {Map<string, Question>} */ #questions = new Map();
  /** @type {Map<string, { count: number, at: number }>} */ #answers = new Map();
  /** @type {(() => void)[]} Those that wait for the next transaction. */ #keepers = [];
  /** Commands that are not kept yet, and so not sent. */ #posting = 0;
  /** @type {Promise<void>} Events of an earlier program are handled once the bot is logged in. */ #started;
  #start = () => {};
  #wasReady = false; #isStopping = false; #isTicking = false; #isReported = true;
  /** @type {(() => void)[]} */ #idlers = [];
  /** @type {(fault: Error | null) => void} */ #finish = () => {};
  /** @type {Promise<void>} Resolves when the bot was stopped; rejects where it cannot go on. */ ended;

  /** @param {import("./bot.js").Bot} bot @param {Options} options @param {import("./state.js").Disk} disk */
  constructor(bot, options, disk) {
    this.bot = bot;
    this.options = options;
    this.state = new State(disk);
    this.ended = new Promise((resolve, reject) => { this.#finish = (fault) => (fault ? reject(fault) : resolve()); });
    this.ended.catch(() => {});
    this.#started = new Promise((resolve) => { this.#start = resolve; });
    const progress = this.state.get("link", "progress") ?? { session: null, received: 0 };
    this.link = new Link({ url: options.url, token: options.token, quiet: options.quiet, progress, log: options.log }, {
      ready: (frame) => this.#ready(frame),
      frame: (frame) => this.#hear(frame),
      counted: (frame) => {
        if (frame?.re !== "quiet") this.#isReported = false;
        this.state.set("link", "progress", { ...this.link.progress });
        this.tick();
      },
      due: () => this.#due(),
      ended: (fault) => this.#over(fault),
    });
    this.rooms = new Rooms(this);
    // What was under way when the last program ended.
    for (const frame of this.state.section("outbox").values()) this.#post(frame);
    for (const [id, entry] of this.state.section("inbox")) this.#dispatch(id, entry);
    this.link.connect();
  }

  /** Who the bot is, once it is logged in. */
  get user() { return this.link.user; }

  /** Whether nothing is under way: everything that came was handled, and what waits does so for a frame. */
  get isIdle() {
    return !this.#isTicking && this.#posting === 0 && this.state.isClean && this.link.isQuiet && !this.rooms.isCatchingUp
      && ![...this.#handlings].some(({ isAtWork }) => isAtWork) && [...this.#spawned].every(({ pending }) => pending > 0);
  }

  /**
   * Resolves when nothing is under way.
   * @returns {Promise<void>}
   */
  idle() { return this.isIdle ? Promise.resolve() : new Promise((resolve) => { this.#idlers.push(resolve); }); }

  /** When the next timer, question or look for a room is due. */
  get nextDue() {
    return Math.min(
      this.rooms.nextLook, ...[...this.state.section("timers").values()].map(({ due }) => due), ...[...this.#questions.values()].map(({ due }) => due));
  }

  // Coming and going

  /** @param {Frame} frame @returns {Promise<void>} */
  #ready(frame) {
    const isFirst = !this.#wasReady;
    this.#wasReady = true;
    this.#start();
    this.#isReported = false;
    this.options.log("info", `logged in as ${frame.user}${frame.resumed ? ", the session goes on" : ""}`);
    this.state.set("link", "progress", { ...this.link.progress });
    if (this.state.get("link", "began") === undefined) this.state.set("link", "began", this.link.now);
    this.#setSchedules();
    this.rooms.begin(frame.resumed === true, isFirst);
    if (isFirst || !frame.resumed) this.#hearEvent(frame);
    this.#due();
    this.tick();
    // Whoever is killed from now on takes this session up again.
    return this.state.flush().catch(() => {});
  }

  /**
   * Ends: handlers under way and what waits to be sent get a while.
   * @param {number} patienceMs
   */
  async stop(patienceMs = 5000) {
    if (this.#isStopping) return this.ended;
    this.#isStopping = true;
    const until = performance.now() + patienceMs;
    const isBusy = () => [...this.#handlings].some(({ isRunning, isWaiting }) => isRunning && !isWaiting) || this.#spawned.size + this.#outbox.size > 0;
    while (performance.now() < until && this.link.isReady && isBusy()) await new Promise((resolve) => setTimeout(resolve, 10));
    // What comes from now on waits for the next program.
    await this.state.flush();
    this.link.stop(!this.options.lasts);
    this.#over(null);
  }

  /** Ends as a killed program does. */
  kill() {
    this.#isStopping = true;
    this.link.stop(false);
    this.state.close();
    this.#finish(null);
  }

  /** @param {Error | null} fault */
  async #over(fault) {
    this.#isStopping = true;
    this.link.stop(false);
    await this.state.flush().catch(() => {});
    this.state.close();
    this.#finish(fault);
  }

  /** Keeps what changed, has the server tell when the next thing is due, and tells a test when all is done; once for many calls. */
  tick() {
    if (this.#isTicking) return;
    this.#isTicking = true;
    setImmediate(async () => {
      try {
        if (this.nextDue <= this.link.now) this.#due();
        const keepers = this.#keepers.splice(0);
        this.link.wakeAt(this.nextDue);
        await this.state.flush();
        for (const resolve of keepers) resolve();
      } catch (fault) {
        return this.#over(new Error(`the state cannot be written: ${fault}`));
      } finally {
        this.#isTicking = false;
      }
      // Somebody else may have written what a keeper waits for.
      if (!this.state.isClean || this.#keepers.length > 0) return this.tick();
      if (!this.isIdle) return;
      if (this.options.quiet && !this.#isReported) this.link.report();
      this.#isReported = true;
      for (const resolve of this.#idlers.splice(0)) resolve();
    });
  }

  /** Resolves when there is room for more events. */
  async room() { while (this.#handlings.size > 500) await new Promise((resolve) => setTimeout(resolve, 20)); }

  // Events

  /** @param {Frame} frame */
  #hear(frame) {
    if ((frame.type === "chat_message" || frame.type === "private_message") && !this.rooms.takes(frame)) return;
    this.rooms.hear(frame);
    this.#hearEvent(frame);
  }

  /** @param {Frame} frame */
  #hearEvent(frame) {
    if (!this.bot.handlers.has(frame.type)) return;
    const { session, received } = this.link.progress;
    this.#add({ kind: "event", key: ["event", session ?? "", received, ""], lane: frame.room ? `#${frame.room}` : "", frame, steps: {} });
  }

  /**
   * Takes a new message of a conversation, live or from its history.
   * @param {Frame} frame
   * @param {string} place
   */
  hearMessage(frame, place) {
    if (frame.user === this.user || frame.deleted === true || (frame.bot === true && !this.bot.hearsBots)) return;
    const question = this.#questions.get(`${place} ${frame.user}`);
    if (question) {
      question.settle(frame);
      return;
    }
    if (this.bot.messageHandlers.length === 0 && this.bot.table.all.length === 0) return;
    this.#add({ kind: "message", key: ["message", place, frame.seq, frame.at], lane: place, frame, steps: {} });
  }

  /** @param {Entry} entry */
  #add(entry) {
    const number = (this.state.get("link", "events") ?? 0) + 1;
    this.state.set("link", "events", number);
    this.state.set("inbox", `${number}`, entry);
    this.#dispatch(`${number}`, entry);
    this.tick();
  }

  /** @param {string} id @param {Entry} entry */
  async #dispatch(id, entry) {
    const before = this.#lanes.get(entry.lane) ?? null;
    const handling = new Handling(id, entry, before);
    this.#handlings.add(handling);
    this.#lanes.set(entry.lane, handling);
    await (before ? before.released : this.#started);
    handling.before = null;
    await this.#handle(handling);
    this.#handlings.delete(handling);
    handling.release();
    if (this.#lanes.get(entry.lane) === handling) this.#lanes.delete(entry.lane);
  }

  /** @param {Handling} handling */
  async #handle(handling) {
    // A program that is to end leaves the event in the inbox of the next one.
    if (this.#isStopping) return;
    handling.isRunning = true;
    try {
      await current.run(handling, () => this.bot.handle(handling, this));
      for (const [key, { after }] of handling.writes) this.state.keep("store", key, after);
    } catch (fault) {
      for (const [key, { before, after }] of handling.writes) if (this.state.get("store", key) === after) this.state.put("store", key, before);
      if (this.#isStopping) return;
      this.options.log("error", `a handler failed on ${JSON.stringify(handling.entry.frame)}: ${fault instanceof Error ? fault.stack : fault}`);
    }
    handling.isOver = true;
    this.state.set("inbox", handling.id);
    this.tick();
  }

  /** @param {() => any} run */
  async spawn(run) {
    const work = { pending: 0 };
    this.#spawned.add(work);
    try {
      await current.exit(() => beside.run(work, run));
    } catch (fault) {
      if (!this.#isStopping) this.options.log("error", `work beside the handlers failed: ${fault instanceof Error ? fault.stack : fault}`);
    }
    this.#spawned.delete(work);
    this.tick();
  }

  // Commands

  /**
   * Gives a command of the protocol. What a handler sends has a key that is made of its event, and is sent again by the next program
   * where this one is killed.
   * @param {Frame} frame @param {Handling | undefined} [handling] @returns {Promise<any>}
   */
  command(frame, handling = current.getStore()) {
    const number = handling ? handling.count++ : 0;
    const step = handling?.entry.steps[number];
    if (step) return step.error ? Promise.reject(new CommandError(step.error, frame.type)) : Promise.resolve(step.reply);
    const id = handling ? handling.key(number) : randomUUID();
    const sent = { ...frame, ...(keyed.includes(frame.type) && frame.key === undefined ? { key: id } : {}), id };
    if (handling && this.#isLoop(handling, frame)) return Promise.reject(new Error("it would be a loop of two bots"));
    const known = this.#outbox.get(id);
    const isQuery = rateClass(frame.type) === "queries" || frame.type === "ping";
    if (!known && !isQuery) this.state.set("outbox", id, sent);
    const reply = (known ?? (isQuery ? this.link.command(sent) : this.#post(sent))).then((answer) => {
      if (handling && !isQuery) this.#step(handling, number, { reply: answer });
      return answer;
    }, (fault) => {
      if (handling && fault instanceof CommandError) {
        const { code, message, field, retryAfterMs } = fault;
        this.#step(handling, number, { error: { code, message, field, retry_after_ms: retryAfterMs } });
        // Another instance of the bot has answered already, in other words.
        if (code === "key_reused" && frame.key === undefined) return { type: "ack", room: frame.room, seq: 0, at: "", duplicate: true };
      }
      throw fault;
    });
    const work = beside.getStore() ?? handling;
    if (work) {
      work.pending += 1;
      reply.then(() => {}, () => {}).then(() => { work.pending -= 1; });
    }
    // Who does not wait for the reply does not end the program by a refusal.
    reply.catch((fault) => this.options.log("warn", `${fault.message}: ${JSON.stringify(frame)}`));
    this.tick();
    return reply;
  }

  /**
   * Sends what the state keeps until it is answered.
   * @param {Frame} frame
   * @returns {Promise<any>}
   */
  #post(frame) {
    this.tick();
    this.#posting += 1;
    const kept = new Promise((resolve) => { this.#keepers.push(() => resolve(undefined)); });
    const reply = kept.then(() => {
      this.#posting -= 1;
      return this.link.command(frame, { retries: keyed.includes(frame.type) });
    }).then((answer) => {
      this.rooms.answered(frame, answer);
      return answer;
    }).finally(() => {
      this.#outbox.delete(frame.id);
      this.state.set("outbox", frame.id);
    });
    this.#outbox.set(frame.id, reply);
    reply.catch(() => {});
    return reply;
  }

  /** @param {Handling} handling @param {number} number @param {any} step */
  #step(handling, number, step) {
    if (handling.isOver) return;
    handling.entry.steps[number] = step;
    this.state.set("inbox", handling.id, handling.entry);
  }

  /** @param {Handling} handling @param {Frame} frame */
  #isLoop({ entry }, frame) {
    if (entry.kind !== "message" || entry.frame.bot !== true || rateClass(frame.type) !== "messages") return false;
    const now = this.link.now;
    const run = this.#answers.get(entry.frame.user);
    const count = run && now < run.at + 1000 ? run.count + 1 : 1;
    if (this.#answers.size > 1000) this.#answers.clear();
    this.#answers.set(entry.frame.user, { count, at: now });
    return count > answersInARow;
  }

  // Questions

  /** @param {Message} message @param {Handling} handling @param {number} patience @returns {Promise<Frame | null>} */
  answer(message, handling, patience) {
    const number = handling.count++;
    const step = handling.entry.steps[number];
    if (step && "answer" in step) return Promise.resolve(step.answer);
    const due = step?.due ?? this.link.now + patience;
    this.#step(handling, number, { due });
    const key = `${handling.entry.lane} ${message.user}`;
    this.#questions.get(key)?.settle(null);
    handling.pending += 1;
    handling.isWaiting = true;
    handling.release();
    this.tick();
    return new Promise((resolve) => {
      const settle = (/** @type {Frame | null} */ answer) => {
        this.#questions.delete(key);
        handling.pending -= 1;
        handling.isWaiting = false;
        this.#step(handling, number, { answer });
        this.tick();
        resolve(answer);
      };
      this.#questions.set(key, { due, handling, number, settle });
    });
  }

  // Timers

  #setSchedules() {
    const timers = this.state.section("timers");
    for (const [name, { schedule }] of timers) if (schedule && !this.bot.schedules.has(name)) this.state.set("timers", name);
    for (const [name, { schedule }] of this.bot.schedules) {
      if (!timers.has(name)) this.state.set("timers", name, { due: schedule.next(this.link.now), schedule: true });
    }
  }

  /** @param {string} name @param {number} due @param {any} data */
  setTimer(name, due, data) {
    // A name can be due at the same time once more: what is then sent is another event's.
    const by = current.getStore()?.key(-1);
    this.state.set("timers", name, { due, ...(data === undefined ? {} : { data }), ...(by ? { by } : {}) });
    this.tick();
  }

  /** @param {string} name */
  cancelTimer(name) {
    this.state.set("timers", name);
    this.tick();
  }

  #due() {
    if (this.#isStopping || !this.#wasReady) return;
    const now = this.link.now;
    for (const [, question] of this.#questions) if (question.due <= now) question.settle(null);
    const due = [...this.state.section("timers")].filter(([, timer]) => timer.due <= now).sort(([, a], [, b]) => a.due - b.due);
    for (const [name, timer] of due) {
      // What was missed while the bot was away comes once.
      const next = timer.schedule && this.bot.schedules.get(name)?.schedule.next(Math.max(now, timer.due));
      this.state.set("timers", name, next ? { ...timer, due: next } : undefined);
      const at = new Date(timer.due).toISOString();
      const frame = { type: "timer", timer: name, now: at, data: timer.data };
      this.#add({ kind: "timer", key: ["timer", name, at, timer.by ?? 0], lane: `timer ${name}`, frame, steps: {} });
    }
    this.rooms.look(now);
    this.tick();
  }

  // The store

  /** @param {string} key @returns {string | undefined} */
  load(key) { return this.state.get("store", key); }

  /**
   * A handler's values are kept when it has ended, together with that.
   * @param {string} key
   * @param {string | undefined} after
   */
  save(key, after) {
    const handling = current.getStore();
    if (handling && !handling.isOver) {
      handling.writes.set(key, { before: (handling.writes.get(key) ?? { before: this.load(key) }).before, after });
      return this.state.put("store", key, after);
    }
    this.state.set("store", key, after);
    this.tick();
  }

  /**
   * Does something to the store once for each event, also where it is handled again.
   * @template T
   * @param {() => T} work
   * @returns {T}
   */
  once(work) {
    const handling = current.getStore();
    if (!handling || handling.isOver) return work();
    const number = handling.count++;
    const step = handling.entry.steps[number];
    if (step) return step.result;
    const earlier = handling.writes;
    handling.writes = new Map();
    const result = work();
    for (const [key, { after }] of handling.writes) this.state.keep("store", key, after);
    handling.writes = earlier;
    this.#step(handling, number, { result });
    this.tick();
    return result;
  }

  /** @param {string} user @param {string} room */
  roleOf(user, room) { return this.rooms.roleOf(user, room); }
}

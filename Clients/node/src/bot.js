import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CommandTable } from "./commands.js";
import { Message } from "./message.js";
import { Running } from "./running.js";
import { daily, every } from "./schedule.js";
import { FolderDisk, MemoryDisk } from "./state.js";

/**
 * @typedef {import("./protocol.js").Commands} Commands
 * @typedef {import("./protocol.js").Events} Events
 * @typedef {import("./commands.js").CommandOptions} CommandOptions
 * @typedef {{ name: string, due: Date, data: any }} Timer
 * @typedef {string | null | undefined | void | object} Answer A text is the answer; anything else is none.
 */
/** @template T @typedef {import("./commands.js").Parameter<T>} Parameter */

/**
 * A bot: what it does with messages, commands, timers and other events.
 *
 * Handlers of one conversation run in order, those of others beside each other. A handler that throws is logged, and the bot goes on.
 */
export class Bot {
  table = new CommandTable();
  /** @type {((message: Message) => Answer | Promise<Answer>)[]} */ messageHandlers = [];
  /** @type {Map<string, ((event: any) => any)[]>} */ handlers = new Map();
  /** @type {Map<string, { schedule: import("./schedule.js").Schedule, run: (timer: Timer) => any }>} */ schedules = new Map();
  /** @type {Map<string, (timer: Timer) => any>} */ #timers = new Map();
  /** @type {Running | null} */ #running = null;

  /** @param {{ hearsBots?: boolean }} [options] Whether messages of other bots are handled too. */
  constructor(options = {}) {
    this.hearsBots = options.hearsBots ?? false;
    this.store = new Store(() => this.running);
  }

  // What the bot does

  /**
   * Messages of people that are no command, in rooms and in private; a text that is returned is the answer.
   * @param {(message: Message) => Answer | Promise<Answer>} handler
   */
  onMessage(handler) { this.messageHandlers.push(handler); }

  /**
   * Any event of the protocol by its type, as its frame; one that a server of a later version has, too.
   * @template {keyof Events | (string & {})} T @param {T} type
   * @param {(event: T extends keyof Events ? Events[T] : Record<string, any>) => any} handler
   */
  on(type, handler) { this.handlers.set(type, [...(this.handlers.get(type) ?? []), handler]); }

  /**
   * A command `!name` with arguments that are read before it runs. A text that it returns is the answer, a `Refusal` that it throws too.
   * @template {Parameter<any>[]} P
   * @param {string} name One word, or several, in small letters. @param {CommandOptions} options @param {[...P]} parameters
   * @param {(message: Message, ...values: { [K in keyof P]: P[K] extends Parameter<infer T> ? T : never }) => Answer | Promise<Answer>} run
   */
  command(name, options, parameters, run) { this.table.add(name, options, parameters, /** @type {any} */ (run)); }

  /**
   * Timers whose name is this, or has it as the first word, as in `tea alice`.
   * @param {string} name
   * @param {(timer: Timer) => any} handler
   */
  timer(name, handler) { this.#timers.set(name, handler); }

  /**
   * Each day, or each of some days of the week, at a time in a time zone.
   * @param {string} at `09:30`
   * @param {{ tz?: string, days?: string }} options `days` as in `mon-fri`
   * @param {(timer: Timer) => any} run
   */
  daily(at, { tz = "UTC", days = "" }, run) { this.schedules.set(`daily ${at} ${tz} ${days}`.trim(), { schedule: daily(at, tz, days), run }); }

  /**
   * Again and again after so many seconds, counted from 1970.
   * @param {number} seconds
   * @param {(timer: Timer) => any} run
   */
  every(seconds, run) { this.schedules.set(`every ${seconds} s`, { schedule: every(seconds * 1000), run }); }

  // What it says and asks for

  /**
   * Says something in a room.
   * @param {string} room
   * @param {string} message
   * @param {Partial<Commands["chat_message"]["fields"]> & Record<string, unknown>} [fields]
   * @returns {Promise<Commands["chat_message"]["reply"]>}
   */
  send(room, message, fields = {}) { return this.running.command({ ...fields, type: "chat_message", room, message }); }

  /**
   * Says something to a user alone.
   * @param {string} to
   * @param {string} message
   * @param {Partial<Commands["private_message"]["fields"]> & Record<string, unknown>} [fields]
   * @returns {Promise<Commands["private_message"]["reply"]>}
   */
  whisper(to, message, fields = {}) { return this.running.command({ ...fields, type: "private_message", to, message }); }

  /**
   * Gives any command of the protocol; the promise is its reply, or fails with a `CommandError`.
   * @template {keyof Commands} T @param {T} type @param {Commands[T]["fields"]} fields @returns {Promise<Commands[T]["reply"]>}
   */
  ask(type, fields) { return this.running.command({ .../** @type {any} */ (fields), type }); }

  /**
   * Sets a timer in place of one of the same name. It survives restarts; one that fell due meanwhile comes at once.
   * @param {string} name @param {{ after: number, data?: unknown } | { at: Date, data?: unknown }} when `after` in seconds
   */
  setTimer(name, when) { this.running.setTimer(name, "at" in when ? when.at.getTime() : this.running.link.now + when.after * 1000, when.data); }

  /** @param {string} name */
  cancelTimer(name) { this.running.cancelTimer(name); }

  /**
   * Does something to the store once for an event, even where a kill has the event handled again.
   * @template T
   * @param {() => T} work
   * @returns {T}
   */
  once(work) { return this.running.once(work); }

  /**
   * Does something that no event waits for and that is not done again after a kill; what it throws is logged. The test kit and `certify`
   * wait for it, and not for other work that a handler does not await.
   * @param {() => any} work
   */
  spawn(work) { void this.running.spawn(work); }

  /** The server's time. */
  get now() { return new Date(this.running.link.now); }

  /** The rooms that the bot was told to be in. */
  get rooms() { return this.running.options.rooms; }

  /** The name of the bot's account. */
  get user() { return this.running.user; }

  // Life

  /** Runs the bot until SIGTERM or SIGINT, as the environment says: VERBATIM_URL, VERBATIM_TOKEN, VERBATIM_NAME, VERBATIM_ROOMS, VERBATIM_STATE. */
  async run() {
    const { VERBATIM_URL: url, VERBATIM_TOKEN: token, VERBATIM_NAME: name = "bot", VERBATIM_ROOMS = "", VERBATIM_STATE: folder, VERBATIM_QUIET } = process.env;
    const fail = (/** @type {unknown} */ fault) => {
      console.error(`${name}: ${fault instanceof Error ? fault.message : fault}`);
      process.exit(1);
    };
    if (!url || !token) return fail("VERBATIM_URL and VERBATIM_TOKEN have to say where the server is and who the bot is");
    const stop = () => { this.stop(); };
    process.on("SIGTERM", stop).on("SIGINT", stop);
    try {
      await this.start({
        url, token, rooms: VERBATIM_ROOMS.split(",").filter(Boolean), quiet: VERBATIM_QUIET === "1", lasts: Boolean(folder),
        log: (level, text) => console.error(`${name}: ${level}: ${text}`),
      }, folder ? new FolderDisk(folder, name) : new MemoryDisk()).ended;
    } catch (fault) {
      return fail(fault);
    }
    process.exit(0);
  }

  /** @param {import("./running.js").Options} options @param {import("./state.js").Disk} [disk] */
  start(options, disk = new MemoryDisk()) { return (this.#running = new Running(this, options, disk)); }

  /** Ends in order: what is under way is done, and what waits is sent. */
  async stop() { await this.#running?.stop(); }

  /** @internal */
  get running() {
    if (!this.#running) throw new Error("the bot does not run yet: do this in a handler, or after run()");
    return this.#running;
  }

  /** @internal @param {import("./handling.js").Handling} handling @param {Running} running */
  async handle(handling, running) {
    const { kind, frame } = handling.entry;
    if (kind === "event") {
      for (const handler of this.handlers.get(frame.type) ?? []) await handler(frame);
    } else if (kind === "timer") {
      const run = this.schedules.get(frame.timer)?.run ?? this.#timers.get(frame.timer) ?? this.#timers.get(frame.timer.split(" ")[0]);
      await run?.({ name: frame.timer, due: new Date(frame.now), data: frame.data });
    } else {
      await this.#handleMessage(new Message(frame, running, handling), running);
    }
  }

  /** @param {Message} message @param {Running} running */
  async #handleMessage(message, running) {
    const answer = async (/** @type {unknown} */ text) => { if (typeof text === "string" && text !== "") await message.reply(text); };
    const found = message.bot ? null : this.table.find(message.text);
    if (found) return answer(await this.table.run(...found, message, { role: message.role, now: running.link.now, user: running.user }));
    const otherwise = message.bot ? null : this.table.otherwise(message);
    if (otherwise !== null) return answer(otherwise);
    for (const handler of this.messageHandlers) await answer(await handler(message));
  }
}

/**
 * Runs the bot of a module that is the program, and not imported by a test.
 * @param {string} url Its `import.meta.url`.
 * @param {() => Bot} make
 */
export function main(url, make) {
  if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(url))) make().run();
}

/** Values by key that outlive the program: what JSON can hold. What a handler sets is kept when it has ended, and taken back where it throws. */
export class Store {
  #running;
  /** @param {() => Running} running */
  constructor(running) { this.#running = running; }

  /** @param {string} key @returns {any} */
  get(key, /** @type {any} */ otherwise = undefined) {
    const text = this.#running().load(key);
    return text === undefined ? otherwise : JSON.parse(text);
  }

  /** @param {string} key @param {unknown} value */
  set(key, value) { this.#running().save(key, JSON.stringify(value)); }

  /** @param {string} key */
  delete(key) { this.#running().save(key, undefined); }

  /** @param {string} key */
  has(key) { return this.#running().load(key) !== undefined; }

  /**
   * All keys that begin with a text, and their values, in the order in which they were set first.
   * @param {string} [prefix]
   * @returns {[string, any][]}
   */
  entries(prefix = "") {
    return [...this.#running().state.section("store")].filter(([key]) => key.startsWith(prefix)).map(([key, text]) => [key, JSON.parse(text)]);
  }
}

import { AssertionError } from "node:assert";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { durationOf } from "./commands.js";
import { CommandError } from "./errors.js";
import { Socket } from "./socket.js";
import { MemoryDisk } from "./state.js";

/**
 * @typedef {import("./bot.js").Bot} Bot
 * @typedef {import("./link.js").Frame} Frame
 * @typedef {string | RegExp | ((text: string) => boolean)} Expected
 * @typedef {{ kind: string, text: string, replyTo?: number }} Said What a bot said or did; the kind is empty for a message.
 * @typedef {{ name: string, make: () => Bot, rooms: string[], token: string, disk: MemoryDisk, running: import("./running.js").Running, isCut: boolean }} Player
 */

const start = Date.parse("2026-01-01T00:00:00.000Z");
/** In real time: how long a bot may take for an answer. */
const patienceMs = 10_000;

/** A user's or the operator's connection. */
class Client {
  #socket; #numbers = 0;
  /** @type {Map<string, (frame: Frame) => void>} */ #replies = new Map();
  /** @type {Promise<void>} */ opened;

  /** @param {string} url @param {Record<string, string>} headers @param {(frame: Frame) => void} hear */
  constructor(url, headers, hear) {
    let open = () => {};
    let fail = (/** @type {Error} */ _) => {};
    this.opened = new Promise((resolve, reject) => { [open, fail] = [resolve, reject]; });
    this.#socket = new Socket(url, { headers }, {
      opened: () => {},
      heard: () => {},
      closed: (code, reason) => fail(new Error(`${code ?? ""} ${reason}`)),
      received: (text) => {
        const frame = JSON.parse(text);
        if (frame.type === "hello") open();
        const reply = this.#replies.get(frame.re);
        this.#replies.delete(frame.re);
        reply ? reply(frame) : hear(frame);
      },
    });
  }

  /** @param {string} type @param {Record<string, unknown>} [fields] @returns {Promise<any>} */
  ask(type, fields = {}) {
    const id = `${(this.#numbers += 1)}`;
    this.#socket.send(JSON.stringify({ ...fields, type, id }));
    return new Promise((resolve, reject) => {
      this.#replies.set(id, (frame) => (frame.type === "error" ? reject(new CommandError(/** @type {any} */ (frame), type)) : resolve(frame)));
    });
  }

  close() { this.#socket.abort(); }

  /** @param {boolean} keeps */
  keepAlive(keeps) { this.#socket.keepAlive(keeps); }
}

/** A server with a virtual clock, which the conversations of a process share, one after the other. */
class Server {
  /** @type {Promise<Server> | null} */ static #shared = null;
  static shared() { return (this.#shared ??= Server.#start()); }

  /** @type {Client | null} */ operator = null;
  /** @type {(frame: Frame) => void} */ hear = () => {};

  /** @param {string} url @param {string} token */
  constructor(url, token) {
    this.url = url;
    this.token = token;
  }

  static async #start() {
    const folder = mkdtempSync(join(tmpdir(), "verbatim-"));
    const token = randomBytes(32).toString("hex");
    writeFileSync(join(folder, "token"), token, { mode: 0o600 });
    const program = process.env.VERBATIM ?? "verbatim";
    const server = spawn(program, [
      "serve", "--port", "0", "--database", ":memory:", "--clock", "virtual", "--admin-token-file", join(folder, "token"),
    ], { stdio: ["ignore", "pipe", "pipe"] });
    process.on("exit", () => { server.kill("SIGKILL"); rmSync(folder, { recursive: true, force: true }); });
    let said = "";
    const url = await new Promise((resolve, reject) => {
      const hear = (/** @type {Buffer} */ data) => {
        said += data;
        const found = /ws:\/\/[^ ]*\/ws/u.exec(said)?.[0];
        if (found) resolve(found);
      };
      server.stdout.on("data", hear);
      server.stderr.on("data", hear);
      server.on("error", (fault) => reject(new Error(`${program} cannot be started (${fault.message}); VERBATIM says where it is`)));
      server.on("exit", (code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
    });
    // A process whose tests are over does not wait for it.
    server.unref();
    /** @type {any} */ (server.stdout).unref();
    /** @type {any} */ (server.stderr).unref();
    return new Server(/** @type {string} */ (url), token);
  }

  /**
   * Begins anew for a conversation, which gets what the operator hears.
   * @param {(frame: Frame) => void} hear
   */
  async begin(hear) {
    this.hear = hear;
    this.operator ??= new Client(this.url, { Authorization: `Bearer ${this.token}` }, (frame) => this.hear(frame));
    await this.operator.opened;
    this.operator.keepAlive(true);
    // Commands cost nothing, so that the kit's own leave the bot's pace as it is.
    await this.operator.ask("reset", { limits: { commands_burst: 1_000_000, commands_per_second: 1_000_000 } });
    return this.operator;
  }
}

/** @type {Promise<void>} */
let before = Promise.resolve();

/**
 * A conversation with a bot on a real server, in virtual time. When `say` returns all its effects have happened, so that `expectNothing` is
 * exact. At the end everything that the bot said must have been expected.
 * @param {() => Bot} make Makes the bot: once, and again for each `restart`.
 * @param {(chat: Chat) => Promise<void>} body
 * @param {{ name?: string, rooms?: string[], owner?: string }} [options] The bot's name, its rooms, and who owns them if not the bot.
 */
export async function conversation(make, body, options = {}) {
  const { name = "bot", rooms = ["lobby"], owner } = options;
  const earlier = before;
  let done = () => {};
  before = new Promise((resolve) => { done = resolve; });
  await earlier;
  /** @type {Chat | null} */ let chat = null;
  try {
    chat = new Chat(await Server.shared(), rooms[0]);
    await chat.begin(make, name, rooms, owner);
    await body(chat);
    await chat.end();
  } finally {
    chat?.close();
    done();
  }
}

/** @param {string} place `#room` or `@user` */
function where(place) { return place.startsWith("#") ? `in ${place.slice(1)}` : `to ${place.slice(1)} alone`; }

/** A conversation in progress; people and rooms are made on first use. */
export class Chat {
  #server; #room; #now = start;
  /** @type {Map<string, Client>} */ #people = new Map();
  /** @type {Set<string>} */ #watched = new Set();
  /** @type {Set<string>} */ #joined = new Set();
  /** @type {Player[]} */ #players = [];
  /** What bots said and nobody expected yet, by `#room` and `@user`. @type {Map<string, Said[]>} */ #said = new Map();
  /** @type {string[]} */ #problems = [];
  /** @type {string[]} */ #lines = [];

  /** @param {Server} server @param {string} room */
  constructor(server, room) {
    this.#server = server;
    this.#room = room;
  }

  /** @internal @param {() => Bot} make @param {string} name @param {string[]} rooms @param {string | undefined} owner */
  async begin(make, name, rooms, owner) {
    await this.#server.begin((frame) => this.#hear(frame, `#${frame.room}`));
    for (const room of owner ? rooms : []) await this.join(/** @type {string} */ (owner), room);
    await this.add(make, { name, rooms });
  }

  /**
   * Adds a bot.
   * @param {() => Bot} make
   * @param {{ name: string, rooms?: string[] }} options
   */
  async add(make, { name, rooms = [this.#room] }) {
    const { token } = await this.#operator.ask("provision", { user: name, bot: true });
    const player = /** @type {Player} */ ({ name, make, rooms, token, disk: new MemoryDisk(), isCut: false });
    this.#players.push(player);
    await this.#run(player);
    for (const room of rooms) await this.#watch(room);
  }

  /** @param {Player} player */
  async #run(player) {
    this.#note(`${player.name} connects`);
    const { url } = this.#server;
    player.isCut = false;
    player.running = player.make().start({
      url, token: player.token, rooms: player.rooms, quiet: false, lasts: true,
      log: (level, text) => {
        if (level === "error") this.#problems.push(text);
        if (level !== "info") this.#note(`${player.name} logs: ${text}`);
      },
    }, player.disk);
    await this.settle();
  }

  // What people do

  /** @param {string} text @param {{ by?: string, in?: string }} [options] */
  async say(text, options = {}) {
    const { by = "alice", in: room = this.#room } = options;
    await this.join(by, room);
    this.#note(`${by} in ${room}: ${JSON.stringify(text)}`);
    await (await this.#person(by)).ask("chat_message", { room, message: text });
    await this.settle();
  }

  /** @param {string} text @param {{ by?: string, to?: string }} [options] */
  async whisper(text, options = {}) {
    const { by = "alice", to = this.#players[0].name } = options;
    const person = await this.#person(by);
    this.#note(`${by} to ${to} alone: ${JSON.stringify(text)}`);
    await person.ask("private_message", { to, message: text });
    await this.settle();
  }

  /**
   * A user joins a room, once.
   * @param {string} user
   * @param {string} [room]
   */
  async join(user, room = this.#room) {
    const person = await this.#person(user);
    if (this.#joined.has(`${user} ${room}`)) return;
    this.#joined.add(`${user} ${room}`);
    this.#note(`${user} joins ${room}`);
    await person.ask("join", { room });
    await this.#watch(room);
    await this.settle();
  }

  /** @param {string} user @param {string} [room] */
  async leave(user, room = this.#room) {
    this.#joined.delete(`${user} ${room}`);
    this.#note(`${user} leaves ${room}`);
    await (await this.#person(user)).ask("leave", { room });
    await this.settle();
  }

  /**
   * A user types a line, such as `/mod bot`.
   * @param {string} line
   * @param {{ by?: string, in?: string }} [options]
   * @returns {Promise<any>}
   */
  async type(line, options = {}) {
    const { by = "alice", in: room = this.#room } = options;
    this.#note(`${by} in ${room} types ${line}`);
    const reply = await (await this.#person(by)).ask("line", { room, line });
    await this.settle();
    return reply;
  }

  /**
   * A user gives any command of the protocol.
   * @param {string} type
   * @param {Record<string, unknown>} fields
   * @param {{ by?: string }} [options]
   * @returns {Promise<any>} The reply.
   */
  async send(type, fields, options = {}) {
    const { by = "alice" } = options;
    this.#note(`${by}: ${type} ${JSON.stringify(fields)}`);
    const reply = await (await this.#person(by)).ask(type, fields);
    await this.settle();
    return reply;
  }

  /**
   * An operator deletes a room.
   * @param {string} [room]
   */
  async deleteRoom(room = this.#room) {
    this.#note(`${room} is deleted`);
    await this.#operator.ask("administer", { request: { do: "delete_room", room } });
    for (const name of this.#people.keys()) this.#joined.delete(`${name} ${room}`);
    this.#watched.delete(room);
    await this.settle();
  }

  /** A second instance of a bot runs beside it, with what it keeps of its own. */
  async twin(name = this.#players[0].name) {
    const twin = { ...this.#player(name), disk: new MemoryDisk() };
    this.#players.push(twin);
    await this.#run(twin);
  }

  // What is expected

  /**
   * The bot's next message in a room, where `replyTo` says so as a reply to that one.
   * @param {Expected} expected
   * @param {{ in?: string, replyTo?: number }} [options]
   */
  async expect(expected, options = {}) { this.#expect("", expected, this.#place(options), options.replyTo); }

  /**
   * The bot's next message to a user alone.
   * @param {Expected} expected
   * @param {{ to?: string, replyTo?: number }} [options]
   */
  async expectWhisper(expected, options = {}) { this.#expect("", expected, `@${options.to ?? "alice"}`, options.replyTo); }

  /**
   * The next text that the bot gives a message of its own, in a room or in its private conversation with a user.
   * @param {Expected} expected
   * @param {{ in?: string, with?: string }} [options]
   */
  async expectEdit(expected, options = {}) { this.#expect("edited: ", expected, this.#place(options)); }

  /**
   * The next that the bot does is to give this reaction to the message of a number.
   * @param {string} reaction
   * @param {{ to: number, in?: string, with?: string }} options
   */
  async expectReaction(reaction, options) { this.#expect(`reaction to ${options.to}: `, reaction, this.#place(options)); }

  /** Nothing was said that was not expected. */
  async expectNothing() {
    for (const [place, [came]] of this.#said) {
      if (came) this.#fail(`the bot said something ${where(place)}`, "nothing", came);
    }
  }

  /**
   * A handler failed, with this in the log.
   * @param {RegExp} expected
   */
  async expectProblem(expected) {
    const [problem] = this.#problems;
    if (problem === undefined || !expected.test(problem)) this.#fail(`the bot had no fault with ${expected}`);
    this.#problems.shift();
  }

  /** @param {{ in?: string, with?: string }} options */
  #place({ in: room = this.#room, with: user }) { return user === undefined ? `#${room}` : `@${user}`; }

  /** @param {string} kind @param {Expected} expected @param {string} place @param {number} [replyTo] */
  #expect(kind, expected, place, replyTo) {
    const came = this.#said.get(place)?.shift();
    const wanted = `${kind}${typeof expected === "string" ? JSON.stringify(expected) : expected}`;
    if (!came) this.#fail(`the bot said nothing ${where(place)}`, wanted);
    const { text } = came;
    const fits = typeof expected === "string" ? text === expected : expected instanceof RegExp ? expected.test(text) : expected(text);
    if (!fits || came.kind !== kind) this.#fail(`the bot said something else ${where(place)}`, wanted, came);
    if (replyTo !== undefined && replyTo !== came.replyTo) {
      this.#fail(`the bot said it as a reply to ${came.replyTo ?? "nothing"} ${where(place)}, and not to ${replyTo}`, wanted, came);
    }
  }

  /** @param {string} what @param {string} [expected] @param {Said} [came] @returns {never} */
  #fail(what, expected, came) {
    const actual = came ? `${came.kind}${JSON.stringify(came.text)}` : "nothing";
    const message = [
      what, ...(expected === undefined ? [] : [`  expected: ${expected}`, `  came:     ${actual}`]),
      ...this.#problems.map((problem) => `the bot has a fault: ${problem.split("\n", 1)[0]}`),
      "the conversation so far:", ...this.#lines.map((line) => `  ${line}`),
    ].join("\n");
    throw new AssertionError({ message, expected, actual, operator: "expect", stackStartFn: this.#fail });
  }

  // Time and faults

  /**
   * Advances time by seconds, or by a text such as `10m`, and stops whenever a bot has something to do.
   * @param {number | string} time
   */
  async advance(time) {
    const milliseconds = typeof time === "string" ? durationOf(time) : time * 1000;
    if (milliseconds === null) throw new RangeError(`"${time}" is no time such as 90s, 10m, 2h or 1d`);
    const until = this.#now + milliseconds;
    while (this.#now < until) {
      const due = Math.min(...this.#live().map(({ running }) => Math.min(running.nextDue, running.link.alarmAt)));
      const step = Math.min(until, Math.max(due, this.#now + 1)) - this.#now;
      await this.#operator.ask("clock_advance", { milliseconds: step });
      this.#now += step;
      await this.settle();
    }
  }

  /** The bot's connection breaks, until `resume`. */
  async cut(name = this.#players[0].name) {
    const player = this.#player(name);
    this.#note(`${name} is cut off`);
    player.isCut = true;
    player.running.link.cut();
    await this.settle();
  }

  async resume(name = this.#players[0].name) {
    const player = this.#player(name);
    this.#note(`${name} is back`);
    player.isCut = false;
    player.running.link.connect();
    await this.settle();
  }

  /** The bot's program is killed, and begins again with what it has kept. */
  async restart(name = this.#players[0].name) {
    const player = this.#player(name);
    this.#note(`${name} is killed`);
    player.running.kill();
    await this.#run(player);
  }

  /** Waits until nothing is left to do at this time: no bot is at work, and everybody has been told everything. */
  async settle() {
    /** @type {NodeJS.Timeout | undefined} */ let timer;
    const tooLong = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("the bot was at work for too long")), patienceMs); });
    const soon = (/** @type {Promise<any>} */ work) => Promise.race([work, tooLong]);
    const ended = (/** @type {Player["running"]} */ running) => running.ended.then(() => { throw new Error("the bot has ended"); });
    const idle = (/** @type {Player["running"]} */ running) => soon(Promise.race([running.idle(), ended(running)]));
    tooLong.catch(() => {});
    try {
      for (let isSettled = false; !isSettled;) {
        const runs = this.#live().map(({ running }) => running);
        const counts = () => runs.reduce((sum, { link }) => sum + link.progress.received, 0);
        for (const running of runs) await idle(running);
        const before = counts();
        await soon(Promise.all(runs.map(({ link }) => link.ping())));
        for (const running of runs) await idle(running);
        // What one bot does is known when it is answered; of several each may have moved another.
        isSettled = runs.length === 1 || counts() === before + runs.length;
      }
      await soon(Promise.all([this.#operator, ...this.#people.values()].map((client) => client.ask("ping"))));
    } finally {
      clearTimeout(timer);
    }
  }

  // The rest

  /** @internal */
  async end() {
    await this.settle();
    await this.expectNothing();
    if (this.#problems.length > 0) this.#fail("the bot had a fault that nobody expected");
  }

  /** @internal */
  close() {
    for (const { running } of this.#players) running?.kill();
    for (const person of this.#people.values()) person.close();
    this.#operator.keepAlive(false);
  }

  get #operator() { return /** @type {Client} */ (this.#server.operator); }

  #live() { return this.#players.filter(({ running, isCut }) => running && !isCut); }

  /** @param {string} name */
  #player(name) {
    const found = this.#players.find((one) => one.name === name);
    if (!found) throw new Error(`there is no bot ${name}`);
    return found;
  }

  /** @param {string} name */
  async #person(name) {
    let person = this.#people.get(name);
    if (person) return person;
    const { token } = await this.#operator.ask("provision", { user: name, bot: false });
    person = new Client(this.#server.url, { Authorization: `Bearer ${token}` }, (frame) => {
      if (frame.room === undefined) this.#hear(frame, `@${name}`);
    });
    await person.opened;
    this.#people.set(name, person);
    return person;
  }

  /**
   * Reads a room as a guest, who is in no list.
   * @param {string} room
   */
  async #watch(room) {
    if (this.#watched.has(room)) return;
    this.#watched.add(room);
    await this.#operator.ask("join", { room });
  }

  /** @param {Frame} frame @param {string} place */
  #hear({ type, user, message: text, reply_to: replyTo, seq, reaction }, place) {
    if (!this.#players.some(({ name }) => name === user)) return;
    /** @type {Said} */ let said;
    if (type === "chat_message" || type === "private_message") said = { kind: "", text, replyTo };
    else if (type === "message_edited") said = { kind: "edited: ", text };
    else if (type === "reaction_added") said = { kind: `reaction to ${seq}: `, text: reaction };
    else return;
    this.#said.set(place, [...(this.#said.get(place) ?? []), said]);
    this.#note(`${user} ${where(place)}: ${said.kind}${JSON.stringify(said.text)}`);
  }

  /** @param {string} what */
  #note(what) {
    const [day, time] = new Date(this.#now).toISOString().slice(0, -1).split("T");
    if (!this.#lines.includes(day)) this.#lines.push(day);
    this.#lines.push(`${time} ${what}`);
  }
}

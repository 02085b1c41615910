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

/** A conversation in progress; people and rooms are made on first use. */
export class Chat {
  #server; #room; #now = start;
  /** @type {Map<string, Client>} */ #people = new Map();
  /** @type {Set<string>} */ #watched = new Set();
  /** @type {Set<string>} */ #joined = new Set();
  /** @type {Player[]} */ #players = [];
  /** What bots said and nobody expected yet, by `#room` and `@user`. @type {Map<string, string[]>} */ #said = new Map();
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
   * The bot's next message in a room.
   * @param {Expected} expected
   * @param {{ in?: string }} [options]
   */
  async expect(expected, options = {}) {
    const { in: room = this.#room } = options;
    this.#expect(expected, `#${room}`, `in ${room}`);
  }

  /**
   * The bot's next message to a user alone.
   * @param {Expected} expected
   * @param {{ to?: string }} [options]
   */
  async expectWhisper(expected, options = {}) {
    const { to = "alice" } = options;
    this.#expect(expected, `@${to}`, `to ${to} alone`);
  }

  /** Nothing was said that was not expected. */
  async expectNothing() {
    for (const [place, [text]] of this.#said) {
      if (text !== undefined) this.#fail(`the bot said something ${place.startsWith("#") ? `in ${place.slice(1)}` : `to ${place.slice(1)} alone`}`, "nothing", text);
    }
  }

  /**
   * A handler failed, with this in the log.
   * @param {RegExp} expected
   */
  async expectProblem(expected) {
    const problem = this.#problems.shift();
    if (problem === undefined || !expected.test(problem)) this.#fail("no such problem", `${expected}`, problem);
  }

  /** @param {Expected} expected @param {string} place @param {string} where */
  #expect(expected, place, where) {
    const text = this.#said.get(place)?.shift();
    const fits = text !== undefined && (typeof expected === "string" ? text === expected : expected instanceof RegExp ? expected.test(text) : expected(text));
    if (!fits) this.#fail(text === undefined ? `the bot said nothing ${where}` : `the bot said something else ${where}`, typeof expected === "string" ? JSON.stringify(expected) : `${expected}`, text);
  }

  /** @param {string} what @param {string} expected @param {string | undefined} came @returns {never} */
  #fail(what, expected, came) {
    const actual = came === undefined ? "nothing" : JSON.stringify(came);
    const message = `${what}\n  expected: ${expected}\n  came:     ${actual}\nthe conversation so far:\n${this.#lines.map((line) => `  ${line}`).join("\n")}`;
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
    const idle = (/** @type {Player["running"]} */ running) => soon(Promise.race([running.idle(), running.ended.then(() => { throw new Error("the bot has ended"); })]));
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
    if (this.#problems.length > 0) this.#fail("a handler failed", "no problem", this.#problems[0]);
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
    person = new Client(this.#server.url, { Authorization: `Bearer ${token}` }, (frame) => { if (frame.type === "private_message") this.#hear(frame, `@${name}`); });
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
  #hear({ type, user, message }, place) {
    if (!type.endsWith("_message") || !this.#players.some(({ name }) => name === user)) return;
    this.#said.set(place, [...(this.#said.get(place) ?? []), message]);
    this.#note(`${user} ${place.startsWith("#") ? `in ${place.slice(1)}` : `to ${place.slice(1)} alone`}: ${JSON.stringify(message)}`);
  }

  /** @param {string} what */
  #note(what) {
    const [day, time] = new Date(this.#now).toISOString().slice(0, -1).split("T");
    if (!this.#lines.includes(day)) this.#lines.push(day);
    this.#lines.push(`${time} ${what}`);
  }
}

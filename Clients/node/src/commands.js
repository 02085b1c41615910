import { Refusal } from "./errors.js";

/** @typedef {import("./message.js").Message} Message */

const unitSeconds = { d: 86_400, h: 3600, m: 60, s: 1 };

/**
 * Reads `90s`, `10m`, `2h` or `1d` as milliseconds; null for every other text.
 * @param {string} text
 */
export function durationOf(text) {
  const [, digits, unit] = /^(\d{1,9})([smhd])$/u.exec(text) ?? [];
  return digits ? Number(digits) * unitSeconds[/** @type {"s"} */ (unit)] * 1000 : null;
}

/**
 * A time in its two largest units, as in `1h 5m`; what is less than a second counts as one.
 * @param {number} milliseconds
 */
export function units(milliseconds) {
  let rest = Math.max(1, Math.ceil(milliseconds / 1000));
  const parts = [];
  for (const [letter, seconds] of Object.entries(unitSeconds)) {
    if (rest < seconds || parts.length === 2) continue;
    parts.push(`${Math.floor(rest / seconds)}${letter}`);
    rest %= seconds;
  }
  return parts.join(" ");
}

/** What follows the name of a command, word by word. */
export class Arguments {
  #rest = "";
  /** @param {string} text */
  constructor(text) { this.#rest = text.trim(); }
  /**
   * The next word, or null where none is left.
   * @returns {string | null}
   */
  word() {
    const word = /^\S*/u.exec(this.#rest)?.[0] ?? "";
    this.#rest = this.#rest.slice(word.length).trimStart();
    return word || null;
  }
  /** What is left, which stays. */
  peek() { return this.#rest; }
  /** All that is left, or null where nothing is. */
  rest() {
    const text = this.#rest;
    this.#rest = "";
    return text || null;
  }
}

/**
 * One argument: how the help writes it, and how it is read.
 * @template T
 * @typedef {{ usage: string, read: (words: Arguments) => T }} Parameter
 */

/** @param {Arguments} words @param {string} usage */
function need(words, usage) {
  const word = words.word();
  if (word === null) throw new Refusal(`${usage} is missing.`);
  return word;
}

/** @param {string} word */
const short = (word) => [...word].slice(0, 32).join("");

/**
 * One word.
 * @param {string} usage
 * @returns {Parameter<string>}
 */
export const word = (usage) => ({ usage, read: (words) => need(words, usage) });

/**
 * All that is left of the line.
 * @param {string} usage
 * @returns {Parameter<string>}
 */
export const text = (usage) => ({
  usage: `${usage}…`,
  read: (words) => {
    const rest = words.rest();
    if (rest === null) throw new Refusal(`${usage} is missing.`);
    return rest;
  },
});

/**
 * One of these words, in any case of letters.
 * @template {string} T
 * @param {T[]} choices
 * @returns {Parameter<T>}
 */
export const choice = (...choices) => ({
  usage: choices.join("|"),
  read: (words) => {
    const given = need(words, choices.join("|"));
    const found = choices.find((one) => one.toLowerCase() === given.toLowerCase());
    if (found === undefined) throw new Refusal(`"${short(given)}" is none of ${choices.join(", ")}.`);
    return found;
  },
});

/**
 * A whole number within bounds.
 * @param {string} usage
 * @param {number} least
 * @param {number} most
 * @returns {Parameter<number>}
 */
export const integer = (usage, least, most) => ({
  usage,
  read: (words) => {
    const given = need(words, usage);
    const number = /^[+-]?\d+$/u.test(given) ? Number(given) : NaN;
    if (number >= least && number <= most) return number;
    throw new Refusal(`${usage} is a whole number from ${least} to ${most}, and not "${short(given)}".`);
  },
});

/**
 * A time such as `90s`, `10m`, `2h` or `1d`, in milliseconds.
 * @param {string} usage
 * @param {string} longest
 * @returns {Parameter<number>}
 */
export const duration = (usage, longest = "365d") => ({
  usage,
  read: (words) => {
    const given = need(words, usage);
    const time = durationOf(given);
    if (!time) throw new Refusal(`${usage} is a time such as 90s, 10m, 2h or 1d, and not "${short(given)}".`);
    if (time > /** @type {number} */ (durationOf(longest))) throw new Refusal(`${usage} is at most ${longest}.`);
    return time;
  },
});

/**
 * Somebody by name, as in `@bob`, or null where the next word has no `@`.
 * @param {string} usage
 * @returns {Parameter<string | null>}
 */
export const mention = (usage) => ({
  usage: `[@${usage}]`,
  read: (words) => {
    if (!words.peek().startsWith("@")) return null;
    const given = [...need(words, usage)];
    if (given.length < 2 || given.length > 33) throw new Refusal(`${usage} is a name, as in @bob.`);
    return given.slice(1).join("");
  },
});

/**
 * The same, and null where no word is left.
 * @template T
 * @param {Parameter<T>} parameter
 * @returns {Parameter<T | null>}
 */
export const optional = (parameter) => ({
  usage: `[${parameter.usage}]`,
  read: (words) => (words.peek() === "" ? null : parameter.read(words)),
});

/**
 * @typedef {object} CommandOptions
 * @property {string} about What it does, in a sentence for the help.
 * @property {"anywhere" | "rooms" | "private"} [place] Where it may be given.
 * @property {"moderator" | "owner"} [role] The least role that may give it, in rooms.
 * @property {string[]} [users] Who alone may give it.
 * @property {number} [coolDown] Seconds until the same user may give it again.
 * @typedef {CommandOptions & { name: string, parameters: Parameter<any>[], usage: string, run: (message: Message, ...values: any[]) => any }} BotCommand
 */

/** The commands of a bot, in the order of the help. */
export class CommandTable {
  /** @type {BotCommand[]} */ all = [];
  /** @type {Map<string, { until: number, told: boolean }>} When each user may give each command again, and whether they were told. */ #coolDowns = new Map();

  /** @param {string} name @param {CommandOptions} options @param {Parameter<any>[]} parameters @param {BotCommand["run"]} run */
  add(name, options, parameters, run) {
    const usage = [`!${name}`, ...parameters.map((one) => one.usage)].join(" ");
    this.all.push({ ...options, name, parameters, usage, run });
  }

  /**
   * The command whose name has the most of a message's first words, and what follows it.
   * @param {string} line
   * @returns {[BotCommand, Arguments] | null}
   */
  find(line) {
    if (!/^!\S/u.test(line)) return null;
    const words = line.slice(1).toLowerCase().split(/\s+/u);
    const length = (/** @type {BotCommand} */ { name }) => name.split(" ").length;
    const found = this.all.filter(({ name }) => name.split(" ").every((one, index) => one === words[index])).sort((a, b) => length(b) - length(a))[0];
    if (!found) return null;
    const rest = new Arguments(line.slice(1));
    for (let count = length(found); count > 0; count -= 1) rest.word();
    return [found, rest];
  }

  /**
   * What is said to a `!` that is no command: the help, and in private, where nobody else can be meant, a hint.
   * @param {Message} message
   */
  otherwise({ text: line, room }) {
    if (this.all.length === 0 || !/^!\S/u.test(line)) return null;
    const [first, ...rest] = line.slice(1).toLowerCase().split(/\s+/u).filter(Boolean);
    const name = rest.join(" ");
    if (first === "help") {
      const named = this.all.filter((one) => name && (one.name === name || one.name.startsWith(`${name} `)));
      return (named.length > 0 ? named : this.all).map((one) => `${one.usage} – ${one.about}`).join("\n");
    }
    if (room !== null) return null;
    const near = this.all.map((one) => ({ name: one.name, distance: distance(first, one.name) })).sort((a, b) => a.distance - b.distance)[0];
    return `${near.distance <= Math.ceil(first.length / 3) ? `Did you mean !${near.name}? ` : ""}!help lists what I can do.`;
  }

  /**
   * Runs a command; what it returns is the answer.
   * @param {BotCommand} command
   * @param {Arguments} words
   * @param {Message} message
   * @param {{ role: string, now: number, user: string }} context
   */
  async run(command, words, message, { role, now, user }) {
    try {
      if (command.place === "rooms" && message.room === null) throw new Refusal("This is for rooms.");
      if (command.place === "private" && message.room !== null) throw new Refusal(`Tell me privately: /pm ${user} ${message.text}`);
      if (command.role && role !== "owner" && role !== command.role) throw new Refusal(`This is for a room's ${command.role === "owner" ? "owner" : "moderators"}.`);
      if (command.users && !command.users.some((one) => one.toLowerCase() === message.user.toLowerCase())) throw new Refusal("This is not for you.");
      const values = this.#read(command, words);
      const use = `${command.name} ${message.user}`;
      const rest = this.#coolDowns.get(use);
      if (rest && now < rest.until) {
        if (rest.told) return null;
        rest.told = true;
        throw new Refusal(`Wait ${units(rest.until - now)}.`);
      }
      if (command.coolDown) this.#rest(use, now, command.coolDown * 1000);
      try {
        return await command.run(message, ...values);
      } catch (fault) {
        this.#coolDowns.delete(use); // What was not done needs no rest.
        throw fault;
      }
    } catch (fault) {
      if (fault instanceof Refusal) return `${message.user}: ${fault.message}`;
      throw fault;
    }
  }

  /** @param {string} use @param {number} now @param {number} time */
  #rest(use, now, time) {
    if (this.#coolDowns.size >= 4096) for (const [other, { until }] of this.#coolDowns) if (until <= now) this.#coolDowns.delete(other);
    this.#coolDowns.set(use, { until: now + time, told: false });
  }

  /** @param {BotCommand} command @param {Arguments} words */
  #read(command, words) {
    try {
      const values = command.parameters.map((one) => one.read(words));
      const left = words.word();
      if (left !== null) throw new Refusal(`"${short(left)}" is too much.`);
      return values;
    } catch (fault) {
      throw fault instanceof Refusal ? new Refusal(`${fault.message} Usage: ${command.usage}`) : fault;
    }
  }
}

/**
 * How many letters differ (Levenshtein).
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = [...Array(b.length + 1).keys()];
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (let other = 0; other < b.length; other += 1) next.push(Math.min(row[other] + (letter === b[other] ? 0 : 1), row[other + 1] + 1, next[other] + 1));
    row = next;
  }
  return row[b.length];
}

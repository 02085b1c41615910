import { createHash } from "node:crypto";

/**
 * @typedef {object} Entry An event in the inbox. It stays there until its handlers have ended, so that a killed program handles it again.
 * @property {"message" | "event" | "timer"} kind
 * @property {[string, string, number | string, string | number]} key What makes it the same event, also in another instance of the bot.
 * @property {string} lane Events of one lane are handled in order.
 * @property {import("./link.js").Frame} frame
 * @property {Record<number, any>} steps What was answered to its commands and questions, by their numbers.
 */

/** One event while it is handled. */
export class Handling {
  /** How many commands and questions there were. */ count = 0;
  /** How many of them wait. */ pending = 0;
  isRunning = false; isWaiting = false; isOver = false;
  /** @type {Map<string, { before: string | undefined, after: string | undefined }>} The store's values that it set, with those before. */ writes = new Map();
  /** Whether the next one of the lane may begin. */ isReleased = false;
  release = () => {};
  released = new Promise((resolve) => { this.release = () => resolve(this.isReleased = true); });

  /** @param {string} id @param {Entry} entry @param {Handling | null} before What it waits for, until it begins. */
  constructor(id, entry, before = null) {
    this.id = id;
    this.entry = entry;
    this.before = before;
  }

  /** Whether it waits neither for a frame nor for the one before it in the lane. */
  get isAtWork() { return this.pending === 0 && (!this.before || this.before.isReleased); }

  /**
   * The key of a command: the same in each run, so that the server stores a message once.
   * @param {number} number
   */
  key(number) {
    return `v1-${createHash("sha256").update(JSON.stringify([...this.entry.key, number])).digest("hex").slice(0, 40)}`;
  }
}

/** @typedef {import("./running.js").Running} Running @typedef {import("./handling.js").Handling} Handling */

/** What somebody said, in a room or to the bot alone. */
export class Message {
  #running; #handling;

  /** @param {import("./link.js").Frame} raw @param {Running} running @param {Handling} handling */
  constructor(raw, running, handling) {
    this.#running = running;
    this.#handling = handling;
    /** The frame as it came, or as history has it. */ this.raw = raw;
    /** @type {string} */ this.text = raw.message;
    /** @type {string} */ this.user = raw.user;
    /** @type {string | null} Null where it was said in private. */ this.room = raw.room ?? null;
    /** @type {number} Its number in the room, or in the conversation of the two. */ this.seq = raw.seq;
    this.at = new Date(raw.at);
    this.bot = raw.bot === true;
    /** @type {Record<string, unknown> | null} */ this.data = raw.data ?? null;
    /** @type {number | null} */ this.replyTo = raw.reply_to ?? null;
    /** @type {string[]} */ this.mentions = raw.mentions ?? [];
  }

  /**
   * What the author is in the room, as far as the server told.
   * @returns {"member" | "moderator" | "owner"}
   */
  get role() { return this.room === null ? "member" : this.#running.roleOf(this.user, this.room); }

  /**
   * Answers where it was said. One message, however often it is sent: its key is made of this message and of how many answers came before.
   * @param {string} text @param {Record<string, unknown>} [fields] More fields of the command, such as `reply_to` and `data`.
   * @returns {Promise<import("./protocol.js").AckEvent | import("./protocol.js").PrivateMessageDeliveredEvent>}
   */
  reply(text, fields = {}) {
    const frame = this.room === null ? { type: "private_message", to: this.user } : { type: "chat_message", room: this.room };
    return this.#running.command({ ...fields, ...frame, message: text }, this.#handling);
  }

  /**
   * Gives the message a reaction, such as 👍. It has it once, however often this is called.
   * @param {string} reaction @returns {Promise<import("./protocol.js").OkEvent>}
   */
  react(reaction) {
    const place = this.room === null ? { with: this.user } : { room: this.room };
    return this.#running.command({ type: "react", ...place, seq: this.seq, reaction }, this.#handling);
  }

  /**
   * Asks the author something. What they say next in the same place is the answer, and comes to no other handler; null where none came in
   * time. Meanwhile other messages are handled.
   * @param {string} text @param {{ patience?: number } & Record<string, unknown>} [options] `patience` in seconds; the others are fields as in `reply`
   * @returns {Promise<Message | null>}
   */
  async ask(text, options = {}) {
    const { patience = 300, ...fields } = options;
    await this.reply(text, fields);
    const raw = await this.#running.answer(this, this.#handling, patience * 1000);
    return raw && new Message(raw, this.#running, this.#handling);
  }
}

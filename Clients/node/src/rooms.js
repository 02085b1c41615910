/** @typedef {import("./link.js").Frame} Frame @typedef {[seq: number, at: string | null]} Mark The newest message of a conversation. */

/** Where the bot is, and what it has heard there: each message once, in order, also what was said while it was away. */
export class Rooms {
  #running;
  /** @type {Map<string, { newest: number }>} Conversations whose history is being read, which has what is said meanwhile too: the newest of that. */
  #reading = new Map();
  /** @type {Map<string, Map<string, "moderator" | "owner">>} */ #roles = new Map();
  /** @type {Map<string, { due: number, wait: number }>} Deleted rooms that may be made again: when to look. */ #gone = new Map();

  /** @param {import("./running.js").Running} running */
  constructor(running) { this.#running = running; }

  get isCatchingUp() { return this.#reading.size > 0; }
  get nextLook() { return Math.min(Infinity, ...[...this.#gone.values()].map(({ due }) => due)); }
  get #state() { return this.#running.state; }
  get #link() { return this.#running.link; }

  /** @param {string} place @returns {Mark | undefined} */
  #mark(place) { return this.#state.get("marks", place); }

  /** @param {string} user @param {string} room @returns {"member" | "moderator" | "owner"} */
  roleOf(user, room) { return this.#roles.get(room)?.get(user) ?? "member"; }

  /**
   * Enters the rooms of a new session, or those that one that goes on is not in.
   * @param {boolean} isResumed
   * @param {boolean} isFirst
   */
  begin(isResumed, isFirst) {
    const isIn = this.#state.section("rooms");
    const wanted = [...new Set([...this.#running.options.rooms, ...isIn.keys()])];
    const rooms = isResumed ? (isFirst ? wanted.filter((room) => !isIn.has(room)) : []) : wanted;
    const most = this.#link.hello?.limits?.rooms_per_session ?? Infinity;
    if (rooms.length > most) {
      this.#running.options.log("warn", `the server lets a session be in ${most} rooms, and not in ${rooms.length}: the last ones are left out`);
    }
    if (!isResumed) this.#reading.clear();
    for (const room of rooms.slice(0, most).reverse()) this.#join(room, true);
    if (isResumed && isFirst && this.#running.bot.table.all.some(({ role }) => role)) {
      for (const room of isIn.keys()) this.#link.command({ type: "who", room }).then((list) => this.#takeRoles(list), () => {});
    }
    if (!isResumed) this.#catchUpInPrivate();
  }

  /** @param {string} room @param {boolean} first */
  #join(room, first) {
    const frame = { type: "join", room };
    this.#link.command(frame, { first }).then((reply) => this.answered(frame, reply), (fault) => {
      this.#state.set("rooms", room);
      this.#running.options.log("warn", `${room}: ${fault.message}`);
    });
  }

  /**
   * Takes note of where a command has led.
   * @param {Frame} command
   * @param {Frame} reply
   */
  answered(command, reply) {
    if (command.type === "leave") this.#state.set("rooms", command.room);
    if (command.type !== "join") return;
    const { room, seq } = reply;
    const place = `#${room}`;
    this.#state.set("rooms", room, true);
    this.#takeRoles(reply);
    const mark = this.#mark(place);
    if (!mark) this.#state.set("marks", place, [seq, null]);
    else if (seq > 0) this.#catchUp(place);
    else this.#state.set("marks", place, [0, null]);
    this.#running.tick();
  }

  /** @param {Frame} list */
  #takeRoles({ room, owner, moderators = [] }) {
    this.#roles.set(room, new Map([...moderators.map((/** @type {string} */ one) => [one, "moderator"]), ...(owner ? [[owner, "owner"]] : [])]));
  }

  /**
   * Whether a message is new here, and none is missing before it; else it comes from the history or not at all.
   * @param {Frame} frame
   */
  takes(frame) {
    const { room, user, seq, at } = frame;
    if (!Number.isSafeInteger(seq) || typeof user !== "string" || typeof frame.message !== "string" || typeof at !== "string") return false;
    const place = room === undefined ? `@${user}` : `#${room}`;
    const mark = this.#mark(place);
    const reading = this.#reading.get(place);
    if (reading) reading.newest = seq;
    if (reading || (mark && seq <= mark[0])) return false;
    if (room !== undefined && mark && seq > mark[0] + 1 && this.#hasHistory) {
      this.#catchUp(place);
      return false;
    }
    this.#hearMessage(frame, place);
    return true;
  }

  /** @param {Frame} frame @param {string} place */
  #hearMessage(frame, place) {
    this.#state.set("marks", place, [frame.seq, frame.at]);
    this.#running.hearMessage(frame, place);
  }

  get #hasHistory() { return this.#link.hello?.capabilities?.includes("history") === true; }

  /**
   * Other events of rooms.
   * @param {Frame} frame
   */
  hear({ type, room, user, role }) {
    const isLeft = (type === "user_kicked" || type === "user_banned") && user === this.#running.user;
    if (isLeft || type === "room_deleted") this.#state.set("rooms", room);
    if (type === "room_deleted") {
      // A room of that name that is made anew begins with the number 1.
      this.#state.set("marks", `#${room}`, [0, null]);
      if (this.#running.options.rooms.includes(room)) this.#gone.set(room, { due: this.#link.now + 1000, wait: 1000 });
    }
    if (type === "role") {
      const roles = this.#roles.get(room) ?? new Map();
      this.#roles.set(room, roles);
      role === "member" ? roles.delete(user) : roles.set(user, role);
    }
  }

  /**
   * Looks whether deleted rooms were made again, ever more seldom. Joining would make them.
   * @param {number} now
   */
  look(now) {
    for (const [room, gone] of this.#gone) {
      if (gone.due > now) continue;
      gone.wait = Math.min(gone.wait * 2, 30_000);
      gone.due = now + gone.wait;
      this.#link.command({ type: "who", room }).then(() => {
        if (this.#gone.delete(room)) this.#join(room, false);
      }, () => {});
    }
  }

  // What was said while the bot was away

  /**
   * Reads what came after the mark. The message of the mark has to be there, or it is another room.
   * @param {string} place
   */
  async #catchUp(place) {
    if (!this.#hasHistory || this.#reading.has(place)) return;
    const reading = { newest: 0 };
    this.#reading.set(place, reading);
    const where = place.startsWith("#") ? { room: place.slice(1) } : { with: place.slice(1) };
    const { history_page: most = 50, send_queue_bytes: bytes = 1 << 20, message_characters: characters = 4096 } = this.#link.hello?.limits ?? {};
    const limit = Math.max(1, Math.min(most, Math.floor(bytes / (6 * characters))));
    try {
      let [seq, at] = this.#mark(place) ?? [0, null];
      let isSure = at === null;
      for (let after = isSure ? seq : seq - 1; ;) {
        const { newest } = reading;
        const page = await this.#link.command({ type: "history", ...where, after, limit });
        // A session that was lost meanwhile has begun this anew.
        if (this.#reading.get(place) !== reading) return;
        if (!isSure) {
          isSure = true;
          if (page.messages[0]?.seq !== seq || page.messages[0].at !== at) {
            this.#running.options.log("info", `${place} was made anew`);
            seq = after = 0;
            this.#state.set("marks", place, [0, null]);
            continue;
          }
        }
        for (const message of page.messages) {
          if (message.seq <= seq) continue;
          seq = message.seq;
          this.#state.set("marks", place, [seq, message.at]);
          const isOlder = where.with !== undefined && Date.parse(message.at) < this.#state.get("link", "began");
          const frame = where.room ? { type: "chat_message", ...message, room: where.room } : { type: "private_message", ...message };
          if (!isOlder) this.#running.hearMessage(frame, place);
        }
        // What was said since this page was asked for may be on the next one.
        if ((!page.more || page.messages.length === 0) && (reading.newest === newest || reading.newest <= seq)) break;
        after = seq;
        await this.#running.room();
      }
    } catch (fault) {
      if (this.#reading.get(place) !== reading) return;
      this.#state.set("marks", place);
      this.#running.options.log("warn", `what was said in ${place} cannot be read: ${fault instanceof Error ? fault.message : fault}`);
    } finally {
      if (this.#reading.get(place) === reading) this.#reading.delete(place);
      this.#running.tick();
    }
  }

  async #catchUpInPrivate() {
    if (!this.#hasHistory) return;
    if (!this.#link.hello?.capabilities?.includes("conversations")) {
      const known = [...this.#state.section("marks")].filter(([place]) => place.startsWith("@"));
      // Those with whom the bot spoke last; somebody who never wrote before cannot be known.
      for (const [place] of known.sort(([, a], [, b]) => (a[1] < b[1] ? 1 : -1)).slice(0, 500)) this.#catchUp(place);
      return;
    }
    try {
      for (let cursor; ;) {
        /** @type {Frame} */ const page = await this.#link.command({ type: "conversations", ...(cursor ? { cursor } : {}) });
        for (const { with: user, seq, at } of page.conversations) {
          if (Date.parse(at) < this.#state.get("link", "began")) return;
          if (seq > (this.#mark(`@${user}`)?.[0] ?? 0)) this.#catchUp(`@${user}`);
        }
        if (!page.cursor) return;
        cursor = page.cursor;
      }
    } catch (fault) {
      this.#running.options.log("warn", `conversations cannot be read: ${fault instanceof Error ? fault.message : fault}`);
    }
  }
}

/** @typedef {"messages" | "queries" | "commands"} RateClass */

const messages = ["chat_message", "private_message", "edit_message", "react", "unreact", "set_commands"];
const queries = ["history", "search", "rooms", "who", "sessions", "tokens", "commands", "user_info", "conversations", "blocks"];

/**
 * Which of the server's allowances a command costs.
 * @param {string} type
 * @returns {RateClass}
 */
export function rateClass(type) { return messages.includes(type) ? "messages" : queries.includes(type) ? "queries" : "commands"; }

/**
 * One allowance, by the server's own rule. A token is taken from it when the reply comes, later than the server took it: whoever counted
 * from the sending would be ahead of the server by the command's way there, and now and then be refused.
 */
export class Pace {
  #burst = 1; #perSecond = 1; #tokens = 1; #at = 0;
  /** Commands on their way. */
  underWay = 0;

  /** @param {number} burst @param {number} perSecond */
  obey(burst, perSecond) {
    if (burst === this.#burst && perSecond === this.#perSecond) return;
    [this.#burst, this.#perSecond, this.#tokens] = [burst, perSecond, burst];
  }

  /**
   * How many milliseconds until there is a token beside those that are kept in reserve.
   * @param {number} now
   * @param {number} reserve
   */
  wait(now, reserve = 0) {
    const missing = 1 + this.underWay + Math.min(reserve, this.#burst - 1) - this.#refill(now);
    return missing > 0 ? Math.ceil((missing * 1000) / this.#perSecond) : 0;
  }

  /** @param {number} now */
  spend(now) { this.#tokens = Math.max(0, this.#refill(now) - 1); }

  /** @param {number} now */
  #refill(now) {
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) * this.#perSecond) / 1000);
    this.#at = Math.max(now, this.#at);
    return this.#tokens;
  }
}

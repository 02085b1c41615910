/** The server refused a command. */
export class CommandError extends Error {
  /** @param {{ code: string, message: string, field?: string, retry_after_ms?: number }} frame @param {string} command */
  constructor({ code, message, field, retry_after_ms: retryAfterMs }, command) {
    super(`${command} was refused: ${code}: ${message}`);
    this.name = "CommandError";
    this.code = /** @type {import("./protocol.js").ErrorCode} */ (code);
    this.field = field;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Thrown by a command's handler, it is the answer to the user: `throw new Refusal("You have voted already.")`. */
export class Refusal extends Error {}

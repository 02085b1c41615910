export { Bot, Store, main } from "./bot.js";
export { choice, duration, durationOf, integer, mention, optional, text, units, word } from "./commands.js";
export { CommandError, Refusal } from "./errors.js";
export { Message } from "./message.js";

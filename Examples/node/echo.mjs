#!/usr/bin/env node
// Says again what it is told: `!echo hello` in a room, and everything in private. See ../README.md.
import { Bot, main } from "verbatim-chat";

export function echo() {
  const bot = new Bot();
  bot.onMessage(({ room, text }) => (room === null ? text : text.match(/^!echo (.*\S.*)$/su)?.[1]));
  return bot;
}

main(import.meta.url, echo);

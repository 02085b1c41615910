#!/usr/bin/env node
// Says again what it is told: `!echo hello` in a room, and everything in private. See ../README.md.
import { Session } from "./session.mjs";

class Echo extends Session {
  hear(message) {
    const said = message.room ? message.message.match(/^!echo (.*)$/su)?.[1] : message.message;
    if (said?.trim()) this.reply(message, said);
  }
}

new Echo().run();

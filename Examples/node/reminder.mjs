#!/usr/bin/env node
// `!remind 10m tea`, `!remind list` and `!remind cancel 1`, in a room or in private. See ../README.md.
import { Session } from "./session.mjs";

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }; // milliseconds
const longest = 366 * units.d;
const help = "say !remind 10m tea (s, m, h, d), !remind list, or !remind cancel 1.";

class Reminder extends Session {
  reminders = new Map(); // by the timer's name: the message that asked, when it is due, what of
  count = 0;

  begin() {
    super.begin();
    for (const timer of this.reminders.keys()) this.setTimer(timer); // a new session has no timers either
  }

  setTimer(timer) {
    const wait = this.reminders.get(timer).due - Date.parse(this.time);
    this.ask({ type: "set_timer", timer, milliseconds: Math.max(1, wait) });
  }

  hear(message) {
    const [command, ...words] = message.message.trim().split(/\s+/u);
    if (command === "!remind") this.reply(message, `${message.user}: ${this.remind(message, ...words)}`);
  }

  remind(message, verb = "", ...words) {
    // What was asked in private is listed and cancelled in private only.
    const theirs = [...this.reminders].filter(
      ([, { asked }]) => asked.user === message.user && asked.room === message.room);
    const text = words.join(" ");
    const [, number, unit] = verb.match(/^(\d{1,11})([smhd])$/u) ?? [];
    const wait = unit ? number * units[unit] : 0;
    if (wait > 0 && wait <= longest && text) {
      const timer = `${(this.count += 1)}`;
      this.reminders.set(timer, { asked: message, due: Date.parse(this.time) + wait, text });
      this.setTimer(timer);
      return `reminder ${timer} comes in ${verb}.`;
    }
    const list = theirs.map(([timer, { text }]) => `${timer} ${text}`).join("; ");
    if (verb === "list") return list || "you have none here.";
    const found = verb === "cancel" && theirs.find(([timer]) => timer === text);
    if (!found) return help;
    this.reminders.delete(text);
    this.ask({ type: "cancel_timer", timer: text });
    return `I will not remind you of ${found[1].text}.`;
  }

  due(timer) {
    const reminder = this.reminders.get(timer);
    if (!reminder) return; // a timer that had to be asked for twice may come twice
    this.reminders.delete(timer);
    this.reply(reminder.asked, `${reminder.asked.user}: ${reminder.text}`);
  }
}

new Reminder().run();

#!/usr/bin/env node
// Reminds people where they asked for it: `!remind 10m tea`, `!remind tomorrow 9:00 stand-up`, `!remind @bob 17:30 tea`. See ../README.md.
//
// What was asked in private stays private: a list in a room shows and numbers only what was asked there. Others are reminded only in a
// room, by the name of who asked.
import { Bot, Refusal, durationOf, integer, main, mention, text, units } from "verbatim-chat";

const examples = "10m, 17:30, tomorrow 9:00, monday 9:00 or 2026-03-01 12:00, all in UTC";
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const day = 86_400_000;
const most = 20;

/** The milliseconds after midnight of a time such as 9:00, or NaN. */
function clock(word) {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/u.exec(word ?? "") ?? [];
  return hours < 24 && minutes < 60 ? (hours * 60 + Number(minutes)) * 60_000 : NaN;
}

/** A time of the clock, of one word or two, in milliseconds of 1970; NaN where it is none. */
function moment(first, words, now) {
  const today = Math.floor(now / day) * day;
  const alone = clock(first);
  if (alone >= 0) return today + alone > now ? today + alone : today + day + alone;
  const time = clock(words.word());
  if (first === "tomorrow") return today + day + time;
  const weekday = weekdays.indexOf(first);
  if (weekday < 0) return /^\d{4}-\d{2}-\d{2}$/u.test(first) ? Date.parse(first) + time : NaN;
  const next = today + ((weekday - new Date(today).getUTCDay() + 7) % 7) * day + time;
  return next > now ? next : next + 7 * day;
}

export function reminder() {
  const bot = new Bot();
  /** A reminder in the store, and its timer. No name has a space in it. */
  const key = (message, number) => `reminder ${message.room ?? ""} ${message.user} ${number}`;
  const numbers = Array.from({ length: most }, (_, index) => index + 1);

  const when = {
    usage: "WHEN",
    read(words) {
      const first = words.word() ?? "";
      const now = bot.now.getTime();
      const wait = durationOf(first);
      if (wait !== null) return { at: now + wait, told: `in ${units(wait)}` };
      const at = moment(first.toLowerCase(), words, now);
      if (Number.isNaN(at)) throw new Refusal(`${first ? `I do not understand the time "${[...first].slice(0, 32).join("")}"` : "The time is missing"}. Say ${examples}.`);
      return { at, told: `at ${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC` };
    },
  };

  bot.command("remind", { about: `Reminds you, or another. WHEN is ${examples}.` }, [mention("WHOM"), when, text("TEXT")], (message, whom, { at, told }, what) => {
    const { user, room } = message;
    if (whom && room === null) throw new Refusal("Remind others in a room, where they see who asked for it.");
    if ([...what].length > 140) throw new Refusal("The text may have at most 140 characters.");
    const now = bot.now.getTime();
    if (at <= now || at > now + 365 * day) throw new Refusal("The time has to be from 1s to 365d from now.");
    const free = numbers.map((number) => key(message, number)).find((one) => !bot.store.has(one));
    if (!free) throw new Refusal(`You have ${most} reminders here; that is all I can keep for you.`);
    bot.store.set(free, { whom, room, user, text: what, at });
    bot.setTimer(free, { at: new Date(at) });
    return `${user}: I will remind ${whom ?? "you"} ${told}.`;
  });

  bot.command("remind list", { about: "Lists what you asked for here." }, [], (message) => {
    const lines = numbers.flatMap((number) => {
      const kept = bot.store.get(key(message, number));
      return kept ? [`${number} in ${units(kept.at - bot.now.getTime())}${kept.whom ? ` for ${kept.whom}` : ""}: ${kept.text}`] : [];
    });
    return `${message.user}: ${lines.join("; ") || "You have no reminders here."}`;
  });

  bot.command("remind cancel", { about: "Takes one of the list back." }, [integer("NUMBER", 1, most)], (message, number) => {
    const kept = bot.store.get(key(message, number));
    if (!kept) throw new Refusal(`You have no reminder ${number} here.`);
    bot.store.delete(key(message, number));
    bot.cancelTimer(key(message, number));
    return `${message.user}: I will not remind ${kept.whom ?? "you"} of ${kept.text}.`;
  });

  bot.timer("reminder", ({ name }) => {
    const kept = bot.store.get(name);
    if (!kept) return;
    bot.store.delete(name);
    const line = kept.whom ? `${kept.whom}: ${kept.text} (from ${kept.user})` : `${kept.user}: ${kept.text}`;
    kept.room ? bot.send(kept.room, line) : bot.whisper(kept.user, line);
  });
  return bot;
}

main(import.meta.url, reminder);

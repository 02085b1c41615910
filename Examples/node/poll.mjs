#!/usr/bin/env node
// Lets a room decide: `!poll 10m Lunch? | pizza | salad`, then `!vote 1`, until the time is over. See ../README.md.
import { Bot, Refusal, duration, integer, main, units } from "verbatim-chat";

/** Reads `Lunch? | pizza | salad`: a question and its options. */
const ballot = {
  usage: "QUESTION | OPTION | OPTION",
  read(words) {
    const parts = (words.rest() ?? "").split("|").map((part) => part.trim().split(/\s+/u).join(" "));
    if (parts.length < 3 || parts.length > 11 || !parts.every((part) => part !== "" && [...part].length <= 100)) {
      throw new Refusal("Say a question and 2 to 10 options, each of at most 100 characters.");
    }
    const [question, ...options] = parts;
    if (new Set(options.map((option) => option.toLowerCase())).size < options.length) throw new Refusal("Two options are alike.");
    return { question, options };
  },
};

const counts = ({ options, votes }) => options.map((_, place) => Object.values(votes).filter((vote) => vote === place).length);
const tally = (poll) => `${poll.question} ${poll.options.map((option, place) => `${option} ${counts(poll)[place]}`).join(", ")}`;

function result(poll) {
  const most = Math.max(...counts(poll));
  const winners = poll.options.filter((_, place) => counts(poll)[place] === most);
  const outcome = Object.keys(poll.votes).length === 0 ? "nobody voted"
    : winners.length === 1 ? `${winners[0]} wins` : `a draw of ${winners.join(" and ")}`;
  return `The poll is over. ${tally(poll)} – ${outcome}.`;
}

export function poll() {
  const bot = new Bot();
  const key = (message) => `poll ${message.room}`;
  const pollOf = (message) => {
    const found = bot.store.get(key(message));
    if (!found) throw new Refusal("There is no poll here now.");
    return found;
  };

  bot.command("poll", { about: "Asks the room, as in !poll 10m Lunch? | pizza | salad", place: "rooms" }, [duration("TIME", "30d"), ballot],
    (message, time, { question, options }) => {
      const open = bot.store.get(key(message));
      if (open) throw new Refusal(`There is a poll already: ${open.question}`);
      const end = bot.now.getTime() + time;
      bot.store.set(key(message), { question, options, room: message.room, by: message.user, end, votes: {} });
      bot.setTimer(key(message), { at: new Date(end) });
      return `${question} ${options.map((option, place) => `${place + 1} ${option}`).join(", ")} – !vote NUMBER within ${units(time)}.`;
    });

  bot.command("vote", { about: "Votes for an option. A later vote takes its place.", place: "rooms" }, [integer("NUMBER", 1, 10)], (message, number) => {
    const poll = pollOf(message);
    if (number > poll.options.length) throw new Refusal(`The options are 1 to ${poll.options.length}.`);
    const before = poll.votes[message.user];
    poll.votes[message.user] = number - 1;
    bot.store.set(key(message), poll);
    const change = before === undefined ? "" : before === number - 1 ? ", as before" : `, and no longer for ${poll.options[before]}`;
    return `${message.user}: Your vote is for ${poll.options[number - 1]}${change}.`;
  });

  bot.command("poll results", { about: "Tells how the poll stands.", place: "rooms" }, [], (message) => {
    const poll = pollOf(message);
    return `${tally(poll)} – ${units(poll.end - bot.now.getTime())} to go.`;
  });

  bot.command("poll close", { about: "Ends the poll, by who began it or a moderator.", place: "rooms" }, [], (message) => {
    const poll = pollOf(message);
    if (message.user !== poll.by && message.role === "member") throw new Refusal(`${poll.by} began the poll, and moderators may close it too.`);
    bot.store.delete(key(message));
    bot.cancelTimer(key(message));
    return result(poll);
  });

  bot.timer("poll", ({ name }) => {
    const poll = bot.store.get(name);
    bot.store.delete(name);
    if (poll) bot.send(poll.room, result(poll));
  });
  return bot;
}

main(import.meta.url, poll);

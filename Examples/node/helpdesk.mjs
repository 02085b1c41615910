#!/usr/bin/env node
// A help desk. People open tickets in private; staff answers them in the first room of VERBATIM_ROOMS. See ../README.md.
//
// What was said while the bot was away is answered when it is back, once, whatever was killed meanwhile. The handlers do not wait for
// replies of the server: what one changes, and what it says, is then kept in one piece.
import { Bot, Refusal, integer, main, text } from "verbatim-chat";

const patience = 3 * 86_400; // seconds without a word

export function helpdesk() {
  const bot = new Bot();
  const number = integer("NUMBER", 1, 1_000_000);
  const key = (ticket) => `ticket ${ticket}`;
  const tickets = () => bot.store.entries("ticket ").map(([, ticket]) => ticket);
  const tellStaff = (line) => { bot.send(bot.rooms[0], line); };
  const state = ({ taker }) => (taker ? `taken by ${taker}` : "open");

  /** An open ticket that the author of a message may speak of. */
  function ticketOf({ room, user }, wanted) {
    const ticket = bot.store.get(key(wanted));
    if (room === null && ticket?.user !== user) throw new Refusal(`You have no open ticket ${wanted}.`);
    if (!ticket) throw new Refusal(`There is no open ticket ${wanted}.`);
    return ticket;
  }

  function keep(ticket) {
    bot.store.set(key(ticket.number), ticket);
    bot.setTimer(`quiet ${ticket.number}`, { after: patience });
  }

  function close(ticket) {
    bot.store.delete(key(ticket.number));
    bot.cancelTimer(`quiet ${ticket.number}`);
  }

  bot.command("open", { about: "Opens a ticket.", place: "private" }, [text("SUBJECT")], (message, subject) => {
    const ticket = { number: bot.store.get("tickets", 0) + 1, user: message.user, subject, taker: null };
    bot.store.set("tickets", ticket.number);
    keep(ticket);
    message.reply(`Ticket ${ticket.number} is open: ${subject}`);
    tellStaff(`Ticket ${ticket.number} from ${message.user}: ${subject}`);
  });

  bot.command("say", { about: "Adds to a ticket of yours.", place: "private" }, [number, text("TEXT")], (message, wanted, words) => {
    keep(ticketOf(message, wanted));
    message.reply(`Added to ticket ${wanted}.`);
    tellStaff(`Ticket ${wanted}, ${message.user}: ${words}`);
  });

  bot.command("list", { about: "Lists your open tickets.", place: "private" }, [], (message) => {
    const lines = tickets().filter(({ user }) => user === message.user).map((ticket) => `${ticket.number} ${state(ticket)}: ${ticket.subject}`);
    return lines.join("; ").slice(0, 4000) || "You have no open tickets.";
  });

  bot.command("close", { about: "Closes a ticket." }, [number], (message, wanted) => {
    const ticket = ticketOf(message, wanted);
    close(ticket);
    message.reply(`Ticket ${wanted} is closed.`);
    const line = `Ticket ${wanted} was closed by ${message.user}.`;
    message.room === null ? tellStaff(line) : bot.whisper(ticket.user, line);
  });

  bot.command("tickets", { about: "Lists all open tickets.", place: "rooms" }, [], () => {
    const lines = tickets().map((ticket) => `${ticket.number} ${state(ticket)}, from ${ticket.user}: ${ticket.subject}`);
    return lines.join("; ").slice(0, 4000) || "There are no open tickets.";
  });

  bot.command("take", { about: "Takes a ticket.", place: "rooms" }, [number], (message, wanted) => {
    const ticket = ticketOf(message, wanted);
    keep({ ...ticket, taker: message.user });
    message.reply(`Ticket ${wanted} is taken by ${message.user}.`);
    bot.whisper(ticket.user, `${message.user} has taken ticket ${wanted}.`);
  });

  bot.command("answer", { about: "Answers the user of a ticket.", place: "rooms" }, [number, text("TEXT")], (message, wanted, words) => {
    const ticket = ticketOf(message, wanted);
    keep(ticket);
    message.reply(`Told ${ticket.user}.`);
    bot.whisper(ticket.user, `Ticket ${wanted}, ${message.user}: ${words}`);
  });

  bot.timer("quiet", ({ name }) => {
    const ticket = bot.store.get(key(name.split(" ")[1]));
    if (!ticket) return;
    close(ticket);
    const line = `Ticket ${ticket.number} was closed: nobody said a word for 3d.`;
    bot.whisper(ticket.user, line);
    tellStaff(line);
  });

  bot.onMessage(({ room, text: said }) => (room === null && !said.startsWith("!") ? "Say !open and what it is about, or !help." : null));
  return bot;
}

main(import.meta.url, helpdesk);

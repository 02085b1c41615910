#!/usr/bin/env python3
"""A help desk. People open tickets in private; staff answers them in the first room of VERBATIM_ROOMS. Tickets are in SQLite.

What was said while the bot was away is answered when it is back, once, whatever was killed meanwhile.
"""

import sqlite3
from datetime import timedelta
from typing import Annotated

from verbatim_chat import Bot, Message, Range, Refusal, Rest, Timer

QUIET = timedelta(days=3)
Number = Annotated[int, Range(1, 1_000_000)]
Ticket = tuple[int, str, str, str | None]  # its number, whose it is, what about, and who has taken it

bot = Bot()


def tickets(where: str = "1", *values: object) -> list[Ticket]:
    """Those that are open. Reading is no step: what a handler decides by it is told by its writes."""
    def read(db: sqlite3.Connection) -> list[Ticket]:
        db.execute("create table if not exists ticket(number integer primary key autoincrement, user, subject, taker, open default 1)")
        return db.execute(f"select number, user, subject, taker from ticket where open and {where} order by number", values).fetchall()
    return bot.once(read)


def change(sql: str, *values: object) -> int:
    return bot.once(lambda db: db.execute(sql, values).lastrowid or 0)


def ticket(message: Message, number: int) -> Ticket:
    """An open ticket that the author of a message may speak of."""
    found = tickets("number=?", number)
    if message.room is None and (not found or found[0][1] != message.user):
        raise Refusal(f"You have no open ticket {number}.")
    if not found:
        raise Refusal(f"There is no open ticket {number}.")
    return found[0]


def touch(number: int) -> None:
    bot.set_timer(f"quiet {number}", after=QUIET)


async def tell_staff(text: str) -> None:
    await bot.send(bot.rooms[0], text)


@bot.command("open", "Opens a ticket.", place="private")
async def open_ticket(message: Message, subject: Rest) -> None:
    tickets("0")
    number = change("insert into ticket(user, subject) values(?, ?)", message.user, subject)
    touch(number)
    await message.reply(f"Ticket {number} is open: {subject}")
    await tell_staff(f"Ticket {number} from {message.user}: {subject}")


@bot.command("say", "Adds to a ticket of yours.", place="private")
async def say(message: Message, number: Number, text: Rest) -> None:
    ticket(message, number)
    touch(number)
    await message.reply(f"Added to ticket {number}.")
    await tell_staff(f"Ticket {number}, {message.user}: {text}")


@bot.command("list", "Lists your open tickets.", place="private")
def list_own(message: Message) -> str:
    lines = [f"{number} {f'taken by {taker}' if taker else 'open'}: {subject}"
             for number, _, subject, taker in tickets("user=?", message.user)]
    return "; ".join(lines)[:4000] or "You have no open tickets."


@bot.command("close", "Closes a ticket.")
async def close(message: Message, number: Number) -> None:
    _, user, _, _ = ticket(message, number)
    change("update ticket set open=0 where number=?", number)
    bot.cancel_timer(f"quiet {number}")
    await message.reply(f"Ticket {number} is closed.")
    text = f"Ticket {number} was closed by {message.user}."
    await (tell_staff(text) if message.room is None else bot.whisper(user, text))


@bot.command("tickets", "Lists all open tickets.", place="rooms")
def list_all(message: Message) -> str:
    lines = [f"{number} {f'taken by {taker}' if taker else 'open'}, from {user}: {subject}"
             for number, user, subject, taker in tickets()]
    return "; ".join(lines)[:4000] or "There are no open tickets."


@bot.command("take", "Takes a ticket.", place="rooms")
async def take(message: Message, number: Number) -> None:
    _, user, _, _ = ticket(message, number)
    change("update ticket set taker=? where number=?", message.user, number)
    touch(number)
    await message.reply(f"Ticket {number} is taken by {message.user}.")
    await bot.whisper(user, f"{message.user} has taken ticket {number}.")


@bot.command("answer", "Answers the user of a ticket.", place="rooms")
async def answer(message: Message, number: Number, text: Rest) -> None:
    _, user, _, _ = ticket(message, number)
    touch(number)
    await message.reply(f"Told {user}.")
    await bot.whisper(user, f"Ticket {number}, {message.user}: {text}")


@bot.timer("quiet")
async def quiet(timer: Timer) -> None:
    number = int(timer.name.split()[1])
    for _, user, _, _ in tickets("number=?", number):
        change("update ticket set open=0 where number=?", number)
        text = f"Ticket {number} was closed: nobody said a word for 3d."
        await bot.whisper(user, text)
        await tell_staff(text)


@bot.on_message
def otherwise(message: Message) -> str | None:
    return "Say !open and what it is about, or !help." if message.room is None and not message.text.startswith("!") else None


if __name__ == "__main__":
    bot.run()

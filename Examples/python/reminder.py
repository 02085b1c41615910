#!/usr/bin/env python3
"""Reminds people where they asked for it: `!remind 10m tea`, `!remind tomorrow 9:00 stand-up`, `!remind @bob 17:30 tea`.

What was asked privately stays private: a list in a room shows and numbers only what was asked there. Others are reminded only in a
room, by the name of who asked.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Annotated
from zoneinfo import ZoneInfo

from verbatim_chat import Bot, Mention, Message, Parse, Range, Refusal, Rest, Timer, duration, units
from verbatim_chat.arguments import Arguments
from verbatim_chat.schedules import Daily, days_of

EXAMPLES = "10m, 17:30, tomorrow 9:00, monday 9:00 or 2026-03-01 12:00, all in UTC"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FURTHEST = timedelta(days=365)
NUMBERS = range(1, 21)

bot = Bot()


@dataclass
class When:
    """An instant, and how it is told to the one who asked."""

    at: datetime
    told: str


def clock(text: str) -> time | None:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    return time(int(found[1]), int(found[2])) if found and int(found[1]) < 24 and int(found[2]) < 60 else None


def moment(first: str, arguments: Arguments) -> datetime | None:
    """A time of the clock, of one word or two."""
    if at := clock(first):
        return Daily(at, ZoneInfo("UTC"), days_of("")).next(bot.now)
    if not (at := clock(arguments.word() or "")):
        return None
    if first == "tomorrow":
        return datetime.combine(bot.now.date() + timedelta(days=1), at, timezone.utc)
    if first in DAYS:
        return Daily(at, ZoneInfo("UTC"), frozenset({DAYS.index(first)})).next(bot.now)
    try:
        return datetime.combine(datetime.strptime(first, "%Y-%m-%d"), at, timezone.utc)
    except ValueError:
        return None


def when(arguments: Arguments) -> When:
    first = arguments.word() or ""
    if (wait := duration(first)) is not None:
        return When(bot.now + wait, f"in {units(wait)}")
    if at := moment(first.lower(), arguments):
        return When(at, f"at {at:%Y-%m-%d %H:%M} UTC")
    problem = f'I do not understand the time "{first[:32]}"' if first else "The time is missing"
    raise Refusal(f"{problem}. Say {EXAMPLES}.")


def name(message: Message, number: int) -> str:
    """A reminder in the store, and its timer. No name has a space in it."""
    return f"reminder {message.room or ''} {message.user} {number}"


@bot.command("remind", f"Reminds you, or another. WHEN is {EXAMPLES}.")
def remind(message: Message, whom: Mention, when: Annotated[When, Parse(when)], text: Rest) -> str:
    if whom and message.room is None:
        raise Refusal("Remind others in a room, where they see who asked for it.")
    if len(text) > 140:
        raise Refusal("The text may have at most 140 characters.")
    if not bot.now < when.at <= bot.now + FURTHEST:
        raise Refusal("The time has to be from 1s to 365d from now.")
    free = next((one for number in NUMBERS if (one := name(message, number)) not in bot.store), None)
    if free is None:
        raise Refusal(f"You have {len(NUMBERS)} reminders here; that is all I can keep for you.")
    bot.store[free] = {"whom": whom, "room": message.room, "user": message.user, "text": text, "due": when.at.isoformat()}
    bot.set_timer(free, at=when.at)
    return f"{message.user}: I will remind {whom or 'you'} {when.told}."


@bot.command("remind list", "Lists what you asked for here.")
def list_reminders(message: Message) -> str:
    lines = []
    for number in NUMBERS:
        if kept := bot.store.get(name(message, number)):
            whom = f" for {kept['whom']}" if kept["whom"] else ""
            lines.append(f"{number} in {units(datetime.fromisoformat(kept['due']) - bot.now)}{whom}: {kept['text']}")
    return f"{message.user}: {'; '.join(lines) or 'You have no reminders here.'}"


@bot.command("remind cancel", "Takes one of the list back.")
def cancel(message: Message, number: Annotated[int, Range(1, 20)]) -> str:
    kept = bot.store.pop(name(message, number), None)
    if kept is None:
        raise Refusal(f"You have no reminder {number} here.")
    bot.cancel_timer(name(message, number))
    return f"{message.user}: I will not remind {kept['whom'] or 'you'} of {kept['text']}."


@bot.timer("reminder")
async def due(timer: Timer) -> None:
    kept = bot.store.pop(timer.name, None)
    if kept is None:
        return
    user, text = kept["user"], kept["text"]
    line = f"{kept['whom']}: {text} (from {user})" if kept["whom"] else f"{user}: {text}"
    await (bot.send(kept["room"], line) if kept["room"] else bot.whisper(user, line))


if __name__ == "__main__":
    bot.run()

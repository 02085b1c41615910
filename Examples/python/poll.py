#!/usr/bin/env python3
"""Lets a room decide: `!poll 10m Lunch? | pizza | salad`, then `!vote 1`, until the time is over."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from verbatim_chat import AtMost, Bot, Message, Parse, Range, Refusal, Timer, units
from verbatim_chat.arguments import Arguments

bot = Bot()


def ballot(arguments: Arguments) -> list[str]:
    """Reads `Lunch? | pizza | salad`: a question and its options."""
    parts = [" ".join(part.split()) for part in (arguments.rest() or "").split("|")]
    if not 3 <= len(parts) <= 11 or not all(1 <= len(part) <= 100 for part in parts):
        raise Refusal("Say a question and 2 to 10 options, each of at most 100 characters.")
    if len({option.lower() for option in parts[1:]}) < len(parts) - 1:
        raise Refusal("Two options are alike.")
    return parts


def key(message: Message) -> str:
    return f"poll {message.room}"


def poll_of(message: Message) -> dict[str, Any]:
    if (poll := bot.store.get(key(message))) is None:
        raise Refusal("There is no poll here now.")
    return dict(poll)


def counts(poll: dict[str, Any]) -> list[int]:
    return [list(poll["votes"].values()).count(place) for place in range(len(poll["options"]))]


def tally(poll: dict[str, Any]) -> str:
    standing = ", ".join(f"{option} {count}" for option, count in zip(poll["options"], counts(poll)))
    return f"{poll['question']} {standing}"


def result(poll: dict[str, Any]) -> str:
    most = max(counts(poll))
    winners = [option for option, count in zip(poll["options"], counts(poll)) if count == most]
    outcome = f"{winners[0]} wins" if len(winners) == 1 else f"a draw of {' and '.join(winners)}"
    return f"The poll is over. {tally(poll)} – {outcome if poll['votes'] else 'nobody voted'}."


@bot.command("poll", "Asks the room, as in !poll 10m Lunch? | pizza | salad", place="rooms")
def open_poll(
        message: Message, time: Annotated[timedelta, AtMost(days=30)],
        question: Annotated[list[str], Parse(ballot, "QUESTION | OPTION | OPTION")]) -> str:
    if poll := bot.store.get(key(message)):
        raise Refusal(f"There is a poll already: {poll['question']}")
    asked, *options = question
    bot.store[key(message)] = {
        "question": asked, "options": options, "room": message.room, "by": message.user, "end": (bot.now + time).isoformat(), "votes": {}}
    bot.set_timer(key(message), after=time)
    listed = ", ".join(f"{number} {option}" for number, option in enumerate(options, 1))
    return f"{asked} {listed} – !vote NUMBER within {units(time)}."


@bot.command("vote", "Votes for an option. A later vote takes its place.", place="rooms")
def vote(message: Message, number: Annotated[int, Range(1, 10)]) -> str:
    poll = poll_of(message)
    options, before = poll["options"], poll["votes"].get(message.user)
    if number > len(options):
        raise Refusal(f"The options are 1 to {len(options)}.")
    poll["votes"][message.user] = number - 1
    bot.store[key(message)] = poll
    change = "" if before is None else ", as before" if before == number - 1 else f", and no longer for {options[before]}"
    return f"{message.user}: Your vote is for {options[number - 1]}{change}."


@bot.command("poll results", "Tells how the poll stands.", place="rooms")
def results(message: Message) -> str:
    poll = poll_of(message)
    return f"{tally(poll)} – {units(datetime.fromisoformat(poll['end']) - bot.now)} to go."


@bot.command("poll close", "Ends the poll, by who began it or a moderator.", place="rooms")
async def close(message: Message) -> str:
    poll = poll_of(message)
    if message.user != poll["by"] and await bot.role(message) == "member":
        raise Refusal(f"{poll['by']} began the poll, and moderators may close it too.")
    del bot.store[key(message)]
    bot.cancel_timer(key(message))
    return result(poll)


@bot.timer("poll")
async def over(timer: Timer) -> None:
    if poll := bot.store.pop(timer.name, None):
        await bot.send(poll["room"], result(poll))


if __name__ == "__main__":
    bot.run()

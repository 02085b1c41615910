"""Bots in virtual time: commands, timers, questions, cuts and restarts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Annotated

import pytest
from verbatim_chat import AtMost, Bot, CommandError, Message, Range, Rest, Timer, units
from verbatim_chat.testing import Conversation, conversation

bot = Bot()


@bot.command("brew", "Tells you when your tea is ready.")
def brew(message: Message, time: Annotated[timedelta, AtMost(hours=1)]) -> str:
    bot.set_timer(f"tea {message.user}", after=time, data=message.room)
    return f"{message.user}: I will tell you in {units(time)}."


@bot.timer("tea")
async def ready(timer: Timer) -> None:
    user = timer.name.split()[1]
    bot.store["pots"] = bot.store.get("pots", 0) + 1
    if timer.data is None:
        await bot.whisper(user, "Your tea is ready.")
    else:
        await bot.send(timer.data, f"{user}: Your tea is ready.")


@bot.command("late", "Repeats the words at a time that is long over.")
def late(message: Message, words: Rest) -> None:
    bot.set_timer("echo", at=datetime(2020, 1, 1, tzinfo=timezone.utc), data=words)


@bot.timer("echo")
async def echo(timer: Timer) -> None:
    await bot.send("lobby", timer.data)


@bot.command("pots", "Says how many pots there were.", cool_down=timedelta(seconds=10))
def pots(message: Message) -> str:
    return f"{bot.store.get('pots', 0)} so far."


@bot.command("order", "Takes your order.")
async def order(message: Message) -> None:
    drink = await message.ask(f"{message.user}: Tea or coffee?", patience=timedelta(minutes=2))
    if drink is None:
        await bot.whisper(message.user, "Ask again when you know.")
        return
    cups = await drink.ask("How many cups?")
    while cups is not None and not cups.text.isdigit():
        cups = await cups.ask("A number, please. How many cups?")
    if cups is not None:
        await message.reply(f"{cups.text} × {drink.text} for {message.user}.")


@bot.command("divide", "Divides 10.")
def divide(message: Message, by: int) -> str:
    bot.store["pots"] = 1000
    return str(10 // by)


@bot.command("quiet", "Is for moderators.", role="moderator", place="rooms")
async def quiet(message: Message, user: str, text: Rest) -> str:
    try:
        await bot.api.mute(room=message.room or "", user=user, seconds=60)
    except CommandError as error:
        return f"{error.code} {error.field}"
    return text


@bot.on_message
async def echo(message: Message) -> str | None:
    return message.text if message.room is None else None


def test_tea_is_ready_in_time_also_after_a_restart() -> None:
    with conversation(bot) as chat:
        chat.say("!brew 4m")
        chat.expect("alice: I will tell you in 4m.")
        chat.whisper("!brew 2m", by="bob")
        chat.expect_whisper(re.compile("2m"), to="bob")
        chat.advance("3m")
        chat.expect_whisper("Your tea is ready.", to="bob")
        chat.restart()
        chat.expect_nothing()
        chat.advance("59s")
        chat.expect_nothing()
        chat.advance("1s")
        chat.expect("alice: Your tea is ready.")
        chat.say("!pots")
        chat.expect("2 so far.")


def test_what_is_due_while_the_bot_is_away_comes_when_it_is_back() -> None:
    with conversation(bot, rooms=["tea"]) as chat:
        chat.say("!brew 1h")
        chat.expect("alice: I will tell you in 1h.")
        chat.cut()
        chat.advance("24h")
        chat.say("!pots")
        chat.whisper("anybody?")
        chat.whisper("hello?", by="carol")
        chat.expect_nothing()
        chat.restart()
        chat.expect(lambda text: text in ("alice: Your tea is ready.", "0 so far."))
        chat.expect(lambda text: text in ("alice: Your tea is ready.", "0 so far.", "1 so far."))
        if chat.has_capability("conversations"):
            chat.expect_whisper("anybody?")
            chat.expect_whisper("hello?", to="carol")


def test_private_messages_of_those_it_knows_are_caught_up() -> None:
    with conversation(bot) as chat:
        chat.whisper("one")
        chat.expect_whisper("one")
        chat.cut()
        chat.advance("1h")
        chat.whisper("two")
        chat.whisper("three")
        chat.resume()
        chat.expect_whisper("two")
        chat.expect_whisper("three")


def test_an_order_is_taken_from_two_at_once() -> None:
    with conversation(bot) as chat:
        chat.say("!order")
        chat.expect("alice: Tea or coffee?")
        chat.say("!order", by="bob")
        chat.expect("bob: Tea or coffee?")
        chat.say("tea")
        chat.expect("How many cups?")
        chat.restart()
        chat.say("many")
        chat.expect("A number, please. How many cups?")
        chat.restart()
        chat.say("3")
        chat.expect("3 × tea for alice.")
        chat.advance("2m")
        chat.expect_whisper("Ask again when you know.", to="bob")


def test_usage_help_and_who_may() -> None:
    with conversation(bot) as chat:
        chat.say("!brew")
        chat.expect("alice: TIME is missing. Usage: !brew TIME")
        chat.say("!brew soon")
        chat.expect('alice: TIME is a time such as 90s, 10m, 2h or 1d, and not "soon". Usage: !brew TIME')
        chat.say("!brew 2h")
        chat.expect("alice: TIME is at most 1h. Usage: !brew TIME")
        chat.say("!brew 1m 2m")
        chat.expect('alice: "2m" is too much. Usage: !brew TIME')
        chat.say("!help brew")
        chat.expect("!brew TIME – Tells you when your tea is ready.")
        chat.say("!nothing")
        chat.expect_nothing()
        chat.whisper("!brow")
        chat.expect_whisper("Did you mean !brew? !help lists what I can do.")
        chat.say("!quiet bob hush")
        chat.expect("alice: This is for a room's moderators.")
        chat.whisper("!quiet bob hush")
        chat.expect_whisper("alice: This is for rooms.")
        chat.say("!pots")
        chat.expect("0 so far.")
        chat.say("!pots")
        chat.expect("alice: Wait 10s.")
        chat.say("!pots")
        chat.expect_nothing()


def test_a_moderator_may() -> None:
    with conversation(bot) as chat:
        chat.join("alice")
        assert chat.runner.settings.rooms == ("lobby",)
        chat.bot_does(lambda: bot.api.set_role(room="lobby", user="alice", role="moderator"))
        chat.say("!quiet nobody hush")
        chat.expect("no_such_user user")


def test_a_handler_that_throws_is_told_and_taken_back() -> None:
    with conversation(bot) as chat:
        chat.say("!divide 0")
        chat.expect_problem("ZeroDivisionError")
        chat.say("!pots")
        chat.expect("0 so far.")
        chat.say("!divide 5")
        chat.expect("2")


def test_a_schedule_keeps_to_its_time_zone() -> None:
    bell = Bot()

    @bell.daily("09:30", tz="Europe/Berlin", days="mon-fri")
    async def stand_up(timer: Timer) -> None:
        await bell.send("lobby", f"Stand-up at {timer.due:%H:%M} UTC!")

    with conversation(bell) as chat:  # from Thursday, 1 January 2026
        chat.advance("1d")
        chat.expect("Stand-up at 08:30 UTC!")
        chat.advance("3d")
        chat.expect("Stand-up at 08:30 UTC!")  # Friday, and not on Saturday and Sunday
        chat.advance("12h")
        chat.expect("Stand-up at 08:30 UTC!")
        chat.restart()
        chat.expect_nothing()


def test_more_than_it_may_say_at_once_comes_when_it_may() -> None:
    with conversation(bot, limits={"messages_burst": 2, "messages_per_second": 1}) as chat:
        for number in range(4):
            chat.whisper(str(number), by=f"user{number}")
        chat.expect_whisper("0", to="user0")
        chat.expect_whisper("1", to="user1")
        chat.expect_nothing()
        chat.advance("1s")
        chat.expect_whisper("2", to="user2")
        chat.expect_nothing()
        chat.advance("1s")
        chat.expect_whisper("3", to="user3")


def test_a_failure_shows_the_conversation(talk: Callable[..., Conversation]) -> None:
    chat = talk(bot)
    chat.whisper("hello")
    with pytest.raises(AssertionError) as failure:
        chat.expect_whisper("Hello")
    assert "expected: 'Hello'" in str(failure.value)
    assert "came:     'hello'" in str(failure.value)
    assert "2026-01-01 00:00:00.000 alice to bot: 'hello'" in str(failure.value)


def test_a_room_that_was_deleted_is_joined_when_it_is_there_again() -> None:
    with conversation(bot) as chat:
        for _ in range(3):
            chat.say("!pots", by="bob")
            chat.advance("10s")
            chat.expect("0 so far.")
        chat.bot_does(lambda: bot.api.delete_room(room="lobby"))
        chat.advance("1m")
        assert chat.send("join", room="lobby")["users"] == ["alice"], "the bot does not make it"
        chat.send("chat_message", room="lobby", message="!help pots")
        chat.join("carol")
        chat.expect_nothing()
        chat.advance("1m")
        chat.expect("!pots – Says how many pots there were.")
        assert chat.send("who", room="lobby")["users"] == ["alice", "carol", "bot"]


def test_a_room_made_anew_while_the_bot_is_away() -> None:
    with conversation(bot) as chat:
        chat.join("bob")
        chat.bot_does(lambda: bot.api.set_role(room="lobby", user="bob", role="owner"))
        for _ in range(2):
            chat.say("!pots", by="bob")
            chat.expect("0 so far.")
            chat.advance("10s")
        chat.cut()
        chat.advance("10m")
        chat.send("delete_room", by="bob", room="lobby")
        chat.send("join", by="bob", room="lobby")
        chat.join("alice")
        for number in range(6):
            chat.send("chat_message", by="bob", room="lobby", message=f"!help {number}" if number != 3 else "!help pots")
        chat.resume()
        for _ in range(6):
            chat.expect(lambda text: text.startswith("!"))
        chat.say("!help pots", by="dora")
        chat.expect("!pots – Says how many pots there were.")


def test_rooms_that_a_handler_joins_are_kept() -> None:
    with conversation(bot) as chat:
        chat.bot_does(lambda: bot.api.join(room="attic"))
        chat.cut()
        chat.advance("10m")
        chat.restart()
        assert chat.send("who", room="attic")["users"] == ["bot"]
        chat.bot_does(lambda: bot.api.leave(room="attic"))
        chat.cut()
        chat.advance("10m")
        chat.restart()
        assert chat.send("who", room="attic")["users"] == []


def test_range_and_optional() -> None:
    dice = Bot()

    @dice.command("roll", "Rolls.")
    def roll(message: Message, sides: Annotated[int, Range(2, 100)] = 6) -> str:
        return str(sides)

    with conversation(dice) as chat:
        chat.say("!roll")
        chat.expect("6")
        chat.say("!roll 20")
        chat.expect("20")
        chat.say("!roll 1")
        chat.expect('alice: SIDES is a whole number from 2 to 100, and not "1". Usage: !roll [SIDES]')


def test_a_timer_that_is_due_at_the_same_time_again() -> None:
    with conversation(bot) as chat:
        chat.say("!late one")
        chat.expect("one")
        chat.say("!late two")
        chat.expect("two")

"""Threads, reactions, tasks of the author's own, late timers, and two bots that answer each other."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from verbatim_chat import Bot, Message, Timer
from verbatim_chat.testing import Client, conversation

bot = Bot()


@bot.command("ask", "Asks back in a thread.")
async def ask(message: Message) -> None:
    await message.react("👀")
    answer = await message.ask("When?", reply_to=message.seq)
    if answer is not None:
        await answer.reply(f"{answer.text}, then.", reply_to=message.seq)


@bot.on("reaction_added")
async def thanked(event: Mapping[str, Any]) -> None:
    if "room" in event and event["reaction"] == "👍":
        await bot.send(event["room"], "You are welcome.", reply_to=event["seq"])


@bot.command("later", "Answers in a task.")
async def later(message: Message) -> None:
    async def answer() -> None:
        await asyncio.sleep(0.05)
        await message.reply("Later.")
    asyncio.get_running_loop().create_task(answer())


@bot.command("begin", "Sets a timer that sets one.")
def begin(message: Message) -> str:
    bot.set_timer("first", after=timedelta(hours=1))
    return "I will."


@bot.timer("first")
async def first(timer: Timer) -> None:
    bot.set_timer("second", after=timedelta(minutes=30))
    await bot.send("lobby", f"{timer.due:%H:%M} {bot.now:%H:%M}")


@bot.timer("second")
async def second(timer: Timer) -> None:
    await bot.send("lobby", "Over.")


def test_a_thread_and_reactions() -> None:
    with conversation(bot) as chat:
        chat.say("!ask")
        chat.expect_reaction("👀", to=1)
        chat.expect("When?", reply_to=1)
        chat.restart()
        chat.say("now")
        chat.expect("now, then.", reply_to=1)
        chat.send("react", room="lobby", seq=4, reaction="👍")
        chat.expect("You are welcome.", reply_to=4)
        chat.whisper("!ask")
        chat.expect_reaction("👀", to=1, user="alice")
        chat.expect_whisper("When?", reply_to=1)
        chat.send("react", with_="bot", seq=2, reaction="👍")


def test_a_reaction_that_nobody_expected() -> None:
    with pytest.raises(AssertionError, match="reaction to 1: '👀'"):
        with conversation(bot) as chat:
            chat.say("!ask")


def test_a_task_of_a_handler_is_waited_for() -> None:
    with pytest.raises(AssertionError, match=r"Later\."):
        with conversation(bot) as chat:
            chat.say("!later")
            chat.expect_nothing()


def test_a_late_timer_does_not_hurry_those_that_it_sets() -> None:
    with conversation(bot) as chat:
        chat.say("!begin")
        chat.expect("I will.")
        chat.cut()
        chat.advance("12h")
        chat.restart()
        chat.expect("01:00 12:00")
        chat.advance("29m")
        chat.expect_nothing()
        chat.advance("1m")
        chat.expect("Over.")


def test_a_fault_is_told_where_nothing_was_said() -> None:
    broken = Bot()

    @broken.command("break", "Fails.")
    def fail(message: Message) -> str:
        raise ValueError("no")

    with pytest.raises(AssertionError, match="ValueError"):
        with conversation(broken) as chat:
            chat.say("!break")
            chat.expect("yes")


def test_two_bots_end() -> None:
    parrot = Bot(hears_bots=True)

    @parrot.on_message
    def repeat(message: Message) -> str:
        return message.text

    with conversation(parrot) as chat:
        bench = chat._bench
        machine = chat._users["machine"] = Client()
        token = bench.run(bench.operator.do("provision", user="machine", bot=True))["token"]
        bench.run(machine.open(bench.server.url, token))
        for number in range(33):
            chat.say(f"{number}", by="machine")
        for number in range(32):
            chat.expect(f"{number}")
        chat.expect_problem("without a pause")


def test_messages_behind_one_that_the_limits_hold_up() -> None:
    parrot = Bot()

    @parrot.on_message
    def repeat(message: Message) -> str:
        return message.text

    with conversation(parrot, limits={"messages_burst": 5, "messages_per_second": 1}) as chat:
        for user in ("alice", "bob"):
            for number in range(5):
                chat.say(f"{user} {number}", by=user)
        chat.advance("10s")
        for user in ("alice", "bob"):
            for number in range(5):
                chat.expect(f"{user} {number}")

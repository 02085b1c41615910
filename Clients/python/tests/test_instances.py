"""Two instances of a bot, each with a state of its own."""

from __future__ import annotations

import asyncio
import sqlite3

from verbatim_chat import Bot, Message
from verbatim_chat.state import State
from verbatim_chat.testing import conversation

PROMPTS = 100


def echo() -> Bot:
    bot = Bot()

    @bot.on_message
    def repeat(message: Message) -> str:
        return message.text

    return bot


def test_an_instance_that_was_away_repeats_no_answer() -> None:
    with conversation(echo()) as chat:
        state = State(sqlite3.connect(":memory:", isolation_level=None), is_kept=True)
        other = echo().start(chat._settings, state)
        running = chat._bench.loop.create_task(other.run())

        async def until_read(seq: int) -> None:
            """The other one has taken in all up to this message, and answered it."""
            while not (other.link.is_ready and other.link.is_idle and "#lobby" in state.marks and state.marks["#lobby"].seq >= seq):
                await asyncio.sleep(0.001)

        async def end() -> None:
            running.cancel()
            await asyncio.wait([running])

        chat._bench.run(until_read(0))
        chat.say("together")
        chat.expect("together")
        other.link.may_connect.clear()
        other.link.abort()
        for number in range(PROMPTS):
            chat.say(f"{number}")
            chat.expect(f"{number}")
        other.link.may_connect.set()
        chat._bench.run(until_read(2 * (PROMPTS + 1)))
        chat.say("together again")
        chat.expect("together again")
        chat._bench.run(end())

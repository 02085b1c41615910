"""The program is killed at every point where it writes: nothing is lost and nothing is said twice."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from verbatim_chat import Bot, Message
from verbatim_chat.runner import Runner
from verbatim_chat.testing import Conversation, conversation

bot = Bot()


class Killed(BaseException):
    """As SIGKILL: nothing catches it."""


@bot.command("open", "Opens a ticket.")
async def open_ticket(message: Message, subject: str) -> None:
    bot.once(lambda db: db.execute("create table if not exists ticket(n integer primary key autoincrement, subject)") and None)
    number = bot.once(lambda db: db.execute("insert into ticket(subject) values(?)", (subject,)).lastrowid)
    bot.store["count"] = bot.store.get("count", 0) + 1
    await message.reply(f"{number} {subject} {bot.store['count']}")
    await bot.send("lobby", f"new: {number}")


def kill_at(chat: Conversation, runner: Runner, point: int, *, before_commit: bool) -> None:
    """From its transaction of this number on the program writes and sends nothing any more."""
    state, count = runner.state, 0
    original = state.transaction

    def die() -> None:
        runner.link.abort()
        runner.link._send = lambda frame: None  # type: ignore[method-assign]
        chat._running.cancel()
        raise Killed

    @contextlib.contextmanager
    def transaction() -> Iterator[sqlite3.Connection]:
        nonlocal count
        is_outer = state._depth == 0
        if count >= point:
            die()
        with original() as db:
            yield db
            count += is_outer
            if before_commit and count >= point and is_outer:
                die()
        if count >= point and is_outer:
            die()

    state.transaction = transaction  # type: ignore[method-assign]


@pytest.mark.parametrize("before_commit", [True, False])
@pytest.mark.parametrize("point", range(1, 17))
def test_a_kill_at_any_point(point: int, before_commit: bool) -> None:
    with conversation(bot) as chat:
        chat.whisper("!open first")
        chat.expect_whisper("1 first 1")
        chat.expect("new: 1")
        kill_at(chat, chat.runner, point, before_commit=before_commit)
        with contextlib.suppress(AssertionError, Killed):
            chat.whisper("!open second")
        chat.restart()
        chat.expect_whisper("2 second 2")
        chat.expect("new: 2")
        chat.whisper("!open third")
        chat.expect_whisper("3 third 3")
        chat.expect("new: 3")
        chat.expect_nothing()
        assert not chat.runner.state.events(), "the inbox is empty in the end"

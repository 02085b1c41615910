"""Tests of bots: conversations on a real server, in virtual time.

    def test_kettle():
        with conversation(bot) as chat:
            chat.say("!boil")
            chat.expect("The kettle is on, alice.")

When `say` returns, all its effects have happened, so that `expect_nothing` is exact. A server is started once for all conversations: the
program that `VERBATIM` names, or else `verbatim`.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import itertools
import json
import logging
import os
import re
import secrets
import shlex
import sqlite3
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import websockets

from .arguments import duration
from .bot import Bot, Settings
from .link import Frame, instant, milliseconds
from .runner import Runner
from .state import State

T = TypeVar("T")
Expected = str | re.Pattern[str] | Callable[[str], bool]
PATIENCE = 30  # seconds of real time for anything
GENEROUS = {f"{lane}_{part}": 1_000_000 for lane in ("messages", "queries", "commands") for part in ("burst", "per_second")}


class Server:
    """`verbatim serve` with a virtual clock, on a free port."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="verbatim-"))
        self.database = str(self.folder / "chat.db") if folder else ":memory:"
        self.token, self.port = secrets.token_hex(32), 0
        (self.folder / "operator").write_text(self.token)
        self.start()

    def start(self) -> None:
        command = [
            *shlex.split(os.environ.get("VERBATIM", "verbatim")), "serve", "--database", self.database]
        if os.environ.get("VERBATIM_SERVER"):  # another server of the protocol
            command = shlex.split(os.environ["VERBATIM_SERVER"])
        command += ["--port", str(self.port), "--clock", "virtual", "--admin-token-file", str(self.folder / "operator")]
        try:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        except FileNotFoundError:
            raise RuntimeError(f"there is no program {command[0]!r}; VERBATIM names another") from None
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"ws://[^ ]*:(\d+)/ws", line)
        if not found:
            raise RuntimeError(f"the server does not listen; it said {line!r}")
        self.port = int(found[1])
        self.url = f"ws://127.0.0.1:{self.port}/ws"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class Client:
    """A connection of a user, a guest or the operator. It sees everything that comes."""

    def __init__(self) -> None:
        self.replies: dict[str, asyncio.Future[Frame]] = {}
        self.numbers = itertools.count(1)
        self.hear: Callable[[Frame], None] = lambda frame: None

    async def open(self, url: str, token: str | None = None) -> Client:
        self.socket = await websockets.connect(
            url, subprotocols=[websockets.Subprotocol("verbatim.v1")], max_size=None, ping_interval=None, compression=None)
        self.reader = asyncio.ensure_future(self._read())
        if token:
            await self.ask("login", token=token)
        return self

    async def _read(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                frame = json.loads(await self.socket.recv())
                waiting = self.replies.pop(frame.get("re"), None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(frame)
                else:
                    self.hear(frame)

    async def ask(self, command: str, **fields: Any) -> Frame:
        identity = str(next(self.numbers))
        reply = self.replies[identity] = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps({"type": command, "id": identity, **fields}))
        return await asyncio.wait_for(reply, PATIENCE)

    def close(self) -> None:
        self.reader.cancel()
        self.socket.transport.abort()


class _Operator(Client):
    async def open(self, url: str, token: str | None = None) -> Client:
        # The name of the argument depends on the version of websockets.
        headers = {"Authorization": f"Bearer {token}"}
        for name in ("additional_headers", "extra_headers"):
            with contextlib.suppress(TypeError):
                options: dict[str, Any] = {name: headers}
                self.socket = await websockets.connect(url, max_size=None, ping_interval=None, compression=None, **options)
                break
        self.reader = asyncio.ensure_future(self._read())
        return self

    async def do(self, command: str, **fields: Any) -> Frame:
        reply = await self.ask(command, **fields)
        if reply["type"] == "error":
            raise RuntimeError(f"{command}: {reply}")
        return reply


class _Bench:
    """What all conversations of a test run share."""

    _shared: _Bench | None = None

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.server = Server()
        self.operator = _Operator()
        self.run(self.operator.open(self.server.url, self.server.token))
        atexit.register(self.close)

    def close(self) -> None:
        async def goodbye() -> None:
            await asyncio.wait([asyncio.ensure_future(self.operator.socket.close())], timeout=1)
            self.operator.close()

        self.run(goodbye())
        self.server.kill()
        self.loop.close()

    @classmethod
    def shared(cls) -> _Bench:
        if cls._shared is None or cls._shared.server.process.poll() is not None:
            cls._shared = cls()
        return cls._shared

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)


class _Problems(logging.Handler):
    """What the library logs of a bot's faults."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: deque[str] = deque()

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.found.append(f"{record.getMessage()}: {error!r}")


class _Said(NamedTuple):
    kind: str
    text: str
    reply_to: int | None


class Conversation:
    """Users and a bot. All that the bot says has to be expected, in each room and by each user in the order in which it is said."""

    def __init__(self, bot: Bot, name: str, rooms: Iterable[str], limits: Mapping[str, int] | None) -> None:
        self.bot, self.name, self.rooms = bot, name, tuple(rooms)
        self._bench = _Bench.shared()
        self._kept = sqlite3.connect(":memory:", isolation_level=None)  # what outlives the bot's program
        self._users: dict[str, Client] = {}
        self._in: set[tuple[str, str]] = set()
        self._said: dict[str, deque[_Said]] = {}
        self._lines: list[str] = []
        self._problems = _Problems()
        logging.getLogger("verbatim_chat").addHandler(self._problems)
        self._bench.run(self._open({**GENEROUS, **(limits or {})}))

    async def _open(self, limits: Mapping[str, int]) -> None:
        operator = self._bench.operator
        await operator.do("reset", limits=limits)
        self._now = milliseconds("2026-01-01T00:00:00.000Z")
        token = (await operator.do("provision", user=self.name, bot=True))["token"]
        self._settings = Settings(self._bench.server.url, token, self.name, self.rooms)
        self._watcher = Client()
        self._watcher.hear = self._watch
        watching = asyncio.ensure_future(self._watcher.open(self._bench.server.url))
        await self._start()
        await watching
        for room in self.rooms:
            await self._watcher.ask("join", room=room)

    # The bot

    async def _start(self) -> None:
        self.runner: Runner = self.bot.start(self._settings, State(self._kept, is_kept=True))
        self._running = asyncio.ensure_future(self.runner.run())
        await self._settle()

    async def _kill(self) -> None:
        self.runner.link.abort()
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await asyncio.sleep(0)  # what was cancelled ends

    async def _settle(self) -> None:
        """Waits until nobody has anything left to do."""
        quiet = asyncio.ensure_future(self._until_quiet())
        await asyncio.wait([quiet, self._running], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not quiet.done():
            quiet.cancel()
            await asyncio.gather(quiet, return_exceptions=True)
        if self._running.done():
            why = None if self._running.cancelled() else self._running.exception()
            self._fail(f"the bot has ended: {why!r}")
        if quiet.cancelled():
            self._fail(f"the bot is not done after {PATIENCE} seconds")
        quiet.result()

    async def _until_quiet(self) -> None:
        link = self.runner.link
        while link.may_connect.is_set():
            if not link.is_ready:
                await asyncio.sleep(0.001)
                continue
            sent = link.sent
            await link.barrier()
            while not link.is_idle:
                link.became_idle.clear()
                await link.became_idle.wait()
            if link.sent == sent:
                break
        await asyncio.gather(*(client.ask("ping") for client in (*self._users.values(), self._watcher)))

    # What is said

    def _note(self, line: str) -> None:
        self._lines.append(f"  {instant(self._now):%Y-%m-%d %H:%M:%S.%f}"[:-3] + f" {line}")

    def _watch(self, frame: Frame) -> None:
        """What the bot does in a room. What it does in private the user sees who it is for."""
        if frame.get("user") == self.name and "room" in frame:
            self._hear(frame["room"], frame)

    def _hear(self, place: str, frame: Frame) -> None:
        if frame["type"] in ("chat_message", "private_message"):
            kind, text = "", frame["message"]
        elif frame["type"] == "message_edited":
            kind, text = "edited: ", frame["message"]
        elif frame["type"] == "reaction_added":
            kind, text = f"reaction to {frame['seq']}: ", frame["reaction"]
        else:
            return
        self._note(f"{self.name} in {place}: {kind}{text!r}")
        self._said.setdefault(place, deque()).append(_Said(kind, text, frame.get("reply_to")))

    async def _user(self, name: str) -> Client:
        if name not in self._users:
            token = (await self._bench.operator.do("provision", user=name, bot=False))["token"]
            client = Client()

            def hear(frame: Frame) -> None:
                if frame.get("user") == self.name and "room" not in frame:
                    self._hear(f"@{name}", frame)
            client.hear = hear
            self._users[name] = client
            await client.open(self._bench.server.url, token)
        return self._users[name]

    async def _ask(self, user: str, command: str, **fields: Any) -> Frame:
        reply = await (await self._user(user)).ask(command, **fields)
        await self._settle()
        return reply

    async def _join(self, user: str, room: str) -> None:
        if (user, room) not in self._in:
            self._in.add((user, room))
            reply = await (await self._user(user)).ask("join", room=room)
            if reply["type"] == "error":
                self._fail(f"{user} cannot join {room}: {reply}")
            await self._watcher.ask("join", room=room)
            self._note(f"{user} joins {room}")

    async def _say(self, text: str, by: str, room: str) -> None:
        await self._join(by, room)
        self._note(f"{by} in {room}: {text!r}")
        self._accepted(await self._ask(by, "chat_message", room=room, message=text))

    def _accepted(self, reply: Frame) -> None:
        if reply["type"] == "error":
            self._fail(f"the server refused it: {reply}")

    def _fail(self, what: str) -> None:
        __tracebackhide__ = True
        faults = [f"the bot has a fault: {problem}" for problem in self._problems.found]
        raise AssertionError("\n".join([what, *faults, "the conversation so far:", *self._lines]))

    # Steps

    def say(self, text: str, by: str = "alice", room: str | None = None) -> None:
        """A user says something in a room, and joins it where that is necessary."""
        self._bench.run(self._say(text, by, room or self.rooms[0]))

    def whisper(self, text: str, by: str = "alice") -> None:
        """A user says something to the bot in private."""
        self._note(f"{by} to {self.name}: {text!r}")
        self._accepted(self._bench.run(self._ask(by, "private_message", to=self.name, message=text)))

    def send(self, command: str, by: str = "alice", **fields: Any) -> Frame:
        """A user gives any command of the protocol; the reply is returned."""
        self._note(f"{by}: {command} {fields}")
        return self._bench.run(self._ask(by, command, **{name.rstrip("_"): value for name, value in fields.items()}))

    def join(self, user: str, room: str | None = None) -> None:
        async def join() -> None:
            await self._join(user, room or self.rooms[0])
            await self._settle()
        self._bench.run(join())

    def advance(self, time: timedelta | str) -> None:
        """Time passes. It stops whenever a timer of the bot is due, until the bot has done what it does then."""
        span = duration(time) if isinstance(time, str) else time
        if span is None:
            raise ValueError(f"{time!r} is no time such as 90s, 10m, 2h or 1d")
        self._bench.run(self._advance(self._now + round(span / timedelta(milliseconds=1))))

    async def _advance(self, end: int) -> None:
        while self._now < end:
            due = [int(-(-due // 1)) for due in self.runner.link.server_timers.values() if self._now < due < end]
            step = min([end, *due])
            step, self._now = step - self._now, step
            await self._bench.operator.do("clock_advance", milliseconds=step)
            await self._settle()

    def cut(self) -> None:
        """The connection of the bot breaks, and it cannot make another."""
        self._note(f"{self.name} loses its connection")

        async def cut() -> None:
            self.runner.link.may_connect.clear()
            self.runner.link.abort()
            while self.runner.link.is_ready:
                await asyncio.sleep(0)
            await self._bench.operator.do("settle")
        self._bench.run(cut())

    def resume(self) -> None:
        """It can connect again."""
        self._note(f"{self.name} can connect again")
        self.runner.link.may_connect.set()
        self._bench.run(self._settle())

    def restart(self) -> None:
        """The program of the bot is killed and starts again; after `cut` it was away until now."""
        self._note(f"{self.name} starts again")

        async def restart() -> None:
            await self._kill()
            await self._start()
        self._bench.run(restart())

    def has_capability(self, name: str) -> bool:
        """Whether the server has this optional part."""
        return name in self.runner.link.hello["capabilities"]

    def bot_does(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The bot does something of its own accord, such as `lambda: bot.send("lobby", "hello")`."""
        async def do() -> T:
            result = await work()
            await self._settle()
            return result
        return self._bench.run(do())

    # Expectations

    def expect(self, expected: Expected, room: str | None = None, *, reply_to: int | None = None) -> str:
        """The next that the bot says in a room; with `reply_to` as a reply to this message."""
        __tracebackhide__ = True
        return self._expect(room or self.rooms[0], "", expected, reply_to)

    def expect_whisper(self, expected: Expected, to: str = "alice", *, reply_to: int | None = None) -> str:
        """The next that the bot says to a user alone."""
        __tracebackhide__ = True
        return self._expect(f"@{to}", "", expected, reply_to)

    def expect_edit(self, expected: Expected, room: str | None = None, *, user: str | None = None) -> str:
        """The next text that the bot gives a message of its own, in a room or in its private conversation with `user`."""
        __tracebackhide__ = True
        return self._expect(f"@{user}" if user else room or self.rooms[0], "edited: ", expected)

    def expect_reaction(self, reaction: str, to: int, room: str | None = None, *, user: str | None = None) -> None:
        """The next that the bot does is to give this reaction to a message of a room, or of its private conversation with `user`."""
        __tracebackhide__ = True
        self._expect(f"@{user}" if user else room or self.rooms[0], f"reaction to {to}: ", reaction)

    def _expect(self, place: str, kind: str, expected: Expected, reply_to: int | None = None) -> str:
        __tracebackhide__ = True
        if not self._said.get(place):
            self._fail(f"{self.name} said nothing in {place}\n  expected: {expected!r}")
        came = self._said[place].popleft()
        fits = (
            came.text == expected if isinstance(expected, str)
            else expected.search(came.text) is not None if isinstance(expected, re.Pattern) else expected(came.text))
        if not fits or kind != came.kind:
            self._fail(f"{self.name} said something else in {place}\n  expected: {kind}{expected!r}\n  came:     {came.kind}{came.text!r}")
        if reply_to is not None and reply_to != came.reply_to:
            self._fail(f"{self.name} said {came.text!r} as a reply to {came.reply_to}, and not to {reply_to}")
        return came.text

    def expect_nothing(self) -> None:
        """Nothing was said that was not expected yet."""
        __tracebackhide__ = True
        for place, said in self._said.items():
            if said:
                self._fail(f"{self.name} said in {place} what nobody expected: {said[0].kind}{said[0].text!r}")

    def skip(self) -> None:
        """Discards what was said so far."""
        self._said.clear()

    def expect_problem(self, expected: str = "") -> None:
        """A handler of the bot failed, with this in what is logged."""
        __tracebackhide__ = True
        if not self._problems.found or expected not in self._problems.found[0]:
            self._fail(f"{self.name} had no fault with {expected!r}")
        self._problems.found.popleft()

    def finish(self) -> None:
        """Nothing is left that was not expected."""
        __tracebackhide__ = True
        self.expect_nothing()
        if self._problems.found:
            self._fail(f"{self.name} had a fault that nobody expected")

    def close(self) -> None:
        logging.getLogger("verbatim_chat").removeHandler(self._problems)
        for client in (*self._users.values(), self._watcher):
            client.close()
        self._bench.run(self._kill())
        self._kept.close()


@contextlib.contextmanager
def conversation(
        bot: Bot, *, name: str = "bot", rooms: Iterable[str] = ("lobby",),
        limits: Mapping[str, int] | None = None) -> Iterator[Conversation]:
    """A conversation with a bot, with fresh users and rooms, from 2026-01-01T00:00 on. What is left at the end fails it."""
    __tracebackhide__ = True
    chat = Conversation(bot, name, rooms, limits)
    try:
        yield chat
        chat.finish()
    finally:
        chat.close()

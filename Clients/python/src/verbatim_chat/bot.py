"""A bot: what it does with messages, commands, timers and other events."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from .commands import BotCommand, CommandTable, Place
from .errors import Ended, VerbatimError
from .link import Frame, instant, milliseconds
from .protocol import Commands
from .schedules import Daily, Every
from .store import Store

if TYPE_CHECKING:
    from .runner import Runner
    from .state import State

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """What somebody said, in a room or in private."""

    text: str
    user: str
    room: str | None
    """Where; None in private."""
    seq: int
    at: datetime
    is_bot: bool
    raw: Mapping[str, Any] = field(repr=False)
    """The frame as it came, with whatever fields the server has."""
    _bot: Bot = field(repr=False, compare=False)

    @classmethod
    def of(cls, frame: Mapping[str, Any], room: str | None, bot: Bot) -> Message:
        at = instant(milliseconds(frame["at"]))
        return cls(frame["message"], frame["user"], room, frame["seq"], at, bool(frame.get("bot")), frame, bot)

    @property
    def reply_to(self) -> int | None:
        return self.raw.get("reply_to")

    @property
    def data(self) -> Any:
        return self.raw.get("data")

    @property
    def mentions(self) -> list[str]:
        return list(self.raw.get("mentions", []))

    async def reply(self, text: str, **fields: Any) -> Frame:
        """Answers where it was said. `fields` are further ones of the command, such as `reply_to`."""
        if self.room is None:
            return await self._bot.whisper(self.user, text, **fields)
        return await self._bot.send(self.room, text, **fields)

    async def react(self, reaction: str) -> Frame:
        """Gives the message a reaction, such as 👍. It has it once, however often this is called."""
        place = {"with": self.user} if self.room is None else {"room": self.room}
        return await self._bot.request("react", **place, seq=self.seq, reaction=reaction)

    async def ask(self, text: str, *, patience: timedelta = timedelta(minutes=5), **fields: Any) -> Message | None:
        """Asks, and returns the next that the same user says in the same place; None where that takes too long.

        It may take days: after a restart the handler runs again up to here, without asking twice.
        """
        await self.reply(text, **fields)
        return await self._bot.runner.answer(self, patience)


@dataclass(frozen=True)
class Timer:
    """A timer that is due."""

    name: str
    due: datetime
    data: Any


@dataclass(frozen=True)
class Settings:
    """Where a bot runs, as the environment says it."""

    url: str
    token: str
    name: str
    rooms: tuple[str, ...] = ()
    state: Path | None = None
    reports: bool = False

    @classmethod
    def from_environment(cls) -> Settings:
        def needed(name: str) -> str:
            if not (value := os.environ.get(f"VERBATIM_{name}")):
                raise VerbatimError(f"VERBATIM_{name} is not set. A bot needs VERBATIM_URL and VERBATIM_TOKEN.")
            return value

        state = os.environ.get("VERBATIM_STATE")
        rooms = [room for room in os.environ.get("VERBATIM_ROOMS", "").split(",") if room]
        return cls(
            needed("URL"), needed("TOKEN"), os.environ.get("VERBATIM_NAME") or "bot", tuple(rooms),
            Path(state) if state else None, os.environ.get("VERBATIM_QUIET") == "1")


class _Api(Commands):
    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def _request(self, command: str, fields: Mapping[str, Any]) -> Any:
        return await self._bot.request(command, **fields)


class Bot:
    """Handlers by what they are for. `run` has them called."""

    def __init__(self, *, hears_bots: bool = False) -> None:
        self.hears_bots = hears_bots
        self.message_handlers: list[Callable[[Message], Any]] = []
        self.event_handlers: dict[str, list[Callable[[Frame], Any]]] = {}
        self.timer_handlers: dict[str, Callable[[Timer], Any]] = {}
        self.schedules: dict[str, Daily | Every] = {}
        self.start_handlers: list[Callable[[], Any]] = []
        self.commands = CommandTable()
        self.api = _Api(self)
        """Every command of the protocol as a typed method."""
        self._runner: Runner | None = None

    # What it does

    def on_message(self, handler: F) -> F:
        """Called with each message of another that is neither a command nor an answer. A text that it returns is the reply."""
        self.message_handlers.append(handler)
        return handler

    def on(self, event: str) -> Callable[[F], F]:
        """Called with each event of this type, as the frame that it is; new types need no new library."""
        def register(handler: F) -> F:
            self.event_handlers.setdefault(event, []).append(handler)
            return handler
        return register

    def on_start(self, handler: F) -> F:
        """Called once when the bot is logged in and in its rooms."""
        self.start_handlers.append(handler)
        return handler

    def command(
            self, name: str, about: str, *, place: Place = "anywhere", role: Literal["moderator", "owner"] | None = None,
            users: Iterable[str] | None = None, cool_down: timedelta = timedelta()) -> Callable[[F], F]:
        """Called with the message and the arguments that the handler's annotations ask for. `!help` lists all commands."""
        def register(handler: F) -> F:
            names = frozenset(user.casefold() for user in users) if users is not None else None
            self.commands.commands.append(BotCommand(
                name, about, handler, place, role, names, cool_down.total_seconds()))
            return handler
        return register

    def timer(self, kind: str) -> Callable[[F], F]:
        """Called with each timer whose name has this first word."""
        def register(handler: F) -> F:
            self.timer_handlers[kind] = handler
            return handler
        return register

    def daily(self, at: str, *, tz: str = "UTC", days: str = "") -> Callable[[F], F]:
        """Called at a time of the clock, as in `@bot.daily("09:30", tz="Europe/Berlin", days="mon-fri")`."""
        return self._scheduled(Daily.parse(at, tz, days))

    def every(self, period: timedelta) -> Callable[[F], F]:
        """Called again and again."""
        return self._scheduled(Every(period))

    def _scheduled(self, schedule: Daily | Every) -> Callable[[F], F]:
        def register(handler: F) -> F:
            name = f"schedule:{handler.__name__}"
            self.schedules[name], self.timer_handlers[name] = schedule, handler
            return handler
        return register

    # What its handlers do

    @property
    def runner(self) -> Runner:
        if self._runner is None:
            raise VerbatimError("the bot does not run")
        return self._runner

    @property
    def name(self) -> str:
        return self.runner.link.user

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms that it was told to be in."""
        return self.runner.settings.rooms

    @property
    def now(self) -> datetime:
        """The server's time; in a handler, that of its event, so that it is the same when the event is handled again."""
        return self.runner.now

    @property
    def store(self) -> Store:
        """Values by name that outlive the program."""
        return self.runner.store

    async def request(self, command: str, **fields: Any) -> Frame:
        """Gives any command of the protocol and returns its reply; a refusal is a CommandError. Fields that are None are left out.

        A field whose name is a word of Python is written as `with_`."""
        return await self.runner.request({"type": command, **{name.rstrip("_"): value for name, value in fields.items()}})

    async def send(self, room: str, text: str, **fields: Any) -> Frame:
        """Says something in a room."""
        return await self.request("chat_message", room=room, message=text, **fields)

    async def whisper(self, user: str, text: str, **fields: Any) -> Frame:
        """Says something to a user alone."""
        return await self.request("private_message", to=user, message=text, **fields)

    async def role(self, message: Message) -> str:
        """`member`, `moderator` or `owner`: what the author of a message is in its room."""
        return await self.runner.conversations.role(message)

    def once(self, write: Callable[[sqlite3.Connection], T]) -> T:
        """Calls `write` with the bot's database, in a transaction. For an event that is handled again it is not called again: it gives
        what it gave then, which has to be JSON. Tables of the bot's own live beside the library's."""
        return self.runner.once(write)

    def set_timer(
            self, name: str, *, after: timedelta | None = None, at: datetime | None = None, data: Any = None) -> None:
        """Sets a timer, or another time for it. It outlives the program; one that is due while that is away comes when it is back."""
        if (after is None) == (at is None):
            raise ValueError("a timer needs either `after` or `at`")
        self.runner.set_timer(name, at if at is not None else self.now + (after or timedelta()), data)

    def cancel_timer(self, name: str) -> None:
        self.runner.cancel_timer(name)

    def spawn(self, work: Awaitable[Any]) -> asyncio.Future[Any]:
        """Does something beside the handlers, which `VERBATIM_QUIET` takes into account. It is not done again after a kill."""
        return self.runner.spawn(work)

    # Running

    def run(self, settings: Settings | None = None) -> None:
        """Runs until SIGTERM, SIGINT, or until the server sends the bot away: then the program ends with 1."""
        logging.basicConfig(format="%(levelname)s %(message)s", level=os.environ.get("VERBATIM_LOG", "WARNING").upper())
        try:
            asyncio.run(self._run_until_signal(settings or Settings.from_environment()))
        except VerbatimError as error:
            sys.exit(str(error))
        except KeyboardInterrupt:  # where the loop takes no signals
            pass

    async def _run_until_signal(self, settings: Settings) -> None:
        runner = self.start(settings)
        for name in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows has no handlers in the loop
                asyncio.get_running_loop().add_signal_handler(name, runner.stop)
        await runner.run()

    def start(self, settings: Settings, state: State | None = None) -> Runner:
        """For who has a loop already: `await bot.start(settings).run()`."""
        from .runner import Runner
        self._runner = Runner(self, settings, state)
        return self._runner


__all__ = ["Bot", "Ended", "Message", "Settings", "Timer"]

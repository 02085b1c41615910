"""Has a bot's handlers called: each event once, in order within a conversation, also after kills of the program and the server."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import sqlite3
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import Context, ContextVar
from datetime import datetime, timedelta
from typing import Any, TypeVar
from weakref import WeakSet

from .arguments import units
from .bot import Bot, Message, Settings, Timer
from .commands import ROLES, CoolDowns
from .conversations import Conversations
from .errors import CommandError, Refusal
from .link import Frame, Link, instant, milliseconds
from .state import State
from .store import Store, Turn, current
from .timers import Timers

log = logging.getLogger("verbatim_chat")
T = TypeVar("T")
KEYED = ("chat_message", "private_message")
STOPPING_SECONDS = 5
ANSWERS_IN_A_ROW, PAUSE = 32, 1000  # how many answers a bot gets without a pause of so many milliseconds

at_work: ContextVar[Link | None] = ContextVar("at_work", default=None)
"""The link of the handler whose code runs."""
counted: WeakSet[asyncio.Task[Any]] = WeakSet()
"""Tasks that their link counts as work."""


def count_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Has the tasks that handlers make counted as work, so that the test kit waits for what they do."""
    make: Any = loop.get_task_factory()
    if getattr(make, "counts", False):
        return

    def factory(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> Any:
        task = make(loop, work, **options) if make else asyncio.Task(work, loop=loop, **options)
        context = options.get("context")
        link = at_work.get() if context is None else context.get(at_work)
        if link is not None:
            counted.add(task)
            link.work_begins()
            task.add_done_callback(lambda _: link.work_ends())
        return task

    factory.counts = True  # type: ignore[attr-defined]
    loop.set_task_factory(factory)


class Runner:
    """One run of a bot's program."""

    def __init__(self, bot: Bot, settings: Settings, state: State | None = None) -> None:
        self.bot, self.settings = bot, settings
        self.state = state or State.open(settings.state, settings.name)
        self.owns_state = state is None
        self.store = Store(self.state)
        self.link = Link(settings.url, settings.token, self.state, reports=settings.reports)
        self.link.on_ready, self.link.on_event, self.link.on_reply = self._ready, self._take, self._replied
        self.conversations = Conversations(self)
        self.timers = Timers(self)
        self._queues: dict[str, deque[Turn]] = {}
        self._busy: set[str] = set()  # queues whose first turn is counted as work; the others wait for it
        self._tasks: set[asyncio.Task[Any]] = set()
        self._answers: dict[tuple[str, str], tuple[Turn, int, asyncio.Future[Frame | None]]] = {}
        self._cool_downs = CoolDowns()
        self._answers_to_bots: dict[str, tuple[int, int]] = {}
        self._stop = asyncio.Event()
        self._has_started = False

    # The run

    async def run(self) -> None:
        """Runs until `stop`, or until the server sends the bot away."""
        count_tasks(asyncio.get_running_loop())
        for number, event in self.state.events():
            self._enqueue(Turn(number, event, self.state.steps(number)))
        link, stop = asyncio.ensure_future(self.link.run()), asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait([link, stop], return_when=asyncio.FIRST_COMPLETED)
            if link.done():
                link.result()
            await self._finish()
        finally:
            pending: set[asyncio.Future[Any]] = {link, stop, *self._tasks}
            while pending:  # `wait_for` of Python 3.10 can lose a cancellation
                for task in pending:
                    task.cancel()
                _, pending = await asyncio.wait(pending, timeout=1)
            if self.owns_state:
                self.state.close()

    def stop(self) -> None:
        """What is under way is finished; what comes from now on waits for the next start."""
        self._stop.set()

    async def _finish(self) -> None:
        """A session that nobody can resume is ended; the other is left by breaking the connection."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._until_idle(), STOPPING_SECONDS)
        if self.state.is_kept:
            self.link.abort()
        else:
            await self.link.close()

    async def _until_idle(self) -> None:
        while not self.link.is_idle or self.link.has_commands:
            self.link.became_idle.clear()
            await self.link.became_idle.wait()

    def _ready(self, resumed: bool) -> None:
        is_first, self._has_started = not self._has_started, True
        if "born" not in self.state.meta:
            self.state.set_meta(born=self.link.now)
        self.spawn(self._begin(resumed, is_first))

    async def _begin(self, resumed: bool, is_first: bool) -> None:
        await self.conversations.begin(resumed, is_first)
        self.timers.begin(resumed, is_first)
        if is_first:
            for handler in self.bot.start_handlers:
                await self._call(handler)

    def spawn(self, work: Awaitable[Any]) -> asyncio.Task[Any]:
        """Does something beside the handlers, as no part of the event that is being handled."""
        async def watched() -> Any:
            try:
                return await work
            except CommandError as error:
                log.warning("%s", error)
            except Exception:
                log.exception("something beside the handlers failed")
            finally:
                self.link.work_ends()

        def close(task: asyncio.Task[Any]) -> None:
            if inspect.iscoroutine(work):
                work.close()  # one that was ended before it began

        self.link.work_begins()
        task = self._keep(Context().run(asyncio.get_running_loop().create_task, watched()))
        counted.add(task)
        task.add_done_callback(close)
        return task

    def _keep(self, task: asyncio.Task[Any]) -> asyncio.Task[Any]:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # What handlers do

    @property
    def now(self) -> datetime:
        turn = current.get()
        return instant(turn.event["now"] if turn else self.link.now)

    async def request(self, frame: Frame) -> Frame:
        """Gives a command. In a handler its reply is kept with the event, and is given again where that is handled again."""
        turn = current.get()
        is_keyed = frame["type"] in KEYED and frame.get("key") is None
        is_counted = asyncio.current_task() in counted
        if turn is None:
            return await self.link.request({**frame, "key": uuid.uuid4().hex} if is_keyed else frame, counted=is_counted)
        step = turn.next_step()
        if step in turn.recorded:
            reply: Frame = turn.recorded[step]
        else:
            if is_keyed and self._is_loop(turn.event):
                raise RuntimeError(f"the bot has answered another bot {ANSWERS_IN_A_ROW} times without a pause of a second")
            try:
                reply = await self.link.request({**frame, "key": turn.key(step)} if is_keyed else frame, counted=is_counted)
            except CommandError as error:
                reply = error.reply
                if error.code == "key_reused" and is_keyed:  # another instance of the bot has answered, in other words
                    reply = {"type": "ack", "duplicate": True}
            self.state.add_step(turn.number, step, reply)
        if reply["type"] == "error":
            raise CommandError(reply, frame)
        return reply

    def _is_loop(self, event: dict[str, Any]) -> bool:
        """Counts an answer to a bot, and says whether it is one too many: the two may be answering each other."""
        message = event.get("message", {})
        if not message.get("bot"):
            return False
        if len(self._answers_to_bots) > 1000:
            self._answers_to_bots.clear()
        at, count = self._answers_to_bots.get(message["user"], (0, 0))
        count = count + 1 if event["now"] < at + PAUSE else 1
        self._answers_to_bots[message["user"]] = event["now"], count
        return count > ANSWERS_IN_A_ROW

    def once(self, write: Callable[[sqlite3.Connection], T]) -> T:
        turn = current.get()
        with self.state.transaction() as db:
            if turn is None:
                return write(db)
            step = turn.next_step()
            if step in turn.recorded:
                recorded: T = turn.recorded[step]
                return recorded
            result = write(db)
            self.state.add_step(turn.number, step, result)
            return result

    def set_timer(self, name: str, due: datetime, data: Any) -> None:
        self.timers.set(name, due, data)

    def cancel_timer(self, name: str) -> None:
        self.timers.cancel(name)

    async def answer(self, message: Message, patience: timedelta) -> Message | None:
        """Waits for what the user says next in the same place. Meanwhile other messages of the place are handled."""
        turn = current.get()
        if turn is None or turn.task is not asyncio.current_task():
            raise RuntimeError("only a handler can ask")
        step = turn.next_step()
        if step not in turn.recorded:
            place = "#" + message.room if message.room is not None else "@" + message.user
            asked = (place, message.user)
            if asked in self._answers:
                self.resolve(asked, None)  # the newer question counts
            future: asyncio.Future[Frame | None] = asyncio.get_running_loop().create_future()
            self._answers[asked] = (turn, step, future)
            name = f"\0answer {turn.number} {step}"
            if not self.timers.has(name):
                self.timers.set_own(name, instant(self.link.now) + patience, list(asked))
            self._rest(turn)
            turn.parked.set()
            turn.recorded[step] = await future
            self.timers.cancel_own(name)
        frame = turn.recorded[step]
        return Message.of(frame, message.room, self.bot) if frame else None

    def resolve(self, asked: tuple[str, str], frame: Frame | None) -> bool:
        """Gives an answer, or that there is none, to whoever asked."""
        if asked not in self._answers:
            return False
        turn, step, future = self._answers.pop(asked)
        self.state.add_step(turn.number, step, frame)
        if not future.done():
            self.link.work_begins()
            future.set_result(frame)
        return True

    # What comes

    def _take(self, frame: Frame, number: int) -> None:
        kind = frame["type"]
        if kind in ("chat_message", "private_message"):
            self.conversations.hear(frame)
        elif kind == "timer":
            self.timers.fire(frame)
        else:
            self.conversations.note(frame)
        if kind in self.bot.event_handlers:
            self.accept(f"event {frame.get('room', '')}", {"frame": frame, "key": ["event", self.link.session, number, ""], "now": self.link.now})

    def _replied(self, frame: Frame, command: Frame) -> None:
        self.conversations.note(frame)
        if command["type"] == "join":
            self.conversations.joined(frame)
        elif command["type"] == "leave":
            self.conversations.left(command["room"])

    def hear(self, place: str, frame: Frame) -> None:
        """A new message of another."""
        if self.resolve((place, frame["user"]), frame):
            return
        text, in_room = frame["message"], place[0] == "#"
        is_command = not frame.get("bot") and (
            self.bot.commands.find(text) or self.bot.commands.answer_otherwise(text, in_room) is not None)
        if is_command or self.bot.message_handlers:
            key = ["message", place, frame["seq"], frame["at"]]
            self.accept(place, {"message": frame, "key": key, "now": milliseconds(frame["at"])})

    def accept(self, queue: str, event: dict[str, Any]) -> None:
        """Keeps an event until it is handled. The caller is in the transaction that counts its frame."""
        event = {**event, "queue": queue}
        self._enqueue(Turn(self.state.add_event(event), event, {}))

    # Turns

    def _enqueue(self, turn: Turn) -> None:
        if self._stop.is_set() and self.state.is_kept:
            return
        queue = turn.queue
        if queue not in self._busy:
            self._busy.add(queue)
            self.link.work_begins()
        if queue in self._queues:
            return self._queues[queue].append(turn)
        self._queues[queue] = deque([turn])
        self._keep(Context().run(asyncio.get_running_loop().create_task, self._work(queue)))

    async def _work(self, queue: str) -> None:
        """Handles the events of one conversation, one after the other."""
        turns = self._queues[queue]
        while turns:
            turn = turns.popleft()
            task = turn.task = self._keep(asyncio.ensure_future(self._handle(turn)))
            counted.add(task)
            parked = self._keep(asyncio.ensure_future(turn.parked.wait()))
            await asyncio.wait([task, parked], return_when=asyncio.FIRST_COMPLETED)
            parked.cancel()
        del self._queues[queue]

    async def _handle(self, turn: Turn) -> None:
        current.set(turn)
        at_work.set(self.link)
        self.store.begin(turn)
        try:
            await self._perform(turn.event)
        except Exception:
            log.exception("a handler failed at %s", turn.event)
            self.timers.restored(self.store.take_back(turn))
        current.set(None)
        at_work.set(None)
        self.store.end(turn)
        self._rest(turn)

    def _rest(self, turn: Turn) -> None:
        """A turn is not under way any more; the next one of its queue is instead."""
        if not turn.parked.is_set():
            if self._queues[turn.queue]:
                return
            self._busy.discard(turn.queue)
        self.link.work_ends()

    async def _perform(self, event: dict[str, Any]) -> None:
        if "frame" in event:
            for handler in self.bot.event_handlers.get(event["frame"]["type"], []):
                await self._call(handler, event["frame"])
        elif "timer" in event:
            on_timer = self.bot.timer_handlers.get(event["timer"].split(" ")[0])
            if on_timer is None:
                log.warning("nothing handles the timer %r", event["timer"])
            else:
                await self._call(on_timer, Timer(event["timer"], instant(event["due"]), event["data"]))
        else:
            place = event["key"][1]
            await self._perform_message(Message.of(event["message"], place[1:] if place[0] == "#" else None, self.bot))

    async def _perform_message(self, message: Message) -> None:
        if not message.is_bot and (answer := await self._command(message)) is not None:
            if answer:
                await message.reply(answer)
            return
        for handler in self.bot.message_handlers:
            answer = await self._call(handler, message)
            if isinstance(answer, str) and answer:
                await message.reply(answer)

    async def _command(self, message: Message) -> str | None:
        """Runs the command that a message gives and returns what to say; None where it is no command."""
        found = self.bot.commands.find(message.text)
        if found is None:
            return self.bot.commands.answer_otherwise(message.text, message.room is not None)
        command, arguments = found
        try:
            if command.place == "rooms" and message.room is None:
                raise Refusal("This is for rooms.")
            if command.place == "private" and message.room is not None:
                raise Refusal(f"Tell me privately: /pm {self.link.user} {message.text}")
            if command.users is not None and message.user.casefold() not in command.users:
                raise Refusal("This is not for you.")
            if command.role and ROLES[await self.conversations.role(message)] < ROLES[command.role]:
                raise Refusal(f"This is for a room's {'owner' if command.role == 'owner' else 'moderators'}.")
            values = command.read(arguments)
            if command.cool_down:
                wait = self._cool_downs.wait(command, message.user, milliseconds(message.raw["at"]))
                if wait != 0:
                    return f"{message.user}: Wait {units(timedelta(milliseconds=wait))}." if wait else ""
            try:
                answer = await self._call(command.handler, message, **values)
            except Refusal:
                self._cool_downs.forget(command, message.user)  # what was not done needs no rest
                raise
        except Refusal as refusal:
            return f"{message.user}: {refusal}"
        return answer if isinstance(answer, str) else ""

    @staticmethod
    async def _call(handler: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        result = handler(*arguments, **named)
        return await result if inspect.isawaitable(result) else result

"""A session with the server, over all the connections that it needs."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import random
import uuid
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

import websockets

from .errors import CommandError, Ended
from .pace import LANES, Pace, lane_of
from .state import State

log = logging.getLogger("verbatim_chat")
Frame = dict[str, Any]

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 30.0
# Commands that can be given again where the server could not carry them out.
PATIENT = frozenset({"chat_message", "private_message", "edit_message", "join", "history", "set_timer", "cancel_timer", "who"})


def milliseconds(time: str) -> int:
    """The milliseconds since 1970 of a time as the server writes it."""
    return round(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp() * 1000)


def instant(milliseconds: float) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc)


class Waiting:
    """A command without an answer."""

    def __init__(self, frame: Frame, counted: bool) -> None:
        self.frame, self.lane, self.counted = frame, lane_of(frame["type"]), counted
        self.reply: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()


class Link:
    """Logs in, counts frames, resumes, paces commands, sends them again until they are answered, and notices dead connections.

    Each lane has one command under way at a time, so that none overtakes one that has to be sent again.
    """

    def __init__(self, url: str, token: str, state: State, *, reports: bool) -> None:
        self.url, self.token, self.state, self.reports = url, token, state, reports
        self.session: str | None = state.meta.get("session")
        self.received: int = state.meta.get("received", 0)
        self.user = str(state.meta.get("user", ""))
        self.hello: Frame = {}
        self.limits: dict[str, int] = {}
        self.is_virtual, self.is_ready, self.gate_is_open = False, False, False
        # Who owns the link is told of what comes: whether the session was resumed; a frame that is no reply; a reply and its command.
        self.on_ready: Callable[[bool], None] = lambda resumed: None
        self.on_event: Callable[[Frame, int], None] = lambda frame, number: None
        self.on_reply: Callable[[Frame, Frame], None] = lambda frame, command: None
        self.became_idle = asyncio.Event()
        self.may_connect = asyncio.Event()  # a test kit keeps it away
        self.may_connect.set()
        self.sent = 0  # frames, but for reports and barriers
        self.server_timers: dict[str, float] = {}  # when they are due
        self._barriers: dict[str, asyncio.Future[None]] = {}
        self.working = 0  # handlers that neither have ended nor wait for a frame
        self._socket: Any = None
        self._out: asyncio.Queue[str] = asyncio.Queue()
        self._lanes: dict[str, deque[Waiting]] = {lane: deque() for lane in LANES}
        self._sent: dict[str, Waiting | None] = dict.fromkeys(LANES)
        self._paused: set[str] = set()
        self._pausing = 0  # pauses by the own clock
        self._doubt: str | None = None
        self._pace = Pace()
        self._numbers = itertools.count(1)
        self._time, self._time_at = 0.0, 0.0
        self._heard, self._news = 0.0, False
        self._backoff, self._at_least, self._ready_at = FIRST_PAUSE, 0.0, 0.0

    # Time

    @property
    def now(self) -> float:
        """The server's time, in milliseconds: as it last told, and on a clock of the wall what has passed since."""
        passed = 0.0 if self.is_virtual else (self._loop_time() - self._time_at) * 1000
        return self._time + passed

    @staticmethod
    def _loop_time() -> float:
        return asyncio.get_running_loop().time()

    def _pace_time(self) -> float:
        return self.now if self.is_virtual else self._loop_time() * 1000

    def _take_time(self, frame: Frame) -> None:
        told = frame.get("now") or frame.get("at")
        if isinstance(told, str):
            with contextlib.suppress(ValueError):
                if (time := milliseconds(told)) > self.now or frame.get("type") == "hello":
                    self._time, self._time_at = time, self._loop_time()

    # Commands

    async def request(self, frame: Frame, *, counted: bool = False) -> Frame:
        """Gives a command and returns its reply, however many connections that takes. A refusal is a CommandError."""
        frame = {name: value for name, value in frame.items() if value is not None}
        waiting = Waiting({**frame, "id": uuid.uuid4().hex}, counted)
        self._lanes[waiting.lane].append(waiting)
        self._pump()
        self._work(-counted)
        try:
            reply = await waiting.reply
        except asyncio.CancelledError:
            if waiting.reply.cancelled():
                if self._sent[waiting.lane] is not waiting and waiting in self._lanes[waiting.lane]:
                    self._lanes[waiting.lane].remove(waiting)
                self._work(counted)
            raise
        if reply["type"] == "error":
            raise CommandError(reply, frame)
        return reply

    def open_gate(self) -> None:
        """The rooms are joined: messages and queries may go out."""
        self.gate_is_open = True
        self._pump()

    def _pump(self) -> None:
        for lane in LANES:
            queue = self._lanes[lane]
            if not queue or not self.is_ready or self._doubt or self._sent[lane] or lane in self._paused:
                continue
            if lane != "commands" and not self.gate_is_open:
                continue
            # On a virtual clock a pause is a command, for which there has to be an allowance.
            needed = 2 if lane == "commands" and self.is_virtual else 1
            if (wait := self._pace.wait(lane, self._pace_time(), needed)) > 0:
                self._pause(lane, wait)
                continue
            self._sent[lane] = queue[0]
            self._send(queue[0].frame)

    def _pause(self, lane: str, wait: float) -> None:
        """The lane waits, by the clock that the server goes by."""
        self._paused.add(lane)
        wait = max(1, int(-(-wait // 1)))
        if self.is_virtual and self.is_ready:
            self._send({"type": "set_timer", "id": f"~{lane}", "timer": f"~{lane}", "milliseconds": wait})
        else:
            self._wait_here(wait, lambda: self._go_on(lane))

    def _wait_here(self, wait: float, then: Callable[[], None]) -> None:
        def over() -> None:
            self._pausing -= 1
            then()
            self.check_idle()

        self._pausing += 1
        asyncio.get_running_loop().call_later(wait / 1000 + 0.001, over)

    def _go_on(self, lane: str) -> None:
        self._paused.discard(lane)
        self._pump()

    def _settle(self, frame: Frame) -> None:
        identity, refused = frame["re"], frame.get("code")
        if identity in self._barriers:
            return self._barriers.pop(identity).set_result(None)
        if identity.startswith("~"):  # a pause that could not be set: the own clock has to do
            if not refused:
                self._pace.spend("commands", self._pace_time())
            else:
                self._wait_here(max(250, frame.get("retry_after_ms", 0)), lambda: self._go_on(identity[1:]))
            return
        if identity == self._doubt:
            self._doubt = None
            self._sent = dict.fromkeys(LANES)
            return self._pump()
        waiting = next((w for queue in self._lanes.values() for w in queue if w.frame["id"] == identity), None)
        if waiting is None:
            return
        lane, command = waiting.lane, waiting.frame
        if self._sent[lane] is waiting:
            self._sent[lane] = None
        if refused == "rate_limited" or refused in ("unavailable", "internal") and command["type"] in PATIENT:
            return self._pause(lane, frame.get("retry_after_ms") or 1000)
        self._pace.spend(lane, self._pace_time())
        self._lanes[lane].remove(waiting)
        if frame["type"] != "error":
            self.on_reply(frame, command)
        if not waiting.reply.done():
            self._work(waiting.counted)  # before its handler runs on, so that the link never looks idle in between
            waiting.reply.set_result(frame)
        self._pump()

    # What is under way

    def _work(self, change: int) -> None:
        self.working += change
        if change < 0:
            self.check_idle()

    def work_begins(self) -> None:
        self._work(1)

    def work_ends(self) -> None:
        self._work(-1)

    @property
    def is_idle(self) -> bool:
        return self.working <= 0 and self._pausing == 0 and self._out.empty()

    @property
    def has_commands(self) -> bool:
        """Whether a command has no answer yet."""
        return any(self._lanes.values())

    def check_idle(self) -> None:
        asyncio.get_running_loop().call_soon(self._check_idle)

    def _check_idle(self) -> None:
        if not self.is_idle:
            return
        self.became_idle.set()
        if self.reports and self.is_ready and self._news:
            self._news = False
            self._out.put_nowait(json.dumps({"type": "ping", "id": "quiet", "received": self.received}))

    # Frames

    async def barrier(self) -> None:
        """Waits until all has come that was caused by what anybody was answered before."""
        identity = f"barrier-{next(self._numbers)}"
        self._barriers[identity] = asyncio.get_running_loop().create_future()
        self._out.put_nowait(json.dumps({"type": "ping", "id": identity}))
        await self._barriers[identity]

    def _send(self, frame: Frame) -> None:
        self._news = True
        self.sent += 1
        if frame["type"] == "set_timer":
            self.server_timers[frame["timer"]] = self.now + frame["milliseconds"]
        elif frame["type"] == "cancel_timer":
            self.server_timers.pop(frame["timer"], None)
        self._out.put_nowait(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    def _receive(self, text: str | bytes) -> None:
        self._heard = self._loop_time()
        try:
            frame = json.loads(text)
            kind = frame["type"] if isinstance(frame, dict) else None
        except (ValueError, KeyError, RecursionError):
            frame, kind = {}, None
        if kind == "hello" and not self.is_ready:
            self._greet(frame)
        elif kind == "ready" and not self.is_ready:
            self._begin(frame)
        elif not self.is_ready:
            if frame.get("re") == "login":
                self._refuse(frame)
        else:
            self._take(frame, kind)

    def _greet(self, hello: Frame) -> None:
        self.hello, self.limits = hello, {k: v for k, v in hello.get("limits", {}).items() if isinstance(v, int)}
        self.is_virtual = hello.get("clock") == "virtual"
        self._take_time(hello)
        self._pace.obey(self.limits, self._pace_time())
        resume = {"session": self.session, "received": self.received} if self.session else None
        self._send({"type": "login", "id": "login", "token": self.token, **({"resume": resume} if resume else {})})

    def _begin(self, ready: Frame) -> None:
        resumed, user = ready.get("resumed") is True, str(ready.get("user"))
        if self.user and user.casefold() != self.user.casefold():
            raise Ended(f"the token is of {user}, and the state is of {self.user}")
        self.user = user
        if not resumed:
            self.session, self.received = ready.get("session"), 0
            self.server_timers.clear()
        self.state.set_meta(session=self.session, received=self.received, user=self.user)
        self.is_ready, self._news = True, True
        # One that is thrown out again and again comes back more slowly.
        self._backoff = FIRST_PAUSE if self._loop_time() - self._ready_at > 1 else min(self._backoff, 2)
        self._ready_at = self._loop_time()
        self.gate_is_open = self.gate_is_open and resumed
        self._paused.clear()  # a timer of the server for it may have been lost with the connection
        if resumed and any(self._sent.values()):
            # What was sent may be among what was missed; that comes before the answer to a ping.
            self._doubt = f"doubt-{next(self._numbers)}"
            self._send({"type": "ping", "id": self._doubt})
        else:
            self._doubt, self._sent = None, dict.fromkeys(LANES)
        self.on_ready(resumed)
        self._pump()
        self.check_idle()

    def _refuse(self, error: Frame) -> None:
        if error.get("code") not in ("rate_limited", "unavailable", "internal"):
            raise Ended(f"{error.get('message')} ({error.get('code')})")
        self._at_least = error.get("retry_after_ms", 1000) / 1000
        raise ConnectionError(error.get("message"))

    def _take(self, frame: Frame, kind: Any) -> None:
        """Takes a frame that counts. What it means is kept together with the count."""
        if kind == "typing":
            return  # It is not counted, and says nothing to keep.
        with self.state.transaction():
            self.received += 1
            self.state.set_meta(received=self.received)
            if not isinstance(kind, str):
                frame, kind = {}, ""
            self._take_time(frame)
            identity = frame.get("re")
            if identity == "quiet":
                return
            self._news = True
            if kind == "timer":
                self.server_timers.pop(str(frame.get("timer")), None)
            if kind == "timer" and str(frame.get("timer")).startswith("~"):
                self._go_on(frame["timer"][1:])
            elif isinstance(identity, str):
                self._settle(frame)
            elif kind == "error":
                log.warning("the server refuses a frame: %s", frame)
            else:
                try:
                    self.on_event(frame, self.received)
                except (KeyError, TypeError, ValueError, AttributeError) as fault:
                    log.warning("ignored %.200r: %r", frame, fault)
        self.check_idle()

    # Connections

    async def run(self) -> None:
        """Connects again and again, until the server says by a close code from 4500 on that it is no use."""
        while True:
            await self.may_connect.wait()
            try:
                async with websockets.connect(
                        self.url, subprotocols=[websockets.Subprotocol("verbatim.v1")], max_size=None, ping_interval=None, compression=None,
                        close_timeout=3) as self._socket:
                    await self._converse()
            except websockets.ConnectionClosed as end:
                code = end.rcvd.code if end.rcvd else None
                if code in (1000, 1009) or code is not None and 4500 <= code < 5000:
                    raise Ended(f"the server sent {self.user} away: {code} {end.rcvd.reason if end.rcvd else ''}") from end
                if code == 4004:
                    self._backoff = max(self._backoff, 8)
                log.info("the connection ended: %s", end)
            except websockets.InvalidURI as fault:
                raise Ended(str(fault)) from fault
            except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as fault:
                is_first = self._backoff == FIRST_PAUSE and not self._at_least
                log.log(logging.WARNING if is_first else logging.INFO, "no connection to %s: %s; trying again", self.url, fault)
            finally:
                self.is_ready, self._socket = False, None
            await asyncio.sleep(self._at_least + random.uniform(self._backoff / 2, self._backoff))
            self._at_least = 0.0
            self._backoff = min(2 * self._backoff, LONGEST_PAUSE)

    async def _converse(self) -> None:
        self._out, self._heard = asyncio.Queue(), self._loop_time()
        parts: Iterable[Any] = [asyncio.ensure_future(part()) for part in (self._read, self._write, self._watch)]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
            if not self._socket.close_code:
                self.abort()

    async def _read(self) -> None:
        while True:
            self._receive(await self._socket.recv())

    async def _write(self) -> None:
        while True:
            text = await self._out.get()
            await self._socket.send(text)
            if self._out.empty():
                self.check_idle()

    async def _watch(self) -> None:
        """Asks a silent server whether it is there, and leaves one that does not answer, within twice its heartbeat."""
        asked = 0.0
        while True:
            beat = self.limits.get("heartbeat_seconds", 20) * 0.8
            await asyncio.sleep(min(1.0, beat / 8))
            silence = self._loop_time() - self._heard
            if silence > 2 * beat:
                raise ConnectionError("the server does not answer")
            if silence > beat and self.is_ready and asked != self._heard:
                asked = self._heard
                self._out.put_nowait(json.dumps({"type": "ping", "id": "alive", "received": self.received}))

    def abort(self) -> None:
        """Breaks the connection: the session can be resumed."""
        if self._socket is not None and self._socket.transport is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        """Says goodbye, which ends the session."""
        if self._socket is not None:
            await self._socket.close()

"""The server's time: the machine's, or a virtual one that an operator moves."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from datetime import datetime, timedelta, timezone
from typing import Callable

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
VIRTUAL_START = int((datetime(2026, 1, 1, tzinfo=timezone.utc) - EPOCH).total_seconds()) * 1000


def text(milliseconds: int) -> str:
    """A time in RFC 3339, in UTC with milliseconds."""
    moment = EPOCH + timedelta(milliseconds=milliseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


class Alarm:
    """Something that is to be done at a time, unless it is cancelled."""

    def __init__(self, due: int, action: Callable[[], None]) -> None:
        self.due, self.action, self.cancelled = due, action, False

    def cancel(self) -> None:
        self.cancelled = True

    def ring(self) -> None:
        if not self.cancelled:
            self.cancelled = True
            self.action()


class Clock:
    """Milliseconds since 1970, and alarms in the order of their times, then of their setting."""

    def __init__(self, virtual: bool) -> None:
        self.virtual = virtual
        self.moment = VIRTUAL_START
        self.alarms: list[tuple[int, int, Alarm]] = []
        self.numbers = itertools.count()
        self.wakening: asyncio.TimerHandle | None = None

    def now(self) -> int:
        return self.moment if self.virtual else time.time_ns() // 1_000_000

    def after(self, milliseconds: int, action: Callable[[], None]) -> Alarm:
        """Has something done after a while."""
        alarm = Alarm(self.now() + milliseconds, action)
        heapq.heappush(self.alarms, (alarm.due, next(self.numbers), alarm))
        self.wake()
        return alarm

    def advance(self, milliseconds: int) -> None:
        """Lets virtual time pass, and what falls due on the way happen at its own time."""
        end = self.moment + milliseconds
        while self.alarms and self.alarms[0][0] <= end:
            self.moment, _, alarm = heapq.heappop(self.alarms)
            alarm.ring()
        self.moment = end

    def wake(self) -> None:
        """On a wall clock, has the event loop come back for the next alarm."""
        if self.wakening:
            self.wakening.cancel()
        self.wakening = None
        if not self.virtual and self.alarms:
            seconds = max(0, self.alarms[0][0] - self.now()) / 1000
            self.wakening = asyncio.get_running_loop().call_later(seconds, self.ring)

    def ring(self) -> None:
        while self.alarms and self.alarms[0][0] <= self.now():
            heapq.heappop(self.alarms)[2].ring()
        self.wake()

"""Timers of a bot. They are kept in its store, and set on the server's clock, which may be virtual."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .link import Frame, instant, milliseconds
from .store import current

if TYPE_CHECKING:
    from .runner import Runner

LONGEST = 31_622_400_000  # milliseconds: the server's, 366 days
PREFIX, ARMED = "\0timer ", "\0armed "


def server_name(name: str) -> str:
    """A timer's name on the server, which allows 64 characters."""
    return "t-" + hashlib.sha256(name.encode()).hexdigest()[:24]


class Timers:
    """Names that begin with a NUL are the library's own: they are no part of an event's handling."""

    def __init__(self, runner: Runner) -> None:
        self._runner, self._values = runner, runner.state.values

    def _all(self) -> list[str]:
        return [entry[len(PREFIX):] for entry in self._values if entry.startswith(PREFIX)]

    def has(self, name: str) -> bool:
        return PREFIX + name in self._values

    def due(self, name: str) -> int:
        due: int = json.loads(self._values[PREFIX + name])["due"]
        return due

    def set(self, name: str, due: datetime, data: Any) -> None:
        # A name can be due at the same time once more: what is then sent is another event's.
        turn = current.get()
        by = turn.key(-1) if turn else 0
        self._runner.store[PREFIX + name] = {"due": round(due.timestamp() * 1000), "data": data, "by": by}
        self._arm(name)

    def cancel(self, name: str) -> None:
        if self._runner.store.pop(PREFIX + name, None) is not None:
            self._disarm(name)

    def set_own(self, name: str, due: datetime, data: Any = None) -> None:
        self._write(PREFIX + name, {"due": round(due.timestamp() * 1000), "data": data})
        self._arm(name)

    def cancel_own(self, name: str) -> None:
        if self.has(name):
            self._write(PREFIX + name, None)
            self._disarm(name)

    def _write(self, entry: str, value: Any) -> None:
        """Writes at once, and not as a part of what is being handled."""
        text = None if value is None else json.dumps(value)
        self._runner.state.write({entry: text})
        if text is None:
            self._values.pop(entry, None)
        else:
            self._values[entry] = text

    # On the server

    def begin(self, resumed: bool, is_first: bool) -> None:
        """A new session has no timers, and in a resumed one some may not have been set before the program was killed."""
        if is_first:
            self._begin_schedules()
        for entry in [entry for entry in self._values if entry.startswith(ARMED) and not self.has(entry[len(ARMED):])]:
            self._write(entry, None)
        missing = [name for name in self._all() if not (resumed and self._is_armed(name))]
        room = min(self._runner.link.limits.get("timers", 1000) - 10, 900)
        for name in sorted(missing, key=self.due)[:max(0, room)]:
            self._arm(name)

    def _is_armed(self, name: str) -> bool:
        armed = self._values.get(ARMED + name)
        return armed is not None and json.loads(armed) == [self._runner.link.session, self.due(name)]

    def _arm(self, name: str) -> None:
        if self._runner.link.session and self._runner.link.hello:
            self._runner.spawn(self._set_on_server(name))

    async def _set_on_server(self, name: str) -> None:
        if not self.has(name):
            return
        due, link = self.due(name), self._runner.link
        if due <= link.now:
            with self._runner.state.transaction():
                return self._is_due(name)
        wait = min(max(1, math.ceil(due - link.now)), LONGEST)
        await link.request({"type": "set_timer", "timer": server_name(name), "milliseconds": wait}, counted=True)
        if self.has(name) and self.due(name) == due:
            self._write(ARMED + name, [link.session, due])

    def _disarm(self, name: str) -> None:
        if self._runner.link.session:
            self._runner.spawn(self._runner.link.request({"type": "cancel_timer", "timer": server_name(name)}, counted=True))

    def restored(self, entries: list[str]) -> None:
        """A handler threw, and what it did to timers was taken back."""
        for name in (entry[len(PREFIX):] for entry in entries if entry.startswith(PREFIX)):
            if self.has(name):
                self._arm(name)
            else:
                self._disarm(name)

    def fire(self, frame: Frame) -> None:
        """The server says that a timer is due."""
        name = next((name for name in self._all() if server_name(name) == frame["timer"]), None)
        if name is None:
            return
        due = self.due(name)
        if due > milliseconds(frame["now"]) + 1 and due > self._runner.link.now + 1:
            return self._arm(name)  # longer than a timer of the server's can be, or set anew meanwhile
        self._is_due(name)

    def _is_due(self, name: str) -> None:
        due = self.due(name)
        timer = json.loads(self._values[PREFIX + name])
        data = timer["data"]
        self._write(PREFIX + name, None)
        self._write(ARMED + name, None)
        if name.startswith("\0answer "):
            self._runner.resolve((data[0], data[1]), None)
        elif name.startswith("\0room "):
            self._runner.spawn(self._runner.conversations.look_for(name.split(" ", 1)[1], data))
        else:
            if name in self._runner.bot.schedules:
                self._schedule(name, instant(max(due, self._runner.link.now)))
            event = {"timer": name, "due": due, "data": data, "now": max(due, round(self._runner.link.now)), "key": ["timer", name, due, timer.get("by", 0)]}
            self._runner.accept(f"timer {name}", event)
        self._arm_next()

    def _arm_next(self) -> None:
        """Where there are more timers than the server takes, the next one takes the place."""
        names = self._all()
        if len(names) >= 900:
            waiting = [name for name in names if not self._is_armed(name)]
            if waiting:
                self._arm(min(waiting, key=self.due))

    # Schedules

    def _begin_schedules(self) -> None:
        schedules = self._runner.bot.schedules
        for name in [name for name in self._all() if name.startswith("schedule:") and name not in schedules]:
            self.cancel_own(name)
        for name, schedule in schedules.items():
            entry = self._values.get(PREFIX + name)
            if entry is None or json.loads(entry)["data"] != repr(schedule):
                self._schedule(name, instant(self._runner.link.now))

    def _schedule(self, name: str, after: datetime) -> None:
        schedule = self._runner.bot.schedules[name]
        self.set_own(name, schedule.next(after), repr(schedule))


"""The key-value store of a bot, and the turns whose writes are kept together."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterator, MutableMapping
from contextvars import ContextVar
from typing import Any

from .state import State


class Turn:
    """The handling of one event. What it sends has keys that are the same whenever the event is handled again."""

    def __init__(self, number: int, event: dict[str, Any], recorded: dict[int, Any]) -> None:
        self.number, self.event, self.recorded = number, event, recorded
        self.step = -1
        self.before: dict[str, str | None] = {}  # what it changed in the store, as it was
        self.touched: set[str] = set()  # what it read or changed there
        self.task: asyncio.Task[Any] | None = None
        self.parked = asyncio.Event()  # it waits for an answer of its user, and holds nobody up

    @property
    def queue(self) -> str:
        return self.event.get("queue") or ""

    def next_step(self) -> int:
        self.step += 1
        return self.step

    def key(self, step: int) -> str:
        """Two instances of a bot derive the same key, for the same message of the same room."""
        text = json.dumps([*self.event["key"], step], ensure_ascii=False, separators=(",", ":"))
        return "v1-" + hashlib.sha256(text.encode()).hexdigest()[:40]


current: ContextVar[Turn | None] = ContextVar("turn", default=None)


class Store(MutableMapping[str, Any]):
    """Values by name, anything that JSON has. They outlive the program where the bot has a folder for its state.

    What a handler writes others see at once. It is kept when the handler has ended, and taken back when it throws. Where handlers of
    several conversations touch the same entries, what they wrote is kept together, so that nothing is counted twice after a kill.
    """

    def __init__(self, state: State) -> None:
        self._state, self._values = state, state.values
        self._running: set[Turn] = set()
        self._done: set[Turn] = set()

    def __getitem__(self, name: str) -> Any:
        self._touch(name)
        return json.loads(self._values[name])

    def __setitem__(self, name: str, value: Any) -> None:
        self._set(name, json.dumps(value, ensure_ascii=False))

    def __delitem__(self, name: str) -> None:
        if name not in self._values:
            raise KeyError(name)
        self._set(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter([name for name in self._values if not name.startswith("\0")])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def prefixed(self, prefix: str) -> list[str]:
        """The names that begin so, in order."""
        names = sorted(name for name in self._values if name.startswith(prefix))
        for name in names:
            self._touch(name)
        return names

    def _touch(self, name: str) -> None:
        if turn := current.get():
            turn.touched.add(name)

    def _set(self, name: str, text: str | None) -> None:
        if (turn := current.get()) in self._running and turn is not None:
            turn.before.setdefault(name, self._values.get(name))
            turn.touched.add(name)
        else:
            self._state.write({name: text})
        self._put(name, text)

    def _put(self, name: str, text: str | None) -> None:
        if text is None:
            self._values.pop(name, None)
        else:
            self._values[name] = text

    # Turns

    def begin(self, turn: Turn) -> None:
        self._running.add(turn)

    def take_back(self, turn: Turn) -> list[str]:
        """Takes back what the turn wrote, but for what others wrote over it, and says what."""
        written = set().union(*(other.before for other in self._running | self._done if other is not turn))
        names = [name for name in turn.before if name not in written]
        for name in names:
            self._put(name, turn.before[name])
        turn.before = {name: old for name, old in turn.before.items() if name in written}
        return names

    def end(self, turn: Turn) -> None:
        """The turn is over. All are kept that depend on no turn under way: that touched nothing which such a turn changed."""
        self._running.discard(turn)
        self._done.add(turn)
        ready = set(self._done)
        while late := {
                one for one in ready
                if any(not one.touched.isdisjoint(other.before) for other in (self._running | self._done) - ready)}:
            ready -= late
        names = {name for one in ready for name in one.before}
        self._state.write({name: self._values.get(name) for name in names}, [one.number for one in ready])
        self._done -= ready

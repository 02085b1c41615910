"""The server's rate limits, kept by the client so that nothing has to be refused."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES = frozenset({"chat_message", "private_message", "edit_message", "react", "unreact", "set_commands"})
QUERIES = frozenset({
    "history", "search", "rooms", "who", "sessions", "tokens", "commands", "user_info", "conversations", "blocks"})
LANES = ("messages", "queries", "commands")


def lane_of(command: str) -> str:
    return "messages" if command in MESSAGES else "queries" if command in QUERIES else "commands"


class Allowance:
    """A bucket of tokens. A command is counted when its reply comes: the server counted it earlier, so that this one is never ahead."""

    def __init__(self, burst: float, per_second: float, now: float) -> None:
        self.burst, self.per_second, self.tokens, self.at = burst, per_second, burst, now

    def _fill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.per_second / 1000)
        self.at = max(self.at, now)

    def spend(self, now: float) -> None:
        self._fill(now)
        self.tokens -= 1

    def wait(self, now: float, needed: float = 1) -> float:
        """In how many milliseconds so many commands may be sent."""
        self._fill(now)
        return max(0.0, (min(needed, self.burst) - self.tokens - 1e-9) * 1000 / self.per_second)


class Pace:
    """The allowance of each lane. `now` is in milliseconds of whichever clock the server goes by."""

    def __init__(self) -> None:
        self._lanes: dict[str, Allowance] = {}

    def obey(self, limits: Mapping[str, int], now: float) -> None:
        for lane in LANES:
            burst, rate = (limits.get(f"{lane}_{part}", 1_000_000) for part in ("burst", "per_second"))
            known = self._lanes.get(lane)
            if known is None or (known.burst, known.per_second) != (burst, rate):
                self._lanes[lane] = Allowance(burst, rate, now)

    def spend(self, lane: str, now: float) -> None:
        if lane in self._lanes:
            self._lanes[lane].spend(now)

    def wait(self, lane: str, now: float, needed: float = 1) -> float:
        return self._lanes[lane].wait(now, needed) if lane in self._lanes else 0.0

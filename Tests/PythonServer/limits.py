"""The bounds that a server keeps, and the allowances that are counted against them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sessions import SentFrame, Session

# name: (default, least), as in the table "Limits" of Docs/protocol.md. What is left out belongs to parts that this server has not.
TABLE: dict[str, tuple[int, int]] = {
    "frame_bytes": (65536, 1024),
    "json_depth": (16, 4),
    "id_characters": (64, 1),
    "message_characters": (4096, 1),
    "edit_seconds": (86400, 0),
    "room_name_characters": (128, 1),
    "user_name_characters": (32, 1),
    "password_bytes": (1024, 8),
    "password_bytes_at_least": (8, 1),
    "key_characters": (64, 1),
    "keys_per_user": (256, 1),
    "query_characters": (256, 1),
    "query_terms": (16, 1),
    "history_page": (100, 1),
    "search_page": (50, 1),
    "rooms_page": (100, 1),
    "user_list_names": (1000, 1),
    "presence_each": (200, 0),
    "presence_milliseconds": (1000, 1),
    "rooms_per_session": (100, 1),
    "sessions_per_user": (16, 1),
    "rooms_per_user": (100, 1),
    "unused_room_seconds": (86400, 1),
    "tokens_per_user": (32, 1),
    "token_seconds": (7776000, 0),
    "unused_account_seconds": (7776000, 0),
    "timers": (1000, 0),
    "timer_name_characters": (64, 1),
    "resume_seconds": (300, 0),
    "resume_frames": (1000, 0),
    "send_queue_bytes": (1048576, 1024),
    "resume_bytes": (268435456, 1024),
    "messages_burst": (20, 1),
    "messages_per_second": (5, 1),
    "queries_burst": (30, 1),
    "queries_per_second": (10, 1),
    "commands_burst": (60, 1),
    "commands_per_second": (20, 1),
    "refusals_burst": (500, 1),
    "refusals_per_second": (20, 1),
    "bad_frames": (20, 1),
    "heartbeat_seconds": (20, 1),
    "registration": (2, 0),
    "guests": (2, 0),
    "login_seconds": (0, 0),
    "login_failures_burst": (10, 1),
    "login_failures_per_minute": (6, 1),
    "peer_login_failures_burst": (100, 1),
    "peer_login_failures_per_minute": (60, 1),
    "peer_registrations_burst": (100, 1),
    "peer_registrations_per_minute": (60, 1),
    "tracked_attempts": (10000, 1),
}


class Limits:
    """The value of each limit, by its name."""

    def __init__(self, changed: dict[str, int] | None = None) -> None:
        """Takes the defaults but for those that are changed; raises ValueError for a name or a number that is not allowed."""
        # The frames of all sessions that may be sent again, the oldest first.
        self.kept: deque[tuple[Session, SentFrame]] = deque()
        self.kept_bytes = 0
        self.values = {name: default for name, (default, _) in TABLE.items()}
        for name, value in (changed or {}).items():
            if name not in TABLE:
                raise ValueError(f"no limit is called {name}")
            if type(value) is not int or not TABLE[name][1] <= value < 2**53:
                raise ValueError(f"{name} is an integer from {TABLE[name][1]}")
            self.values[name] = value

    def keep(self, session: Session, frame: SentFrame) -> None:
        """Counts a frame that a session keeps, and has the oldest forgotten where all keep too much."""
        self.kept.append((session, frame))
        self.kept_bytes += len(frame.text.encode())
        while self.kept_bytes > self.resume_bytes:
            oldest, forgotten = self.kept.popleft()
            self.kept_bytes -= len(forgotten.text.encode())
            if oldest.kept and oldest.kept[0] is forgotten:
                oldest.kept.popleft()

    def __getattr__(self, name: str) -> int:
        return self.values[name]


class Allowance:
    """A bucket of tokens: `burst` at once, and one more in each period."""

    def __init__(self, burst: int, count: int, milliseconds: int) -> None:
        """Starts full; `count` come back in `milliseconds`."""
        self.burst, self.count, self.period = burst, count, milliseconds
        self.used = 0  # in units of 1 / period, so that no fraction is lost
        self.since = 0

    def wait(self, now: int) -> int:
        """How many milliseconds it takes until one can be taken; 0 where that is now."""
        self.used = max(0, self.used - (now - self.since) * self.count)
        self.since = now
        missing = self.used + self.period - self.burst * self.period
        return max(0, -(-missing // self.count))

    def take(self) -> None:
        """Uses one up, which `wait` has said is there."""
        self.used += self.period

    def give_back(self) -> None:
        """Undoes one `take`."""
        self.used = max(0, self.used - self.period)

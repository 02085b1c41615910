"""Times of the clock that repeat, in a time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def days_of(text: str) -> frozenset[int]:
    """`mon-fri`, `sat sun`, `mon,thu`, or nothing for every day."""
    days: set[int] = set()
    for part in text.lower().replace(",", " ").split():
        first, _, last = part.partition("-")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return frozenset(days or range(7))


@dataclass(frozen=True)
class Daily:
    """A time of the clock on some days of the week.

    A time that is left out when clocks go forward is as much later as they do: 02:30 is then 03:30. Of a time that comes twice when
    they go back the first is meant. So it comes once a day.
    """

    at: time
    zone: ZoneInfo
    days: frozenset[int]

    @classmethod
    def parse(cls, at: str, tz: str, days: str) -> Daily:
        return cls(time.fromisoformat(at), ZoneInfo(tz), days_of(days))

    def next(self, after: datetime) -> datetime:
        day = after.astimezone(self.zone).date() - timedelta(days=1)
        while True:
            if day.weekday() in self.days:
                # fold=0: the first of two; of one that does not exist the offset before the change, which makes it later.
                due = datetime.combine(day, self.at, self.zone).astimezone(timezone.utc)
                if due > after:
                    return due
            day += timedelta(days=1)


@dataclass(frozen=True)
class Every:
    """A time that repeats after as long, counted from 1970, so that a restart does not shift it."""

    period: timedelta

    def next(self, after: datetime) -> datetime:
        epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
        return epoch + ((after - epoch) // self.period + 1) * self.period

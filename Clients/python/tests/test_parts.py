"""Parts that need no server."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone

import pytest
from verbatim_chat import Bot, duration, units
from verbatim_chat.pace import Allowance
from verbatim_chat.schedules import Daily, Every, days_of
from verbatim_chat.state import State
from verbatim_chat.store import Store, Turn, current


def test_durations() -> None:
    assert duration("90s") == timedelta(seconds=90) and duration("2h") == timedelta(hours=2)
    assert [duration(text) for text in ("", "m", "1", "1y", "-1s", "1.5h", "٣m")] == [None] * 7
    assert units(timedelta(hours=1, minutes=5, seconds=3)) == "1h 5m"
    assert units(timedelta(milliseconds=1)) == "1s" and units(timedelta(days=365)) == "365d"


def test_a_local_time_that_is_left_out_or_comes_twice() -> None:
    daily = Daily.parse("02:30", "Europe/Berlin", "")
    begin = datetime(2026, 3, 28, 12, tzinfo=timezone.utc)
    spring = [begin := daily.next(begin) for _ in range(3)]
    assert [f"{time:%d %H:%M}" for time in spring] == ["29 01:30", "30 00:30", "31 00:30"]  # 02:30 is 03:30 on the 29th
    begin = datetime(2026, 10, 24, 12, tzinfo=timezone.utc)
    autumn = [begin := daily.next(begin) for _ in range(3)]
    assert [f"{time:%d %H:%M}" for time in autumn] == ["25 00:30", "26 01:30", "27 01:30"]  # the first of two, and once


def test_days_and_stretches() -> None:
    assert days_of("mon-fri") == {0, 1, 2, 3, 4} and days_of("sat-mon") == {5, 6, 0} and days_of("") == set(range(7))
    with pytest.raises(ValueError):
        days_of("someday")
    assert Every(timedelta(hours=1)).next(datetime(2026, 1, 1, 0, 0, tzinfo=timezone.utc)).hour == 1


def test_an_allowance_is_never_ahead_of_the_server() -> None:
    allowance = Allowance(2, 4, 0)
    allowance.spend(0)
    allowance.spend(0)
    assert allowance.wait(0) == pytest.approx(250)
    assert allowance.wait(250) == 0
    allowance.spend(250)
    assert allowance.wait(250) == pytest.approx(250)
    assert allowance.wait(60_000) == 0


def test_the_key_of_an_answer_is_the_same_in_every_library() -> None:
    turn = Turn(1, {"key": ["message", "#lobby", 17, "2026-01-01T00:00:00.000Z"]}, {})
    assert turn.key(0) == "v1-006b8f1013fc55eecc69ea52898913a626b90f44"
    assert Turn(2, {"key": ["message", "@zoë", 1, "2026-01-01T00:00:00.000Z"]}, {}).key(1) != turn.key(1)


def store() -> tuple[Store, State]:
    state = State(sqlite3.connect(":memory:", isolation_level=None), is_kept=True)
    return Store(state), state


def kept(state: State) -> dict[str, str]:
    return dict(state.db.execute("select * from verbatim_store"))


def test_writes_of_a_handler_are_kept_when_it_ends() -> None:
    values, state = store()
    one, other = Turn(1, {}, {}), Turn(2, {}, {})
    values.begin(one)
    current.set(one)
    values["count"] = 1
    assert kept(state) == {}
    values.begin(other)
    current.set(other)
    values["count"] += 1
    values["mine"] = True
    values.end(other)
    assert kept(state) == {}, "it has read what may still be taken back"
    values.end(one)
    assert kept(state) == {"count": "2", "mine": "true"}
    current.set(None)
    del values["mine"]
    assert kept(state) == {"count": "2"} and list(values) == ["count"]


def test_writes_of_a_handler_that_throws_are_taken_back() -> None:
    values, state = store()
    values["count"] = 1
    turn = Turn(1, {}, {})
    values.begin(turn)
    current.set(turn)
    values["count"] = 5
    values["more"] = [1]
    values.take_back(turn)
    values.end(turn)
    current.set(None)
    assert dict(values) == {"count": 1} and kept(state) == {"count": "1"}


def test_what_a_handler_changes_in_a_value_is_not_written_by_itself() -> None:
    values, _ = store()
    values["list"] = [1]
    values["list"].append(2)
    assert values["list"] == [1]


def test_a_command_cannot_have_any_argument() -> None:
    bot = Bot()
    with pytest.raises(TypeError, match="Annotated"):
        @bot.command("x", "X.")
        def x(message: object, what: dict) -> None:  # type: ignore[type-arg]
            ...

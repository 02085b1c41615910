"""What a bot keeps: in a SQLite file, or in memory where it has no folder for it.

Every method is one transaction, so that a kill between two of them loses and doubles nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import VerbatimError

SCHEMA = """
create table if not exists verbatim_meta(name text primary key, value text) without rowid;
create table if not exists verbatim_marks(place text primary key, seq integer, at text, behind integer) without rowid;
create table if not exists verbatim_inbox(number integer primary key autoincrement, event text);
create table if not exists verbatim_steps(event integer, step integer, result text, primary key(event, step)) without rowid;
create table if not exists verbatim_store(name text primary key, value text) without rowid;
"""


@dataclass
class Mark:
    """The newest message of a conversation that was taken in. `at` tells a room from one of its name that was made anew."""

    seq: int
    at: str | None = None
    behind: bool = False  # there are newer ones, which `history` is to give


class State:
    """The library's tables, beside those of the bot in the same file."""

    def __init__(self, db: sqlite3.Connection, *, is_kept: bool) -> None:
        self.db, self.is_kept = db, is_kept
        db.executescript("begin exclusive;" + SCHEMA + "commit;")
        db.execute("delete from verbatim_steps where event not in (select number from verbatim_inbox)")
        read = db.execute
        self.meta: dict[str, Any] = {name: json.loads(value) for name, value in read("select * from verbatim_meta")}
        self.marks = {place: Mark(seq, at, bool(behind)) for place, seq, at, behind in read("select * from verbatim_marks")}
        self.values: dict[str, str] = dict(read("select * from verbatim_store"))
        self._depth = 0

    @classmethod
    def open(cls, folder: Path | None, name: str) -> State:
        if folder is None:
            return cls(sqlite3.connect(":memory:", isolation_level=None), is_kept=False)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.db"
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # the name of a session is a secret
        # A program that is being replaced may take a moment to end.
        db = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            for line in ("locking_mode=exclusive", "journal_mode=wal", "synchronous=normal"):
                db.execute(f"pragma {line}")
            return cls(db, is_kept=True)
        except sqlite3.OperationalError as error:
            raise VerbatimError(f"{path} cannot be used ({error}); does another program of this bot run?") from error

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is written within is written whole. One within another is a part of it."""
        if self._depth == 0:
            self.db.execute("begin")
        self._depth += 1
        try:
            yield self.db
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self.db.execute("rollback")
            raise
        self._depth -= 1
        if self._depth == 0:
            self.db.execute("commit")

    def set_meta(self, **values: Any) -> None:
        self.meta.update(values)
        rows = [(name, json.dumps(value)) for name, value in values.items()]
        with self.transaction() as db:
            db.executemany("insert or replace into verbatim_meta values(?, ?)", rows)

    def set_mark(self, place: str, mark: Mark | None) -> None:
        with self.transaction() as db:
            if mark is None:
                self.marks.pop(place, None)
                db.execute("delete from verbatim_marks where place=?", (place,))
            else:
                self.marks[place] = mark
                row = (place, mark.seq, mark.at, int(mark.behind))
                db.execute("insert or replace into verbatim_marks values(?, ?, ?, ?)", row)

    # What is to be handled, and how far that went.

    def add_event(self, event: dict[str, Any]) -> int:
        with self.transaction() as db:
            return db.execute("insert into verbatim_inbox(event) values(?)", (json.dumps(event),)).lastrowid or 0

    def events(self) -> list[tuple[int, dict[str, Any]]]:
        rows = self.db.execute("select number, event from verbatim_inbox order by number")
        return [(number, json.loads(event)) for number, event in rows]

    def steps(self, event: int) -> dict[int, Any]:
        rows = self.db.execute("select step, result from verbatim_steps where event=?", (event,))
        return {step: json.loads(result) for step, result in rows}

    def add_step(self, event: int, step: int, result: Any) -> None:
        with self.transaction() as db:
            db.execute("insert or replace into verbatim_steps values(?, ?, ?)", (event, step, json.dumps(result)))

    def write(self, values: dict[str, str | None], done: list[int] = []) -> None:  # noqa: B006
        """Writes entries of the store, and takes the events out of the inbox that they came from."""
        with self.transaction() as db:
            db.executemany("delete from verbatim_store where name=?", [(n,) for n, v in values.items() if v is None])
            db.executemany(
                "insert or replace into verbatim_store values(?, ?)", [(n, v) for n, v in values.items() if v is not None])
            for table, column in (("inbox", "number"), ("steps", "event")):
                db.executemany(f"delete from verbatim_{table} where {column}=?", [(number,) for number in done])

    def close(self) -> None:
        self.db.close()

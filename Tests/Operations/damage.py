"""Files that went wrong, or that another version wrote, for commands that must notice."""

import contextlib
import sqlite3

from machine import FOLDER, check

# A database of the first format, whose server was stopped in order.
FIRST_FORMAT = FOLDER.parent / "Formats" / "1-stopped.db"


@contextlib.contextmanager
def tables(database):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        yield connection
        connection.commit()


def overwrite(path, offset, count):
    """Changes every one of some bytes."""
    content = bytearray(path.read_bytes())
    content[offset:offset + count] = (byte ^ 0xA5 for byte in content[offset:offset + count])
    path.write_bytes(content)


def break_journal(database):
    """Overwrites some bytes of inputs; the file stays a database without a fault."""
    with tables(database) as connection:
        blocks = [row[0] for row in connection.execute("SELECT entries FROM journal ORDER BY last")]
    content = database.read_bytes()
    # A block that is in the file in one piece, and once.
    block = next(block for block in blocks[len(blocks) // 2:] if len(block) >= 16 and content.count(block) == 1)
    overwrite(database, content.find(block) + len(block) // 2, 4)


def break_table(database, table):
    """Overwrites the beginning of the last page of a table."""
    with tables(database) as connection:
        [offset, size] = connection.execute(
            "SELECT pgoffset, pgsize FROM dbstat WHERE name = ? ORDER BY pageno DESC LIMIT 1", [table]).fetchone()
    check(offset > 0, table, "is on the first page")
    overwrite(database, offset, size)


def give_another_behaviour(database):
    """The newest inputs are those of another behaviour of the engine, and no snapshot comes after them."""
    with tables(database) as connection:
        connection.execute("DELETE FROM snapshots WHERE through = (SELECT max(last) FROM journal)")
        connection.execute(
            "UPDATE journal SET behaviour = behaviour + 1000 WHERE last = (SELECT max(last) FROM journal)")


def make_newer(database):
    """The tables were changed by a version that is yet to come."""
    with tables(database) as connection:
        connection.execute("INSERT INTO grdb_migrations VALUES ('of a later version')")

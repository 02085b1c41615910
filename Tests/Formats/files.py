"""Copies of databases, each with the log that a crash left beside it."""

import contextlib
import hashlib
import pathlib
import shutil
import tempfile


def beside(database):
    """The file, and its log where it has one."""
    database = pathlib.Path(database)
    return [path for path in (database, database.with_name(f"{database.name}-wal")) if path.exists()]


@contextlib.contextmanager
def copied(database):
    """A copy in a folder of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="verbatim-format-") as folder:
        for path in beside(database):
            shutil.copy(path, folder)
        yield pathlib.Path(folder) / pathlib.Path(database).name


def digest(database):
    """What the files hold, to see whether a command changed them; an empty log, which a killed reader leaves, holds nothing."""
    return [
        (path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in beside(database) if path.stat().st_size]

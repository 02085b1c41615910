#!/usr/bin/python3
"""Damages a database in many ways, and checks what a start and `verbatim check` make of it.

Usage: damage.py --server PROGRAM

Each damage is done to a copy of a database with a past. A server that starts on it has everything that was said, or what
the damage itself took; one that does not ends with a sentence that names what is wrong, and never by a signal. `verbatim check`
names it too, but for what a start mends by itself.
"""

import argparse
import asyncio
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Clients"))
from chat import Server, Session, check  # noqa: E402

SAID = [f"message {number}" for number in range(1, 41)]
SECONDS = 60


def sql(*statements):
    def damage(path):
        database = sqlite3.connect(path)
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()
    return damage


def overwrite(path):
    """A page in the middle has other bytes."""
    content = bytearray(path.read_bytes())
    start = len(content) // 8192 * 4096
    content[start:start + 4096] = random.Random(1).randbytes(4096)
    path.write_bytes(content)


def flip(path):
    """One bit of the file's header is another."""
    content = bytearray(path.read_bytes())
    content[20] ^= 0x10
    path.write_bytes(content)


NO_SNAPSHOT = ("DELETE FROM snapshots", "DELETE FROM snapshot_pieces")
NEWEST = "(SELECT max(last) FROM journal)"
# What is damaged, how, and what a start says: nothing where it goes on with everything.
DAMAGES = [
    ("nothing", lambda path: None, ""),
    ("a snapshot cut in half", sql("UPDATE snapshot_pieces SET bytes = substr(bytes, 1, length(bytes) / 2)"), ""),
    ("a name in a snapshot", sql(
        "UPDATE snapshot_pieces SET bytes = CAST(replace(CAST(bytes AS TEXT), 'alice', 'alicf') AS BLOB)"), ""),
    ("a snapshot without its hash", sql("UPDATE snapshots SET hash = zeroblob(32)"), ""),
    ("the end of the journal", sql(
        "DELETE FROM journal WHERE last > (SELECT max(through) + 3 FROM snapshots)"), "the tables have later changes"),
    ("the journal before its newest snapshot", sql(
        "DELETE FROM journal WHERE last >= (SELECT max(through) FROM snapshots)"), "the tables have later changes"),
    ("the journal after its first entries, and the snapshots", sql(
        "DELETE FROM journal WHERE last > 8", *NO_SNAPSHOT), "the tables have later changes"),
    ("a snapshot of a later format", sql("UPDATE snapshots SET format = 99"), ""),
    ("a journal of a later format", sql(f"UPDATE journal SET format = 99 WHERE last = {NEWEST}"), "newer version"),
    ("a journal of another behaviour", sql("UPDATE journal SET behaviour = 99", *NO_SNAPSHOT), "behaviour 99"),
    ("no snapshot", sql(*NO_SNAPSHOT), ""),
    ("the beginning of the journal, and the snapshots", sql("DELETE FROM journal WHERE first < 10", *NO_SNAPSHOT), "verbatim rebuild"),
    ("a block in the middle, and the snapshots", sql(
        "DELETE FROM journal WHERE last = (SELECT min(last) FROM journal WHERE last > 10)", *NO_SNAPSHOT), "journal"),
    ("the last block cut", sql(
        f"UPDATE journal SET entries = substr(entries, 1, length(entries) - 1) WHERE last = {NEWEST}"), "journal"),
    ("the chain", sql(f"UPDATE journal SET chain_after = zeroblob(32) WHERE last = {NEWEST}"), "journal"),
    ("a later schema", sql("INSERT INTO grdb_migrations VALUES ('a later one')"), "newer version"),
    ("a table", sql("DROP TABLE messages"), "database"),
    ("a page in the middle", overwrite, None),
    ("the file's header", flip, "database"),
    ("half of the file", lambda path: os.truncate(path, path.stat().st_size // 2), "database"),
    ("all but 100 bytes", lambda path: os.truncate(path, 100), "database"),
    ("an empty file", lambda path: os.truncate(path, 0), "database"),
    ("a text", lambda path: path.write_text("Dear diary\n" * 999), "database"),
    ("a log of garbage", lambda path: path.with_name(path.name + "-wal").write_bytes(random.Random(2).randbytes(99_999)), ""),
    ("messages", sql("DELETE FROM messages WHERE seq > 20"), None),
    ("a verifier", sql("UPDATE users SET verifier = CAST(x'0114080110' || zeroblob(48) AS BLOB)"), ""),
]


async def make(program, path):
    """A database with snapshots and a journal that goes on after the newest; returns a token for it."""
    server = await Server(program, path).start()
    alice = await Session.open(server.url)
    token = (await alice.ask("register", user="alice", password="open sesame"))["token"]
    await alice.ask("join", room="lobby")
    for text in SAID[:15]:
        await alice.ask("chat_message", room="lobby", message=text)
    for texts in (SAID[15:30], SAID[30:]):
        await server.stop()
        await server.start()
        alice = await Session.open(server.url)
        await alice.ask("login", token=token)
        await alice.ask("join", room="lobby")
        for number in range(0, len(texts), 5):
            for text in texts[number:number + 5]:
                await alice.ask("chat_message", room="lobby", message=text)
            await asyncio.sleep(5 / 5 + 0.1)  # what a user may say in the long run
    server.kill()
    return token


async def said(url, token):
    """What is in the room, by whoever has the token, or else by a guest."""
    session = await Session.open(url)
    await session.ask("login", token=token)
    page = await session.ask("history", room="lobby", limit=100)
    await session.close()
    return [message["message"] for message in page.get("messages", [])]


class Trial:
    """One damage, on a copy."""

    def __init__(self, program, path):
        self.program, self.path = program, path

    def start(self):
        """Whether the server listens, and what it said where it does not."""
        self.process = subprocess.Popen(
            [self.program, "serve", "--port", "0", "--database", str(self.path), "--clock", "wall"],
            stdout=subprocess.PIPE, stderr=open(f"{self.path}.log", "w"), text=True)
        self.line = self.process.stdout.readline()
        return "ws://" in self.line

    @property
    def words(self):
        return pathlib.Path(f"{self.path}.log").read_text()

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(SECONDS)
        self.process.stdout.close()
        return code

    def check_file(self):
        done = subprocess.run(
            [self.program, "check", str(self.path)], capture_output=True, text=True, timeout=SECONDS)
        check(done.returncode >= 0 and done.returncode != 133, "check died of a signal", done.returncode, done.stderr)
        return done.returncode, (done.stdout + done.stderr).strip()


def run(trial, token, expected):
    """Starts and checks; returns what a start made of it, in a few words."""
    code, verdict = trial.check_file()
    listens = trial.start()
    if listens:
        url = trial.line.split("listens on ")[1].split()[0]
        history = asyncio.run(said(url, token))
        trial.end()
        if expected is None:
            return f"starts with {len(history)} of {len(SAID)} messages; check: {verdict[:80]}"
        check(expected == "", "it starts, and should say", expected)
        check(history == SAID, "it starts with", len(history), "of", len(SAID), "messages")
        return "starts with everything"
    ended = trial.end()
    words = trial.words.strip().splitlines()
    check(0 < ended < 126, "it ended by a signal or without an error:", ended, trial.words[-500:])
    check(len(words) <= 3, "it says too much:", trial.words[-2000:])
    check(expected is None or expected and expected in trial.words, "it should say", repr(expected), "and said", trial.words)
    check(code != 0 or "behaviour" in expected, "check finds nothing wrong where no server starts:", verdict)
    return "does not start: " + words[-1][-140:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--only", default="", help="damages whose name has this text")
    arguments = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="verbatim-damage-") as folder:
        folder = pathlib.Path(folder)
        token = asyncio.run(make(arguments.server, folder / "good.db"))
        for name, damage, expected in DAMAGES:
            if arguments.only not in name:
                continue
            path = folder / "damaged.db"
            for end in ("", "-wal", "-shm", ".log"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            shutil.copy(folder / "good.db", path)
            shutil.copy(folder / "good.db-wal", f"{path}-wal")
            if not name.startswith("nothing"):
                # What is in the log goes into the file first, so that the damage is not mended by it.
                sql("PRAGMA wal_checkpoint(TRUNCATE)")(path)
                path.with_name(path.name + "-wal").unlink(missing_ok=True)
                damage(path)
            try:
                print(f"{name}: {run(Trial(arguments.server, path), token, expected)}", flush=True)
            except Exception as error:
                failed += 1
                print(f"FAILED {name}: {type(error).__name__}: {error}", flush=True)
    print(f"{len(DAMAGES) - failed} damages, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

"""Operations that a server does for its file while it runs."""

import asyncio
import contextlib
import functools
import http.client
import re
import subprocess
import time

import websockets

# This one first: it says where the others are.
import material as past
from chat import connect
from interruption import ERASED_USER, finish_erasing
from person import check
from promises import COMMAND_SECONDS


class Operation:
    """What the server does for its file; a subclass says how it is asked."""

    database = "stopped"
    # In which part of its usual time it is interrupted.
    share = (0.05, 1.3)

    def __init__(self, world):
        self.world = world

    def command(self):
        raise NotImplementedError

    async def run(self):
        """Has it done, and returns the exit code and what was said."""
        words = [str(word) for word in (self.world.bench.program, *self.command())]
        process = await asyncio.create_subprocess_exec(
            *words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            said, _ = await asyncio.wait_for(process.communicate(), COMMAND_SECONDS)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        return process.returncode, said.decode()

    def note_end(self, code, said):
        """What an interrupted operation has come to."""
        check(code in self.world.round.codes, *self.command()[:1], "ended with", code, "and said", said)

    async def finish(self):
        """Does it again, to its end."""
        code, said = await self.run()
        check(code == 0, *self.command()[:1], "done again ended with", code, "and said", said)

    def check_interrupted(self):
        """While no server runs."""

    def check_finished(self):
        """While no server runs."""

    def address(self):
        return ["--url", self.world.server.url, "--admin-token-file", self.world.opened.token_file]


class Prune(Operation):
    def command(self):
        return ["prune", *self.address(), "--now"]

    async def finish(self):
        """At once what was deleted is gone; later somebody may search for it, and the journal has the search."""
        await super().finish()
        self.world.promises.check_gone(self.world.database)


class PrunedSnapshot(Prune):
    """The first part of a pruning, which is a snapshot."""

    share = (0.1, 0.6)


class Backup(Operation):
    def command(self):
        return ["backup", *self.address(), self.copy]

    @property
    def copy(self):
        return self.world.round.file("copy.db")

    def note_end(self, code, said):
        super().note_end(code, said)
        self.was_made = code == 0
        partial = self.copy.with_name("copy.db.partial")
        check(self.world.was_killed or not partial.exists(), "a copy that was given up is left:", partial.name)

    def check_interrupted(self):
        if self.copy.exists():
            self.world.promises.check_file(self.copy)
        else:
            check(not self.was_made, "the command ended in order, and there is no copy")

    async def finish(self):
        self.copy.unlink(missing_ok=True)
        self.acknowledged = dict(self.world.records.acknowledged)
        await super().finish()
        check(not self.copy.with_name("copy.db.partial").exists(), "something is left beside the copy")

    def check_finished(self):
        """The copy is good, and has all that was acknowledged before it was asked for."""
        promises = self.world.promises
        promises.check_file(self.copy)
        said = promises.verbatim("export", self.copy) + promises.verbatim("export", "--private", self.copy)
        missing = [text for text in self.acknowledged if f'"{text}"' not in said]
        check(not missing, "acknowledged before the backup, and not in it:", missing[:3])


class Erase(Operation):
    def __init__(self, world):
        super().__init__(world)
        world.promises.erased = ERASED_USER

    def command(self):
        return ["erase", "--user", ERASED_USER, "--yes", *self.address()]

    async def finish(self):
        prune = ["prune", "--now", *self.address()]
        await asyncio.get_running_loop().run_in_executor(
            None, functools.partial(finish_erasing, self.world.round, self.command(), prune))
        self.world.promises.is_erased = True
        self.world.promises.check_gone(self.world.database)


class Snapshot(Operation):
    """After so many inputs a server writes one by itself."""

    database = "due"
    share = (0.6, 1.2)

    def command(self):
        return ["snapshot"]

    async def run(self):
        """Sends pings until it is written, or has failed."""
        stop = asyncio.Event()
        pings = [asyncio.ensure_future(self.ping(stop)) for _ in range(2)]
        try:
            before = await self.counts()
            deadline = time.monotonic() + COMMAND_SECONDS
            while time.monotonic() < deadline and not all(ping.done() for ping in pings):
                await asyncio.sleep(0.02)
                written, failed = await self.counts()
                if (written, failed) != before:
                    return (0, "") if written > before[0] else (1, "the snapshot failed")
            return 1, "no snapshot was written"
        except (OSError, http.client.HTTPException):
            return 4, "the server is gone"
        finally:
            stop.set()
            await asyncio.gather(*pings)

    async def ping(self, stop):
        with contextlib.suppress(websockets.WebSocketException, OSError, EOFError):
            socket = await connect(self.world.server.url)
            await socket.recv()
            while not stop.is_set():
                for _ in range(past.AT_ONCE):
                    await socket.send('{"type":"ping","id":"p"}')
                for _ in range(past.AT_ONCE):
                    await socket.recv()
            await socket.close()

    async def counts(self):
        """How many snapshots were written, and how many failed."""
        page = await self.world.get("/metrics")
        names = ("verbatim_snapshots_total", "verbatim_snapshot_failures_total")
        return tuple(int(re.search(rf"^{name} (\d+)", page, re.MULTILINE).group(1)) for name in names)

    async def finish(self):
        """One that was interrupted is due again. After one that failed the server waits, unless it is asked for one."""
        written, failed = await self.counts()
        if failed > 0:
            await Prune(self.world).finish()
        elif written == 0:
            await super().finish()

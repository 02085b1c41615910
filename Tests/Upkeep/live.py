"""Operations in a server that runs, while clients talk: the server is killed, or its disk is full."""

import asyncio
import contextlib
import functools
import http.client
import re
import subprocess
import time
import urllib.error
import urllib.request

import websockets

# This one first: it says where the others are.
import material as past
import crash
from chat import connect
from disk import small_disk
from offline import COMMAND_SECONDS, ERASED_USER, KILLED, Round, finish_erasing, run
from person import SECONDS, Person, check
from promises import Keeper

# How long a server may take to write again once there is room.
WRITING_SECONDS = 20
# How long the disk stays full once the operation has ended.
FULL_SECONDS = (0.2, 1.5)
# How many bytes a full disk has left at most.
MOST_FREE = 1 << 20
# How long a keeper waits between two things that it does.
KEEPER_SECONDS = 0.02


class Talker(crash.Talker):
    """One that does not come back while the disk is full: what is told then is told by a server that forgets it."""

    async def connect(self):
        await self.world.may_connect.wait()
        self.is_connecting = True
        try:
            await super().connect()
        finally:
            self.is_connecting = False

    is_connecting = False

    @property
    def is_there(self):
        return self.socket is not None and self.socket.open


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
        """One that was interrupted is due again. After one that failed the server waits, and one that is asked for does not."""
        written, failed = await self.counts()
        if failed > 0:
            await Prune(self.world).finish()
        elif written == 0:
            await super().finish()


class World(crash.World):
    """One round: a server with the past, its clients, and an operation that is interrupted once."""

    def __init__(self, bench, round, kind):
        self.bench, self.round, self.promises = bench, round, round.promises
        template = bench.material.database(kind.database)
        super().__init__(
            round.program, round.random.random(), round.disk.folder, template, bench.material.tokens, defect=None)
        # It has an operator, and the limits of the past. What a full disk does to it is not worth a line here.
        self.opened = bench.material.open(self.database, ["--log-level", "critical"], round.program)
        self.server = self.opened.server
        self.operation = kind(self)
        self.may_connect = asyncio.Event()
        self.was_killed = False
        self.talkers, self.keepers = [], []

    async def run(self, usual):
        """The clients talk, the operation is interrupted, and in the end the records are compared."""
        await self.start()
        self.talkers = [Talker(self, name, number) for name in crash.USERS for number in (1, 2)]
        tasks = [asyncio.ensure_future(talker.live()) for talker in self.talkers]
        try:
            while not all(talker.session for talker in self.talkers):
                await self.pause(0.01)
            acts = [asyncio.ensure_future(talker.act()) for talker in self.talkers]
            tasks += acts
            await self.pause(self.random.uniform(0.2, 0.6))
            await self.interrupt(usual)
            await self.pause(self.random.uniform(0.1, 0.5))
            for talker in self.talkers:
                talker.is_quiet = True
            await asyncio.gather(*acts)
            await self.compare_all()
        finally:
            self.is_over = True
            self.may_connect.set()
            tasks += [keeper.task for keeper in self.keepers]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self.end()

    async def start(self):
        await self.server.start()
        await self.go_on()

    async def go_on(self):
        """Clients may connect; the operator does, and a keeper begins its work."""
        self.may_connect.set()
        await self.connect_operator()
        keeper = Keeper(self.promises, len(self.keepers))
        keeper.task = asyncio.ensure_future(keeper.work(self.opened, KEEPER_SECONDS))
        self.keepers.append(keeper)

    async def connect_operator(self):
        self.opened.operator = await Person.open(self.server.url, extra_headers=self.opened.bearer(self.opened.token))

    # The interruption

    async def interrupt(self, usual):
        running = asyncio.ensure_future(self.operation.run())
        try:
            least, most = self.operation.share
            instant = usual * self.random.uniform(least, most)
            await (self.kill_during if self.round.is_kill else self.fill_during)(running, instant)
        finally:
            running.cancel()
        await self.go_on()

    async def kill_during(self, running, instant):
        await asyncio.wait({running}, timeout=instant)
        self.round.is_hit = not running.done()
        self.may_connect.clear()
        self.server.kill()
        self.note_kill(*await running)
        await self.server.start()
        await self.expect_stored(dict(self.records.acknowledged))

    async def fill_during(self, running, instant):
        """The disk is full from an instant on; sometimes the server is killed before there is room again."""
        self.may_connect.clear()
        while any(talker.is_connecting for talker in self.talkers):
            await self.pause(0.01)
        await asyncio.wait({running}, timeout=instant)
        self.round.disk.squeeze(self.round.free_bytes(MOST_FREE), self.server.process)
        outcome = await running
        await self.pause(self.random.uniform(*FULL_SECONDS))
        self.round.is_hit = outcome[0] != 0 or any(not talker.is_there for talker in self.talkers)
        if self.random.random() < 0.3:
            self.server.kill()
            await self.start_without_room()
            self.round.disk.relieve()
            self.note_kill(*outcome)
            await self.server.start()
        else:
            self.operation.note_end(*outcome)
            self.round.disk.relieve(self.server.process)
            await self.writes_again()
        await self.expect_stored(dict(self.records.acknowledged))

    async def start_without_room(self):
        """A server is started on a full disk: it starts, and is killed too, or it says that it cannot."""
        command = [self.round.program, "serve", "--port", "0", "--database", self.database, "--limits", "off"]
        command += [word for limit in past.LIMITS for word in ("--limit", limit)]
        code, said = await asyncio.get_running_loop().run_in_executor(None, run, command, SECONDS)
        check(code in (*self.round.codes, KILLED), "on a full disk a server ended with", code, "and said", said)

    def note_kill(self, code, said):
        """What is to be seen while no server runs."""
        self.was_killed = True
        self.operation.note_end(code, said)
        self.operation.check_interrupted()
        self.promises.check_file(self.database)

    async def writes_again(self):
        """There is room: within a second or two the server writes."""
        for _ in range(WRITING_SECONDS * 20):
            with contextlib.suppress(urllib.error.HTTPError):
                await self.get("/readyz")
                return
            await self.pause(0.05)
        check(False, "the server does not write, and there is room")

    async def get(self, path):
        def read():
            with urllib.request.urlopen(address, timeout=SECONDS) as response:
                return response.read().decode()

        address = self.server.url.replace("ws://", "http://").removesuffix("/ws") + path
        return await asyncio.get_running_loop().run_in_executor(None, read)

    # What is compared

    async def compare_all(self):
        for keeper in self.keepers:
            keeper.is_over = True
            await keeper.task
        await self.settle()
        await self.compare()
        await self.repeat_keys()
        await self.operation.finish()
        await self.promises.check_server(self.opened)
        await self.count_frames()
        self.promises.messages += len(self.records.messages)

    async def end(self):
        await super().end()
        self.promises.check_file(self.database)
        self.operation.check_finished()


KINDS = {"prune": (Prune,), "snapshot": (PrunedSnapshot, Snapshot), "backup": (Backup,), "erase": (Erase,)}


async def usual_seconds(bench, kind, chance):
    """How long the operation takes here while nobody talks; it is done once for that."""
    with small_disk(lambda: None) as disk:
        world = World(bench, Round(bench, disk, chance, True), kind)
        async with world.opened:
            begin = time.monotonic()
            code, said = await world.operation.run()
            check(code == 0, kind.__name__, "ended with", code, "and said", said)
            return time.monotonic() - begin


async def play(bench, kind, round):
    """One round: the operation is interrupted while clients talk, and done again."""
    if kind.database == "due":
        await bench.material.make_due()
    usual = await bench.usual(kind, lambda chance: usual_seconds(bench, kind, chance))
    world = World(bench, round, kind)
    try:
        await world.run(usual)
    finally:
        world.opened.end()

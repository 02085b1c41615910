"""Operations in a server that runs, while clients talk: the server is killed, or its disk is full."""

import asyncio
import contextlib
import time
import urllib.error
import urllib.request

# This one first: it says where the others are.
import material as past
import crash
from disk import small_disk
from interruption import KILLED, Round, run
from online import Backup, Erase, Prune, PrunedSnapshot, Snapshot
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
        """Clients may connect; the operator does, and a keeper begins its work where none is at it."""
        self.may_connect.set()
        self.opened.operator = await Person.open(self.server.url, extra_headers=self.opened.bearer(self.opened.token))
        if self.keepers and not self.keepers[-1].task.done():
            return
        keeper = Keeper(self.promises, len(self.keepers))
        keeper.task = asyncio.ensure_future(keeper.work(self.opened, KEEPER_SECONDS))
        self.keepers.append(keeper)

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

"""Operations on the file of a server that does not run, interrupted and done again."""

import contextlib
import json
import sqlite3
import time

# This one first: it says where the others are.
import material as past
import files
import check_formats
from disk import small_disk
from interruption import ERASED_USER, KILLED, Operation, Round, finish_erasing, interrupt, run
from outputs import Backup, Rebuild, Restore
from person import check
from promises import COMMAND_SECONDS


class Prune(Operation):
    """By an age that leaves all, or down to nothing but the end."""

    def prepare(self, round):
        super().prepare(round)
        self.is_now = round.random.random() < 0.75

    def command(self, round):
        return ["prune", "--database", round.database] + (["--now"] if self.is_now else ["--keep-journal", "64kB"])

    async def check_finished(self, round):
        if self.is_now:
            round.promises.check_gone(round.database)
        self.check_no_rest(round, "chat.db")
        await round.promises.check_start(round.database)


class Erase(Operation):
    def prepare(self, round):
        super().prepare(round)
        round.promises.erased = ERASED_USER

    def command(self, round):
        return ["erase", "--user", ERASED_USER, "--yes", "--database", round.database]

    def finish(self, round):
        finish_erasing(round, self.command(round), ["prune", "--now", "--database", round.database])

    async def check_finished(self, round):
        round.promises.is_erased = True
        round.promises.check_gone(round.database)
        self.check_no_rest(round, "chat.db")
        await round.promises.check_start(round.database)


class Upgrade(Operation):
    """A file of an earlier format; the server does the same when it starts. Those that have to be rebuilt are left out."""

    def prepare(self, round):
        records = [json.loads(path.read_text()) for path in sorted(check_formats.FOLDER.glob("*.json"))]
        cases = [
            check_formats.Case(round.bench.program, check_formats.FOLDER, known, kind)
            for known in records for kind in sorted(known["databases"])]
        round.random.shuffle(cases)
        for self.case in cases:
            for path in files.beside(round.database):
                path.unlink()
            past.copy_database(self.case.database, round.database)
            if self.case.plan(round.database) != "has to be rebuilt":
                break
        self.is_start = round.random.random() < 0.5

    def command(self, round):
        if self.is_start:
            return ["serve", "--port", "0", "--database", round.database, "--clock", "virtual", *self.limits()]
        return ["upgrade", round.database]

    def limits(self):
        return [word for limit in self.case.limits for word in ("--limit", limit)]

    async def check_interrupted(self, round):
        # A server that was killed when it had started leaves more than the upgrade: that it was there.
        round.promises.check_file(round.database)
        plan = round.verbatim("upgrade", round.database, "--check")
        check(check_formats.OUTCOMES.search(plan), "upgrade --check said", plan)

    def finish(self, round):
        round.verbatim("upgrade", round.database)
        plan = round.verbatim("upgrade", round.database, "--check")
        check("nothing to do" in plan, "after an upgrade there is still to do:", plan)

    async def check_finished(self, round):
        round.promises.check_file(round.database)
        await check_formats.opens(self.case, round.database)
        round.promises.messages += sum(len(room.get("history", [])) for room in self.case.record["rooms"].values())


class UpgradeFromTables(Operation):
    """A file that has lost its newest state and the beginning of its journal."""

    def prepare(self, round):
        past.copy_database(round.bench.material.database("stopped"), round.database)
        connection = sqlite3.connect(round.database, isolation_level=None)
        with contextlib.closing(connection):
            for statement in (
                    "DELETE FROM snapshots", "DELETE FROM snapshot_pieces",
                    "DELETE FROM journal WHERE last < (SELECT max(last) / 2 FROM journal)",
                    "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.execute(statement).fetchall()

    def command(self, round):
        return ["upgrade", round.database, "--rebuild"]

    async def check_interrupted(self, round):
        plan = round.verbatim("upgrade", round.database, "--check", codes=(0, 1))
        check(check_formats.OUTCOMES.search(plan), "upgrade --check said", plan)
        if "has to be rebuilt" not in plan:
            round.promises.check_file(round.database)

    async def check_finished(self, round):
        round.promises.has_sessions = False
        await round.promises.check_start(round.database)


KINDS = {
    "upgrade": (Upgrade, UpgradeFromTables), "prune": (Prune,), "backup": (Backup,), "rebuild": (Rebuild,),
    "erase": (Erase,), "restore": (Restore,)}


async def usual_seconds(bench, kind, chance):
    """How long the operation takes here; it is done once for that."""
    with small_disk(lambda: None) as disk:
        round, operation = Round(bench, disk, chance, True), kind()
        operation.prepare(round)
        # A log that is in the way would have the operation refused, which takes no time.
        for log in disk.folder.glob("*-wal"):
            if not log.with_name(log.name.removesuffix("-wal")).exists():
                log.unlink()
        begin = time.monotonic()
        code, said = run([bench.program, *operation.command(round)], COMMAND_SECONDS)
        check(code in (0, KILLED), kind.__name__, "ended with", code, "and said", repr(said))
        return time.monotonic() - begin


async def play(bench, kind, round):
    """One round: the operation is interrupted, what is there is checked, and it is done again."""
    operation = kind()
    operation.prepare(round)
    usual = await bench.usual(kind, lambda chance: usual_seconds(bench, kind, chance))
    command = [round.program, *operation.command(round)]
    interrupt(round, operation, command, usual)
    await operation.check_interrupted(round)
    operation.finish(round)
    await operation.check_finished(round)

"""Operations on the file of a server that does not run, interrupted and done again."""

import contextlib
import json
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

# This one first: it says where the others are.
import material as past
import check_formats
import files
from disk import small_disk
from person import check
from promises import COMMAND_SECONDS, Promises

# What a command may say of itself: done, refused, usage, out of reach. A fault of the program itself is none of these.
CODES = (0, 1, 2, 3, 4)
FAULT = 5
KILLED = -signal.SIGKILL
ERASED_USER = "elder3"


class Round:
    """One interruption of one operation, in a folder of its own."""

    def __init__(self, bench, disk, random, is_kill):
        self.bench, self.disk, self.random, self.is_kill = bench, disk, random, is_kill
        self.program = disk.program(bench.program)
        self.promises = Promises(bench.material, random)
        self.database = disk.folder / "chat.db"
        # A file that is too large for its limit is an error that SQLite does not know by name.
        self.codes = CODES if disk.kind == "mounted" else (*CODES, FAULT)
        # Whether the operation came to its end, and whether it was under way when it was interrupted.
        self.is_finished = self.is_hit = False

    def file(self, name):
        return self.disk.folder / name

    def verbatim(self, *words, **options):
        return self.promises.verbatim(*words, **options)

    def seconds_until_kill(self, usual):
        """Somewhere in the usual time of an operation; the first part of it is the start of a process."""
        return usual * self.random.uniform(0.15, 1.1)

    def free_bytes(self, most):
        return int(most * self.random.random())

    @contextlib.contextmanager
    def copy(self, database):
        """A copy to look at: whoever looks with a server changes the file."""
        with files.copied(database) as copy:
            yield copy

    async def check_copy(self, database):
        with self.copy(database) as copy:
            await self.promises.check_start(copy)


def interrupt(round, operation, command, usual):
    """Runs a command that is killed, or that has too little room; notes whether it came to its end."""
    if round.is_kill:
        code, said = run(command, round.seconds_until_kill(usual))
        allowed = (0, KILLED, *operation.refusals)
    else:
        round.disk.squeeze(round.free_bytes(operation.most_bytes(round)))
        try:
            code, said = run(command, COMMAND_SECONDS)
        finally:
            round.disk.relieve()
        # A server is killed when it listens; whatever else is killed has not ended by itself.
        allowed = round.codes if command[1] != "serve" else (*round.codes, KILLED)
    check(code in allowed, *command[1:3], "ended with", code, "and said", repr(said))
    round.is_hit = code == KILLED if round.is_kill else code != 0
    round.is_finished = code == 0


def run(command, seconds):
    """Runs a command and kills it after a time; a server is killed at once when it listens."""
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        if command[1] == "serve":
            process.stdout.readline()
            process.kill()
        said, _ = process.communicate()
    finally:
        timer.cancel()
        process.kill()
        process.wait()
    return process.returncode, said


class Operation:
    """What is done to a file; a subclass says how, and what then has to be so."""

    # With which codes the command may refuse to begin.
    refusals = ()

    def prepare(self, round):
        """Copies what the operation begins with."""
        self.kind = round.random.choice(["killed", "stopped"])
        past.copy_database(round.bench.material.database(self.kind), round.database)
        self.before = files.digest(round.database)

    def command(self, round):
        raise NotImplementedError

    async def check_interrupted(self, round):
        """The file is as good as ever."""
        await round.check_copy(round.database)

    def finish(self, round):
        """Does the operation again, to its end."""
        round.verbatim(*self.command(round))

    async def check_finished(self, round):
        raise NotImplementedError

    def most_bytes(self, round):
        """About how much room the operation needs."""
        return sum(path.stat().st_size for path in files.beside(round.database))

    def leave_log(self, round, output):
        """The log of another database, as somebody leaves it who takes a database away and forgets the log."""
        log = round.bench.material.database("killed")
        shutil.copy(f"{log}-wal", f"{output}-wal")
        self.refusals = (2,)

    def check_unchanged(self, round):
        check(files.digest(round.database) == self.before, "the file was changed, and was only to be read")

    def check_absent_or_whole(self, round, output):
        """What has its name is complete."""
        if output.exists():
            round.promises.check_file(output)
        else:
            check(not round.is_finished, "the command ended in order, and there is no", output.name)

    def check_no_rest(self, round, *names):
        """Nothing of the interrupted operation is left."""
        there = {path.name for path in round.disk.folder.iterdir()} - {"ballast", "program"}
        rest = there - {name + suffix for name in names for suffix in ("", "-wal")}
        check(not rest, "these files are left:", sorted(rest))


class Output(Operation):
    """An operation that makes a new file of a file that stays; sometimes a log was left where the new one is to be."""

    output = None

    def prepare(self, round):
        super().prepare(round)
        if round.random.random() < 0.25:
            self.leave_log(round, round.file(self.output))

    async def check_interrupted(self, round):
        self.check_unchanged(round)
        self.check_absent_or_whole(round, round.file(self.output))
        # What is complete has its name, and is not made again.
        if round.file(self.output).exists():
            for path in files.beside(round.file(self.output)):
                path.unlink()

    def finish(self, round):
        finish_beside_log(round, self.command(round), round.file(self.output))

    async def check_finished(self, round):
        self.check_unchanged(round)
        self.check_no_rest(round, "chat.db", self.output)
        await round.promises.check_start(round.database)


class Backup(Output):
    output = "copy.db"

    def command(self, round):
        return ["backup", "--database", round.database, round.file("copy.db")]

    async def check_finished(self, round):
        await super().check_finished(round)
        await round.promises.check_start(round.file(self.output))


class Rebuild(Output):
    output = "new.db"

    def command(self, round):
        return ["rebuild", round.database, "-o", round.file("new.db")]

    async def check_finished(self, round):
        await super().check_finished(round)
        round.promises.has_sessions = False
        await round.promises.check_start(round.file(self.output))


class Restore(Operation):
    """Into a place where nothing is, where a log was left of a database that is gone, or where one goes out of the way."""

    def prepare(self, round):
        self.place = round.random.choice(["empty", "log", "database"])
        self.backup = round.file("copy.db")
        past.copy_database(round.bench.backup, self.backup)
        if self.place == "database":
            super().prepare(round)
            self.before = self.exported(round, round.database)
        elif self.place == "log":
            self.leave_log(round, round.database)

    def command(self, round):
        return self.restore(round, self.backup)

    def restore(self, round, backup):
        force = ["--force"] if round.database.exists() else []
        return ["restore", backup, "-o", round.database, *force]

    def most_bytes(self, round):
        return self.backup.stat().st_size

    async def check_interrupted(self, round):
        if self.place == "database":
            self.check_old_file(round)
            check(round.database.exists(), "the database that was there has gone, and no other one has its name")
        self.check_absent_or_whole(round, round.database)

    def check_old_file(self, round):
        """All that the database had is there, under its name or beside it, and is good."""
        olds = [round.database, *round.disk.folder.glob("chat.db.before-*")]
        for old in olds:
            if old.exists() and not old.name.endswith("-wal") and self.exported(round, old) == self.before:
                return round.promises.check_file(old)
        check(False, "the database that was there is not whole any more; there are", *(old.name for old in olds))

    def exported(self, round, database):
        return [round.verbatim("export", *options, database, codes=(0, 1, 2, 3)) for options in ([], ["--private"])]

    def finish(self, round):
        finish_beside_log(round, self.command(round), round.database)

    async def check_finished(self, round):
        if self.place == "database":
            self.check_old_file(round)
        self.check_refusal(round)
        await round.promises.check_start(round.database)

    def check_refusal(self, round):
        """What is no backup is refused before anything is moved."""
        before, cut = files.digest(round.database), round.file("cut.db")
        cut.write_bytes(self.backup.read_bytes()[:self.backup.stat().st_size // 3])
        round.verbatim(*self.restore(round, cut), codes=(1, 2, 3))
        check(round.database.exists() and files.digest(round.database) == before,
              "a backup that is not whole was refused, and the database that was there is another one now")


def finish_beside_log(round, command, output):
    """A log that is left there is nothing of the new file: it has gone, or the command says that it is in the way."""
    said = round.verbatim(*command, codes=(0, 2))
    log = pathlib.Path(f"{output}-wal")
    if not output.exists():
        check(log.name in said, "the command was refused, and names no log:", said)
        log.unlink()
        round.verbatim(*command)


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


def finish_erasing(round, command, prune):
    """Who is erased already is not there any more; what is left of them goes with the journal."""
    said = round.verbatim(*command, codes=(0, 1))
    if "no_such_user" in said:
        round.verbatim(*prune)


class Upgrade(Operation):
    """A file of the first format; the server does the same when it starts."""

    def prepare(self, round):
        known = json.loads((check_formats.FOLDER / "1.json").read_text())
        kind = round.random.choice(sorted(known["databases"]))
        self.case = check_formats.Case(round.bench.program, check_formats.FOLDER, known, kind)
        past.copy_database(self.case.database, round.database)
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

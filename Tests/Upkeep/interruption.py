"""One round: an operation is interrupted by a kill or by a full disk. What all operations on files have in common."""

import contextlib
import shutil
import signal
import subprocess
import threading

# This one first: it says where the others are.
import material as past
import files
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


def finish_erasing(round, command, prune):
    """Who is erased already is not there any more; what is left of them goes with the journal."""
    said = round.verbatim(*command, codes=(0, 1))
    if "the user is erased" not in said:
        check("no_such_user" in said, "the erasing was refused:", said)
        round.verbatim(*prune)

"""Operations that make a file: it has its name only once it is whole."""

import pathlib

# This one first: it says where the others are.
import material as past
import files
from interruption import Operation
from person import check


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
    """Into a place where nothing is, where a log was left of a database that has gone, or where a database is."""

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

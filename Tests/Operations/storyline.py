"""The people of a year, and where they come in: hooks at the commands of the document."""

import shutil

from machine import TOKEN, Service, check
from files import digest
from person import Person, expect

ROOM = "lobby"


class Hooks:
    """What is done at a command, by its section and the beginning of its text: before it, after it, or instead of it.

    What a section promises beside its commands is checked afterwards.
    """

    def __init__(self):
        self.all = []

    def __call__(self, when, section, start=""):
        def note(function):
            self.all.append((when, section, start, function))
            return function
        return note

    def of(self, when, command):
        return [function for at, section, start, function in self.all
                if at == when and section in (command.section, None) and command.plain.startswith(start)]

    def afterwards(self, section):
        return [function for at, place, _, function in self.all if at == "afterwards" and place == section]

    def unused(self, commands):
        """Hooks at commands that are not among these."""
        return [f"{section}: {start}" for _, section, start, _ in self.all if not any(
            section in (command.section, None) and command.plain.startswith(start) for command in commands)]


at = Hooks()


class Story:
    def __init__(self, machine):
        self.machine, self.service = machine, machine.service
        self.people, self.tokens, self.erased = {}, {}, set()
        # Who resumed when the server was started last.
        self.resumed = {}
        # What the history of the room is: who said it, and the text or, where that is gone, nothing.
        self.lobby = []
        # With which exit code the next command has to end.
        self.code = 0

    # The commands of the document

    async def run(self, command):
        for function in at.of("before", command):
            await function(self)
        code, self.code = self.code, 0
        goes_on = "--every" in command.plain
        printed = await (self.machine.begin(command.plain) if goes_on else self.machine.run(command.plain, code))
        for function in at.of("after", command):
            await function(self, printed)
        return printed

    def instead(self, command):
        for function in at.of("instead", command):
            return function.__doc__, lambda: function(self)
        return None

    def afterwards(self, section):
        return [(function.__doc__, lambda function=function: function(self)) for function in at.afterwards(section)]

    # The server

    async def start(self):
        """Starts the server where it is stopped; everybody comes back, and resumes where that is possible."""
        if self.service.is_running:
            return
        await self.service.start()
        self.resumed = {}
        for name, token in self.tokens.items():
            earlier, person = self.people.get(name), await Person.open(self.service.url)
            if name in self.erased:
                await person.refuse("auth_failed", "login", token=token)
                await person.close()
                continue
            self.people[name] = person
            self.resumed[name] = await person.log_in({"token": token}, earlier)
            if not self.resumed[name]:
                await person.do("join", room=ROOM)

    async def stop(self):
        await self.service.stop()
        for name, person in self.people.items():
            await person.socket.wait_closed()
            check(person.socket.close_code == 4001, name, "was closed with", person.socket.close_code)

    # The people

    async def newcomer(self, name):
        """Somebody with a token, which costs less time than a password."""
        printed = await self.machine.run(f"verbatim token create {name} {TOKEN} 2>/dev/null")
        self.tokens[name] = printed.strip()
        person = self.people[name] = await Person.open(self.service.url)
        await person.log_in({"token": self.tokens[name]})
        await person.do("join", room=ROOM)

    async def say(self, name, *texts):
        for text in texts:
            ack = await self.people[name].do("chat_message", room=ROOM, message=text)
            self.lobby.append((name, text))
            check(ack["seq"] == len(self.lobby), "the seq is", ack["seq"], "and not", len(self.lobby))

    def take_away(self, *, seq=None, user=None, name=None):
        """What is deleted or erased is expected to be so from now on."""
        self.lobby = [(name or author, None) if seq == number or user == author else (author, text)
                      for number, (author, text) in enumerate(self.lobby, 1)]

    async def check_chat(self, expected=None, service=None):
        """What was said is what a newcomer reads."""
        guest = await Person.open((service or self.service).url)
        page = expect(await guest.ask("history", room=ROOM, limit=100), "history", more=False)
        await guest.close()
        found = [(message["user"], None if message.get("deleted") else message["message"])
                 for message in page["messages"]]
        check(found == (expected or self.lobby), "expected", expected or self.lobby, "and found", found)

    # Files

    def scratch(self, name):
        folder = self.machine.path("/scratch")
        folder.mkdir(exist_ok=True)
        return folder / name

    def copy(self, path, name):
        return shutil.copy(path, self.scratch(name))

    async def check_copy(self, path, expected, resumes=None):
        """A server that is started on a copy has the messages, and the sessions; the copy itself stays as it is."""
        before = digest(path)
        other = self.copy(path, "opened.db")
        service = Service(self.service.program, self.machine.folder, lambda: {"VERBATIM_DATABASE": str(other)})
        try:
            await service.start()
            await self.check_chat(expected, service)
            if resumes:
                person = await Person.open(service.url)
                check(await person.log_in(self.people[resumes].credential, self.people[resumes]), "no session in", path)
            await service.stop()
        finally:
            if service.is_running:
                service.kill()
            other.unlink()
        check(digest(path) == before, path, "was changed")

    async def leave_log(self, database, user):
        """A server on a file makes a user, and is killed: the user is in the log alone."""
        variables = {**self.machine.variables(), "VERBATIM_DATABASE": str(database)}
        service = Service(self.service.program, self.machine.folder, lambda: variables)
        try:
            await service.start()
            token = self.machine.path("/etc/verbatim.token")
            await self.machine.run(f"verbatim token create {user} --url {service.url} --admin-token-file {token}")
        finally:
            service.kill()

    def check_bytes(self, words, *, there, files=None):
        """Whether words are anywhere in the database, or in its log."""
        files = files or [self.machine.database, self.machine.database.with_name("chat.db-wal")]
        content = b"".join(path.read_bytes() for path in files if path.exists()).lower()
        wrong = [word for word in words if (word in content) != there]
        check(not wrong, "the file has" if not there else "the file has not", wrong)

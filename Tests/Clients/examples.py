#!/usr/bin/python3
"""An example bot on a server with a virtual clock: it answers once, whatever becomes of its connection, its program and the server.

Usage: [ROUNDS=30] [SEED=1] examples.py PROGRAM echo|reminder|poll|helpdesk COMMAND…
"""

import asyncio
import collections
import os
import random
import sys
import tempfile

from chat import Server, Session, check, expect

DAY = 86_400_000


class Relay:
    """Stands between the bot and the server, and can break what goes through it."""

    def __init__(self, server):
        self.server, self.writers, self.is_open = server, [], True

    async def start(self):
        self.listener = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.url = f"ws://127.0.0.1:{self.listener.sockets[0].getsockname()[1]}/ws"
        return self

    async def _join(self, reader, writer):
        if not self.is_open:
            return writer.transport.abort()
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        except OSError:
            return writer.transport.abort()
        self.writers += [writer, far_writer]
        await asyncio.gather(self._copy(reader, far_writer), self._copy(far_reader, writer))

    async def _copy(self, reader, writer):
        try:
            while data := await reader.read(65_536):
                writer.write(data)
        except OSError:
            pass
        writer.transport.abort()

    def cut(self):
        for writer in self.writers:
            writer.transport.abort()
        self.writers = []


class Chat:
    """A server, its operator, two people in the lobby, and the bot with them."""

    def __init__(self, program, name, command, folder, limits=()):
        self.name, self.command, self.folder = name, command, folder
        self.token_file = os.path.join(folder, "token")
        with open(self.token_file, "w") as file:
            file.write("the operator's own token")
        self.server = Server(
            program, database=os.path.join(folder, "chat.db"), limits=["commands_burst=1000", "commands_per_second=1000", *limits],
            options=["--clock", "virtual", "--admin-token-file", self.token_file])
        self.process = None

    async def start(self):
        await self.server.start()
        await self.operate()
        self.relay = await Relay(self.server).start()
        self.alice, self.bob = await self.newcomer("alice"), await self.newcomer("bob")
        await self.alice.event("user_join", user="bob")
        token = (await self.operator.ask("provision", user=self.name, bot=True))["token"]
        self.environment = {
            **os.environ, "VERBATIM_URL": self.relay.url, "VERBATIM_TOKEN": token, "VERBATIM_NAME": self.name,
            "VERBATIM_ROOMS": "lobby", "VERBATIM_STATE": os.path.join(self.folder, "state")}
        await self.start_bot()
        for person in (self.alice, self.bob):
            await person.event("user_join", user=self.name)
        return self

    async def start_bot(self):
        self.process = await asyncio.create_subprocess_exec(*self.command, env=self.environment)

    async def restart_bot(self):
        """The bot's program is killed, and starts again on what it has written."""
        self.process.kill()
        await self.process.wait()
        await self.start_bot()

    async def operate(self):
        headers = {"Authorization": "Bearer the operator's own token"}
        self.operator = await Session.open(self.server.url, extra_headers=headers)

    async def newcomer(self, name):
        person = await Session.open(self.server.url)
        ready = expect(await person.ask("register", user=name, password="open sesame"), "ready")
        person.name, person.token, person.session = name, ready["token"], ready["session"]
        person.count = 0
        expect(await person.ask("join", room="lobby"), "user_list")
        return person

    async def back(self, person):
        again = await Session.open(self.server.url)
        resume = {"session": person.session, "received": person.count}
        expect(await again.ask("login", token=person.token, resume=resume), "ready", resumed=True)
        again.name, again.token, again.session = person.name, person.token, person.session
        again.count += person.count - 2  # all but `hello` and `ready`
        earlier, later = person.events, again.events
        again.events = asyncio.Queue()
        for queue in (earlier, later):
            while not queue.empty():
                again.events.put_nowait(queue.get_nowait())
        return again

    async def restart(self):
        """The server dies, and starts again on what it has written."""
        self.server.kill()
        self.server.spawn()
        await self.server.listening()
        await self.operate()
        self.alice, self.bob = await self.back(self.alice), await self.back(self.bob)

    async def says(self, person, text):
        """Somebody says something, and everybody hears it."""
        expect(await person.ask("chat_message", room="lobby", message=text), "ack")
        for listener in (self.alice, self.bob):
            await listener.event("chat_message", user=person.name, message=text)

    async def hear(self, *texts):
        """The next that anybody hears is this, from the bot."""
        for text in texts:
            for listener in (self.alice, self.bob):
                await listener.event("chat_message", user=self.name, message=text, bot=True)

    async def advance(self, milliseconds):
        expect(await self.operator.ask("clock_advance", milliseconds=milliseconds), "ok")

    async def advance_until(self, person, kind, **fields):
        """Something that the bot or the server still has to notice follows in a while."""
        while person.events.empty():
            await self.advance(60_000)
            await asyncio.sleep(0.05)
        await person.event(kind, **fields)

    async def end(self):
        check(self.process.returncode is None, "the bot has ended with", self.process.returncode)
        for person in (self.alice, self.bob):
            await person.silence()
        await self.server.stop()

    def kill(self):
        if self.process and self.process.returncode is None:
            self.process.kill()
        if self.server.process.poll() is None:
            self.server.kill()


async def echo(chat):
    await chat.says(chat.alice, "!echo one")
    await chat.hear("one")
    for words in ("!echo", "!echo  ", "echo this", " !echo this"):
        await chat.says(chat.bob, words)
    await chat.says(chat.bob, "!echo zwei 🔑 <&>")
    await chat.hear("zwei 🔑 <&>")
    expect(await chat.bob.ask("private_message", to="echo", message="!psst"), "private_message_delivered")
    await chat.bob.event("private_message", user="echo", message="!psst", bot=True)

    # Another bot gets no answer, and neither does the echo itself.
    token = (await chat.operator.ask("provision", user="parrot", bot=True))["token"]
    parrot = await Session.open(chat.server.url)
    expect(await parrot.ask("login", token=token), "ready")
    expect(await parrot.ask("join", room="lobby"), "user_list")
    expect(await parrot.ask("chat_message", room="lobby", message="!echo again"), "ack")
    await parrot.close()
    for person in (chat.alice, chat.bob):
        await person.event("user_join")
        await person.event("chat_message", user="parrot", bot=True)
        await person.event("user_leave")
    await chat.says(chat.alice, "!echo !echo three")
    await chat.hear("!echo three")

    # What is said while the connection is broken, or just before the server dies, is answered once.
    for number in range(3):
        chat.relay.cut()
        await chat.says(chat.alice, f"!echo cut {number}")
        await chat.hear(f"cut {number}")
    expect(await chat.alice.ask("chat_message", room="lobby", message="!echo last words"), "ack")
    await chat.restart()
    for person in (chat.alice, chat.bob):
        await person.event("chat_message", user="alice", message="!echo last words")
    await chat.hear("last words")

    # More than a bot may say at once comes when it may, in order: it waits by the server's clock.
    await chat.advance(60_000)
    asked = [f"number {number}" for number in range(24)]
    for number, words in enumerate(asked):
        speaker = (chat.alice, chat.bob)[number % 2]
        expect(await speaker.ask("chat_message", room="lobby", message=f"!echo {words}"), "ack")
    for person in (chat.alice, chat.bob):
        answers = []
        while len(answers) < len(asked):
            try:
                frame = await asyncio.wait_for(person.events.get(), 0.2)
                answers += [frame["message"]] if frame["user"] == "echo" else []
            except asyncio.TimeoutError:
                await chat.advance(200)
        check(answers == asked, "the answers were", answers)


async def reminder(chat):
    await chat.says(chat.alice, "!remind 1d tea")
    await chat.hear("alice: I will remind you in 1d.")
    await chat.says(chat.bob, "!remind 2d cake and  more")
    await chat.hear("bob: I will remind you in 2d.")
    await chat.advance(DAY - 1)
    await chat.says(chat.alice, "!remind list")
    await chat.hear("alice: 1 in 1s: tea")
    await chat.advance(1)
    await chat.hear("alice: tea")
    await chat.says(chat.alice, "!remind list")
    await chat.hear("alice: You have no reminders here.")

    # One that falls due while the connection is broken comes too, and so does one of before the server or the program died.
    await chat.says(chat.alice, "!remind 5s after the cut")
    await chat.hear("alice: I will remind you in 5s.")
    chat.relay.cut()
    await chat.advance(5_000)
    await chat.hear("alice: after the cut")
    await chat.says(chat.alice, "!remind 4m after the crashes")
    await chat.hear("alice: I will remind you in 4m.")
    await chat.restart()
    await chat.restart_bot()
    await chat.advance(240_000)
    await chat.hear("alice: after the crashes")

    # Even where the bot was away for so long that its session ended.
    chat.relay.is_open = False
    chat.relay.cut()
    await chat.advance(DAY)
    for person in (chat.alice, chat.bob):
        await chat.advance_until(person, "user_leave", user="reminder")
    chat.relay.is_open = True
    for person in (chat.alice, chat.bob):
        await person.event("user_join", user="reminder")
    for person in (chat.alice, chat.bob):
        await chat.advance_until(person, "chat_message", user="reminder", message="bob: cake and  more")

    # The list in a room tells nothing of what was asked in private, and only its owner takes a reminder back.
    async def whispers(text, answer):
        expect(await chat.bob.ask("private_message", to="reminder", message=text), "private_message_delivered")
        await chat.bob.event("private_message", user="reminder", message=answer, bot=True)

    await whispers("!remind 5m a secret", "bob: I will remind you in 5m.")
    for person in (chat.alice, chat.bob):
        await chat.says(person, "!remind list")
        await chat.hear(f"{person.name}: You have no reminders here.")
    await whispers("!remind list", "bob: 1 in 5m: a secret")
    await chat.says(chat.alice, "!remind cancel 1")
    await chat.hear("alice: You have no reminder 1 here.")
    await chat.says(chat.alice, "!remind 366d x")
    await chat.hear("alice: The time has to be from 1s to 365d from now.")
    await whispers("!remind cancel 1", "bob: I will not remind you of a secret.")
    await chat.says(chat.bob, "!reminders are nice")
    await chat.advance(DAY)


async def poll(chat):
    await chat.says(chat.alice, "!poll 10m Lunch? | pizza | salad")
    await chat.hear("Lunch? 1 pizza, 2 salad – !vote NUMBER within 10m.")
    await chat.says(chat.bob, "!vote 2")
    await chat.hear("bob: Your vote is for salad.")
    await chat.restart_bot()
    await chat.says(chat.alice, "!vote 1")
    await chat.hear("alice: Your vote is for pizza.")
    await chat.says(chat.alice, "!vote 2")
    await chat.hear("alice: Your vote is for salad, and no longer for pizza.")
    await chat.restart()
    await chat.says(chat.bob, "!poll results")
    await chat.hear("Lunch? pizza 0, salad 2 – 10m to go.")
    await chat.advance(600_000)
    await chat.hear("The poll is over. Lunch? pizza 0, salad 2 – salad wins.")


async def helpdesk(chat):
    """The program, the server and the connection end again and again while tickets are opened: each is answered once."""
    chance, rounds = random.Random(int(os.environ.get("SEED", "1"))), int(os.environ.get("ROUNDS", "30"))
    answers, notes = collections.Counter(), collections.Counter()

    async def read(is_over):
        while True:
            for person, kind, counter in ((chat.alice, "private_message", answers), (chat.bob, "chat_message", notes)):
                while not person.events.empty():
                    frame = person.events.get_nowait()
                    if frame["type"] == kind and frame["user"] == "helpdesk":
                        counter[frame["message"].split(": ")[1]] += 1
            if is_over():
                return
            await asyncio.sleep(0.01)

    kills = 0
    for number in range(rounds):
        command = {"to": "helpdesk", "message": f"!open subject {number}", "key": f"ticket-{number}"}
        expect(await chat.alice.ask("private_message", **command), "private_message_delivered")
        await asyncio.sleep(chance.random() * 0.05)
        what = chance.random()
        if what < 0.6 or number == 0:
            await chat.restart_bot()
            kills += 1
        elif what < 0.75:
            await chat.restart()
            kills += 1
        elif what < 0.9:
            chat.relay.cut()
    await asyncio.wait_for(read(lambda: len(answers) == len(notes) == rounds), 60)
    await asyncio.sleep(0.5)
    for person in (chat.alice, chat.bob):
        expect(await person.ask("ping"), "pong")
    await read(lambda: True)
    await asyncio.sleep(0)
    twice = [subject for counter in (answers, notes) for subject, count in counter.items() if count != 1]
    check(not twice, "not answered once:", twice)
    print(f"{kills} kills.")
    chat.alice.events = chat.bob.events = asyncio.Queue()  # joins and leaves


async def main(program, name, command):
    with tempfile.TemporaryDirectory() as folder:
        plenty = ["messages_burst=10000", "messages_per_second=1000", "sessions_per_user=1000"] if name == "helpdesk" else []
        chat = Chat(program, name, command, folder, plenty)
        try:
            await chat.start()
            await {"echo": echo, "reminder": reminder, "poll": poll, "helpdesk": helpdesk}[name](chat)
            await chat.end()
        finally:
            chat.kill()
    print(f"{' '.join(command[:-1])} {os.path.basename(command[-1])} answered everything once.")


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))

#!/usr/bin/python3
"""An example bot on a server with a virtual clock: it answers once, whatever becomes of its connection and of the server.

Usage: examples.py PROGRAM echo|reminder COMMAND…
"""

import asyncio
import os
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

    def __init__(self, program, name, command, folder):
        self.name, self.command = name, command
        self.token_file = os.path.join(folder, "token")
        with open(self.token_file, "w") as file:
            file.write("the operator's own token")
        self.server = Server(
            program, database=os.path.join(folder, "chat.db"), limits=["commands_burst=1000", "commands_per_second=1000"],
            options=["--clock", "virtual", "--admin-token-file", self.token_file])
        self.process = None

    async def start(self):
        await self.server.start()
        await self.operate()
        self.relay = await Relay(self.server).start()
        self.alice, self.bob = await self.newcomer("alice"), await self.newcomer("bob")
        await self.alice.event("user_join", user="bob")
        token = (await self.operator.ask("provision", user=self.name, bot=True))["token"]
        environment = {
            **os.environ, "VERBATIM_URL": self.relay.url, "VERBATIM_TOKEN": token, "VERBATIM_NAME": self.name,
            "VERBATIM_ROOMS": "lobby"}
        self.process = await asyncio.create_subprocess_exec(*self.command, env=environment)
        for person in (self.alice, self.bob):
            await person.event("user_join", user=self.name)
        return self

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
    await chat.hear("alice: reminder 1 comes in 1d.")
    await chat.says(chat.bob, "!remind 2d cake and  more")
    await chat.hear("bob: reminder 2 comes in 2d.")
    await chat.advance(DAY - 1)
    await chat.says(chat.alice, "!remind list")
    await chat.hear("alice: 1 tea")
    await chat.advance(1)
    await chat.hear("alice: tea")
    await chat.says(chat.alice, "!remind list")
    await chat.hear("alice: you have none here.")

    # One that falls due while the connection is broken comes too, and so does one of before the server died.
    await chat.says(chat.alice, "!remind 5s after the cut")
    await chat.hear("alice: reminder 3 comes in 5s.")
    chat.relay.cut()
    await chat.advance(5_000)
    await chat.hear("alice: after the cut")
    await chat.says(chat.alice, "!remind 4m after the crash")
    await chat.hear("alice: reminder 4 comes in 4m.")
    await chat.restart()
    await chat.advance(240_000)
    await chat.hear("alice: after the crash")

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
        await chat.advance_until(person, "chat_message", user="reminder", message="bob: cake and more")

    # The list in a room tells nothing of what was asked in private, and only its owner takes a reminder back.
    async def whispers(text, answer):
        expect(await chat.bob.ask("private_message", to="reminder", message=text), "private_message_delivered")
        await chat.bob.event("private_message", user="reminder", message=answer, bot=True)

    await whispers("!remind 5m a secret", "bob: reminder 5 comes in 5m.")
    for person in (chat.alice, chat.bob):
        await chat.says(person, "!remind list")
        await chat.hear(f"{person.name}: you have none here.")
    await whispers("!remind list", "bob: 5 a secret")
    usage = "say !remind 10m tea (s, m, h, d), !remind list, or !remind cancel 1."
    for words in ("!remind", "!remind me", "!remind 0m x", "!remind 367d x", "!remind 5m", "!remind 5y x", "!remind cancel 5"):
        await chat.says(chat.alice, words)
        await chat.hear(f"alice: {usage}")
    await whispers("!remind cancel 5", "bob: I will not remind you of a secret.")
    await chat.says(chat.bob, "!reminders are nice")
    await chat.advance(DAY)


async def main(program, name, command):
    with tempfile.TemporaryDirectory() as folder:
        chat = Chat(program, name, command, folder)
        try:
            await chat.start()
            await {"echo": echo, "reminder": reminder}[name](chat)
            await chat.end()
        finally:
            chat.kill()
    print(f"{' '.join(command[:-1])} {os.path.basename(command[-1])} answered everything once.")


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))

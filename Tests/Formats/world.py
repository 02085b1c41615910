"""Everybody who takes part in a story, over several servers that have the same database after each other."""

import asyncio

import websockets

from opened import Opened
from person import SECONDS, check


class World:
    """The server, its clients, and what a test has to know of them later."""

    def __init__(self, program, database, limits, token):
        self.program, self.database, self.limits, self.token = program, database, limits, token
        self.opened = None
        # Label → session: those that are connected, and those that were cut and wait.
        self.people, self.waiting = {}, {}
        # User → secret → whether it logs in.
        self.passwords, self.tokens = {}, {}
        self.pages = []
        # Where a page of a search ended.
        self.cursor = None

    def __getitem__(self, label):
        return self.people[label]

    # The server

    async def open(self, clock="virtual", options=()):
        """Starts a server; everybody who was connected goes on."""
        self.opened = await Opened(
            self.program, self.database, self.limits, self.token, clock, options).__aenter__()
        for label, old in list(self.people.items()):
            confirmed, old.confirmed = old.confirmed, None
            self.people[label] = person = await self.opened.person(old.credential, earlier=old)
            check(person.resumed, label, "could not resume")
            person.confirmed = confirmed

    async def end(self, in_order):
        """Ends the server, by SIGTERM or by SIGKILL, once everybody has what they were sent."""
        await self.opened.settle(self.people.values())
        if in_order:
            await self.opened.stop()
        else:
            self.opened.kill()
        self.opened.end()

    async def pause(self, milliseconds=3_000):
        """Time passes, and allowances are full again; a wall clock does that by itself."""
        if self.opened.clock == "virtual":
            await self.opened.advance(milliseconds)

    # Who comes and goes

    async def newcomer(self, label, user, password):
        person = self.people[label] = await self.opened.guest()
        await person.register(user, password)
        self.passwords[user] = {password: True}
        self.note_token(person)

    async def another(self, label, user, password, **fields):
        """One more session, by password."""
        person = await self.opened.person({"user": user, "password": password, **fields})
        self.people[label] = person
        self.note_token(person)
        return person

    def note_token(self, person):
        if "token" in person.credential:
            self.tokens.setdefault(person.user, {})[person.credential["token"]] = True

    async def cut(self, label):
        """Breaks a connection without a goodbye; the session waits to be resumed."""
        person = self.people.pop(label)
        await self.opened.settle([person])
        person.socket.transport.write_eof()
        await person.socket.wait_closed()
        await self.opened.settle([])
        self.waiting[label] = person

    async def say_goodbye(self, label):
        await self.people.pop(label).close()
        await self.opened.settle([])

    async def closed_by_server(self, label):
        await asyncio.wait_for(self.people.pop(label).socket.wait_closed(), SECONDS)

    async def lose(self, label):
        """What the session is sent from now on is lost on its way: its client will say that it has what came before."""
        await self.opened.settle([self[label]])
        self[label].confirmed = len(self[label].frames)

    async def page(self, path, **options):
        """The page of a tutorial, which says one thing and stays until the server ends."""
        address = self.opened.server.url.removesuffix("/ws") + path
        socket = await websockets.connect(address, compression=None, **options)
        self.pages.append(socket)
        await socket.send('{"message":"said on a page"}')
        await asyncio.wait_for(socket.recv(), SECONDS)
        await self.opened.settle([])

    # What they do

    async def do(self, label, command, **fields):
        return await self[label].do(command, **fields)

    async def at_once(self, label, *commands):
        """Sends commands without waiting in between, so that they share a commit."""
        return await asyncio.gather(*(self[label].do(command, **fields) for command, fields in commands))

    async def join(self, room, *labels):
        for label in labels:
            await self.do(label, "join", room=room)

    async def say(self, label, room, *texts):
        for text in texts:
            await self.pause(400)
            await self.do(label, "chat_message", room=room, message=text)

    async def whisper(self, label, to, *texts):
        for text in texts:
            await self.do(label, "private_message", to=to, message=text)

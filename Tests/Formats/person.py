"""A client that counts its frames, as whoever wants to resume has to."""

import asyncio
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Clients"))
from chat import Session, check, expect  # noqa: E402, F401

# How long anything may take that a server or a command does.
SECONDS = 60


class Tape:
    """A socket that keeps every frame in the order in which it came; `Session` sorts replies from events."""

    def __init__(self, socket):
        self.socket, self.frames = socket, []

    def __getattr__(self, name):
        return getattr(self.socket, name)

    async def __aiter__(self):
        async for text in self.socket:
            frame = json.loads(text)
            # It is not counted.
            if frame["type"] != "typing":
                self.frames.append(frame)
            yield text


class Person(Session):
    """A session that outlives its connections: one object for each connection, and the frames of all of them."""

    def __init__(self, socket):
        super().__init__(Tape(socket))
        self.user, self.earlier, self.start = None, [], None
        # How many frames the client will say it has; None stands for all that came.
        self.confirmed = None

    @property
    def frames(self):
        """Every counted frame of the session, in order."""
        return self.earlier + (self.socket.frames[self.start:] if self.start is not None else [])

    @property
    def received(self):
        return len(self.frames) if self.confirmed is None else self.confirmed

    async def log_in(self, credential, earlier=None):
        """Logs in, where `earlier` is given to go on with that session; returns whether that was still there."""
        resume = {"resume": {"session": earlier.session, "received": earlier.received}} if earlier else {}
        self.begin(await self.ask("login", **credential, **resume), credential)
        if earlier and self.resumed:
            self.earlier = earlier.frames[:earlier.received]
        return self.resumed

    async def register(self, user, password):
        self.begin(await self.ask("register", user=user, password=password), {})

    def begin(self, ready, credential):
        """Counting begins after `ready`, the newest there is."""
        expect(ready, "ready")
        self.user, self.session, self.resumed = ready["user"], ready["session"], ready["resumed"]
        self.credential = {"token": ready["token"]} if "token" in ready else without(credential, "remember")
        kinds = [frame["type"] for frame in self.socket.frames]
        self.start = len(kinds) - kinds[::-1].index("ready")

    async def do(self, command, **fields):
        """Sends a command that has to work."""
        reply = await self.ask(command, **fields)
        check(reply["type"] != "error", self.user, "was refused", command, fields, "with", reply)
        return reply

    async def refuse(self, code, command, **fields):
        """Sends a command that has to be refused."""
        return expect(await self.ask(command, **fields), "error", code=code)

    async def arrived(self):
        """Everything that was written to this client before now has come. A ping of WebSockets is not counted."""
        await asyncio.wait_for(await self.socket.ping(), SECONDS)


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def plain(reply):
    """A reply without what belongs to the one that asked."""
    return without(reply, "re", "read")

"""A server that has a database open, and the operator's connection to it."""

import asyncio
import os
import tempfile

# This one first: it says where `chat` is.
from person import SECONDS, Person, check, expect
from chat import Server


class Opened:
    """A server on a database, on a virtual clock unless said otherwise; it is killed where nobody stops it."""

    def __init__(self, program, database, limits, token, clock="virtual", options=()):
        self.token, self.clock = token, clock
        handle, self.token_file = tempfile.mkstemp(prefix="verbatim-token-")
        with open(handle, "w") as file:
            file.write(token)
        self.server = Server(program, database, limits, options=[
            "--clock", clock, "--admin-token-file", self.token_file, "--log-level", "error", *options])

    async def __aenter__(self):
        try:
            self.server.spawn()
            await asyncio.wait_for(self.server.listening(), SECONDS)
            self.operator = await Person.open(self.server.url, extra_headers=self.bearer(self.token))
        except BaseException:
            self.end()
            raise
        return self

    async def __aexit__(self, *_):
        self.end()

    def end(self):
        if self.server.process and self.server.process.poll() is None:
            self.server.kill()
        if os.path.exists(self.token_file):
            os.unlink(self.token_file)

    @staticmethod
    def bearer(token):
        return {"Authorization": f"Bearer {token}"}

    async def stop(self):
        await self.server.stop(SECONDS)

    def kill(self):
        self.server.kill()

    async def guest(self):
        return await Person.open(self.server.url)

    async def stranger(self):
        """A guest who comes from where no user has ever logged in."""
        return await Person.open(self.server.url, local_addr=("127.0.0.9", 0))

    async def person(self, credential, earlier=None):
        """A new connection that logs in."""
        person = await self.guest()
        await person.log_in(credential, earlier)
        return person

    async def arrival(self, token):
        """A connection that is opened with a token: it is logged in unasked."""
        person = await Person.open(self.server.url, extra_headers=self.bearer(token))
        person.begin(await person.event("ready"), {"token": token})
        return person

    async def administer(self, do, **fields):
        """The answer to an operator's request, which has to be carried out."""
        reply = expect(await self.operator.ask("administer", request={"do": do, **fields}), "administered")
        check("error" not in reply["answer"], do, fields, "was refused with", reply["answer"])
        return reply["answer"]

    async def advance(self, milliseconds):
        expect(await self.operator.ask("clock_advance", milliseconds=milliseconds), "ok")

    async def now(self):
        return (await self.operator.ask("ping"))["now"]

    async def settle(self, people):
        """Nothing is left to do, and all that was said has come to these people."""
        expect(await self.operator.ask("settle"), "ok")
        for person in people:
            await person.arrived()

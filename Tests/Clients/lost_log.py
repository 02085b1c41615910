#!/usr/bin/python3
"""A server whose log nobody takes: a pipe without a reader, a disk that is full, a standard error that is closed.

Usage: lost_log.py PROGRAM
"""

import asyncio
import os
import subprocess
import sys

from chat import Server, Session, expect


class Logging(Server):
    """A server with somewhere else to log to."""

    def __init__(self, program, stderr):
        super().__init__(program, options=["--log-level", "debug"])
        self.stderr = stderr

    def spawn(self):
        command = [self.program, "serve", "--port", "0", "--database", ":memory:", *self.options]
        if self.stderr is None:
            command = ["/bin/sh", "-c", 'exec "$@" <&- 2>&-', "sh", *command]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.stderr, text=True)


async def lives(name, program, stderr, after=lambda: None):
    server = await Logging(program, stderr).start()
    after()
    for _ in range(3):
        guest = await Session.open(server.url)
        expect(await guest.ask("login", user="nobody", password="wrong sesame"), "error", code="auth_failed")
        expect(await guest.ask("rooms"), "room_list")
        guest.cut()
    await server.stop()
    print(f"{name}: the server lived, and ended in order")


async def main():
    program = sys.argv[1]
    reader, writer = os.pipe()
    await lives("a pipe that is broken", program, writer, after=lambda: os.close(reader))
    with open("/dev/full", "w") as full:
        await lives("a full disk", program, full)
    await lives("nothing at all", program, None)


if __name__ == "__main__":
    asyncio.run(main())

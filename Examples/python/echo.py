#!/usr/bin/env python3
"""Says again what it is told: `!echo hello` in a room, and everything in private. See ../README.md."""

import asyncio

from session import Session


class Echo(Session):
    def hear(self, message):
        said = message["message"]
        if "room" in message:
            said = said[len("!echo "):] if said.startswith("!echo ") else ""
        if said.strip():
            self.reply(message, said)


asyncio.run(Echo().run())

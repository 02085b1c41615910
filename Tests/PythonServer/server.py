#!/usr/bin/python3
"""An independent server of the protocol verbatim.v1, written from Docs/protocol.md alone.

It keeps everything in memory, and leaves out moderation, the tutorials' clients and most of HTTP.
`server.py --port 0` prints `listening on ws://127.0.0.1:PORT/ws` when it is ready.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import hmac
import logging
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.legacy.server import WebSocketServerProtocol, serve

import clock as time
from chat import Chat
from clock import Clock
from frames import OPERATOR_COMMANDS, Refused, command, decode
from limits import Limits
from sessions import Connection
from upgrade import SUBPROTOCOL, Socket, token_of

CAPABILITIES = ["history", "search", "editing", "resume", "timers"]


class Server:
    """Reads the frames of all connections, and carries out what the operator asks."""

    def __init__(self, virtual: bool, operator_token: str | None) -> None:
        self.virtual, self.operator_token = virtual, operator_token
        self.connections: set[Connection] = set()
        self.pings: dict[Connection, asyncio.Task[None]] = {}
        self.begin(Limits())

    def begin(self, limits: Limits) -> None:
        """Begins with nobody and nothing."""
        self.limits, self.clock = limits, Clock(self.virtual)
        self.chat = Chat(limits, self.clock)

    # Connections

    async def serve(self, socket: WebSocketServerProtocol) -> None:
        """Greets a client and does what it says until it is gone."""
        assert isinstance(socket, Socket)
        socket.max_size = 4 * self.limits.frame_bytes
        connection = Connection(socket, self.limits)
        self.connections.add(connection)
        heartbeat = asyncio.create_task(self.heartbeat(connection, socket))
        try:
            self.greet(connection)
            async for message in socket:
                await self.receive(connection, message)
        except ConnectionClosed:
            pass
        finally:
            heartbeat.cancel()
            self.connections.discard(connection)
            self.pings.pop(connection, None)
            session = connection.session
            if session.connection is connection:
                self.chat.end(session) if connection.said_goodbye else self.chat.cut(session)

    def greet(self, connection: Connection) -> None:
        session = connection.session
        session.send({
            "type": "hello", "protocol": SUBPROTOCOL, "clock": "virtual" if self.virtual else "wall",
            "now": time.text(self.clock.now()), "limits": self.limits.values, "capabilities": CAPABILITIES,
        })
        self.expect_login(connection)
        secret = token_of(connection.socket.request_headers)
        if secret is None:
            return
        if self.operator_token and hmac.compare_digest(secret.encode(), self.operator_token.encode()):
            connection.operator = True
            return
        try:
            token = self.chat.accounts.with_token(secret, connection.peer)
            self.chat.log_in(connection, token.account, token, session.send)
            connection.by_its_token = True
        except Refused as refused:
            session.send(refused.event)
            self.throw_out(connection, refused.close or 4502, str(refused))

    def expect_login(self, connection: Connection) -> None:
        """Gives a guest its time to log in, where that is limited."""
        if connection.login_deadline:
            connection.login_deadline.cancel()
        if self.limits.login_seconds:
            due = functools.partial(self.login_is_due, connection)
            connection.login_deadline = self.clock.after(self.limits.login_seconds * 1000, due)

    def login_is_due(self, connection: Connection) -> None:
        """Closes a connection that is a guest's; a log-in that is under way is decided first."""
        if connection.busy:
            asyncio.get_running_loop().call_later(0.01, self.login_is_due, connection)
        elif connection.session.account is None and not connection.operator:
            self.throw_out(connection, 4501, "no log-in came in time")

    def throw_out(self, connection: Connection, code: int, reason: str) -> None:
        """Closes a connection whose session is over."""
        if connection.closing is None:
            connection.close(code, reason)
            self.chat.end(connection.session)

    async def heartbeat(self, connection: Connection, socket: Socket) -> None:
        """Pings a client in equal intervals, and gives it up after two in which it was silent; on the machine's time, whatever the clock is."""
        seconds, loop = self.limits.heartbeat_seconds, asyncio.get_running_loop()
        due = loop.time() + seconds
        while True:
            now, end = loop.time(), socket.heard + 2 * seconds
            if now >= end:
                connection.close(4003, "nothing was heard")
                return
            if now >= due:
                # Not waited for: what a client does not read holds up a ping, too.
                self.pings[connection] = asyncio.create_task(send_ping(socket))
                due = now + seconds
            await asyncio.sleep(min(due, end) - now)

    # Frames

    async def receive(self, connection: Connection, message: str | bytes) -> None:
        """Answers one frame."""
        if connection.closing:
            return
        if isinstance(message, bytes):
            connection.close(1003, "frames are text")
            return
        session, re = connection.session, None
        try:
            frame = decode(message, self.limits)
            given = frame.get("id")
            re = given if isinstance(given, str) and len(given) <= self.limits.id_characters else None
            kind, fields = command(frame, self.limits, connection.operator)
        except Refused as refused:
            session.send(refused.event, re)
            session.bad_frames += 1
            if session.bad_frames >= self.limits.bad_frames:
                self.throw_out(connection, 4500, "too many frames were no commands")
            return
        connection.busy = True
        try:
            if kind in OPERATOR_COMMANDS:
                await self.operate(connection, kind, fields, re)
            else:
                await self.chat.carry_out(connection, kind, fields, re)
            connection.by_its_token = False
            if kind == "logout":
                self.expect_login(connection)
        except Refused as refused:
            connection.session.send(refused.event, re)
            if refused.close:
                self.throw_out(connection, refused.close, str(refused))
        finally:
            connection.busy = False

    # The operator

    async def operate(self, connection: Connection, kind: str, fields: dict[str, Any], re: str | None) -> None:
        """Does what only the operator may ask."""
        if kind in ("clock_advance", "reset") and not self.virtual:
            raise Refused("forbidden", "The clock of this server is a wall clock.")
        answer = {"type": "ok"}
        match kind:
            case "clock_advance":
                self.clock.advance(fields["milliseconds"])
            case "settle":
                await self.settle(connection)
            case "reset":
                self.reset(connection, fields.get("limits", {}))
            case "provision":
                token = self.chat.accounts.provision(fields["user"], fields.get("bot", False))
                answer = {"type": "provisioned", "user": token.account.name, "token": token.secret}
        connection.session.send(answer, re)

    async def settle(self, operator: Connection) -> None:
        """Waits until no other connection has a command that waits or is under way."""
        quiet = 0
        while quiet < 10:
            others = self.connections - {operator}
            quiet = 0 if any(one.busy or one.socket.messages for one in others) else quiet + 1
            await asyncio.sleep(0 if quiet else 0.001)

    def reset(self, operator: Connection, limits: dict[str, int]) -> None:
        """Forgets everything but the operator's own connection."""
        try:
            new = Limits(limits)
        except ValueError as error:
            raise Refused("bad_frame", str(error), "limits") from None
        for connection in self.connections - {operator}:
            self.throw_out(connection, 1000, "the server was reset")
        self.begin(new)


async def send_ping(socket: Socket) -> None:
    """Sends a ping and waits for its pong, or for the end of the connection."""
    try:
        await (await socket.ping())
    except ConnectionClosed:
        pass


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--clock", choices=["wall", "virtual"], default="wall")
    parser.add_argument("--admin-token-file", type=Path, help="a file with the token of the operator")
    options = parser.parse_args()
    logging.getLogger("websockets").setLevel(logging.CRITICAL)  # what clients do wrong is no news
    token = options.admin_token_file.read_text().strip() if options.admin_token_file else None
    server = Server(options.clock == "virtual", token)
    async with serve(
        server.serve, "127.0.0.1", options.port, create_protocol=Socket, subprotocols=[SUBPROTOCOL],
        compression=None, ping_interval=None, close_timeout=3,
    ) as listening:
        port = listening.sockets[0].getsockname()[1]
        print(f"listening on ws://127.0.0.1:{port}/ws", flush=True)
        await asyncio.Future()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass

#!/usr/bin/env python3
"""A server that is not what it should be: `hostile.py MODE PORT`, or `hostile.py` for the modes.

`hostile.py slow|overtaking PORT SERVER_PORT` stands before a right server and does nothing wrong.

`hostile.py measure FILE COMMAND…` runs a command, ends with its exit code, and writes to the file how much memory it took, in MiB.
"""

import asyncio
import base64
import hashlib
import inspect
import json
import os
import resource
import socket
import struct
import subprocess
import sys

HELLO = {
    "type": "hello",
    "protocol": "verbatim.v1",
    "clock": "wall",
    "now": "2026-01-01T00:00:00.000Z",
    "limits": {"frame_bytes": 65536},
    "capabilities": ["history", "search", "resume", "timers", "moderation"],
}
EVENT = {"type": "chat_message", "room": "lobby", "seq": 1, "user": "mallory", "message": "hi", "at": HELLO["now"]}
MIB = 1 << 20


def frame(payload, opcode=1, final=True, reserved=0):
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    if len(payload) < 126:
        return head + bytes([len(payload)]) + payload
    if len(payload) < 65536:
        return head + struct.pack("!BH", 126, len(payload)) + payload
    return head + struct.pack("!BQ", 127, len(payload)) + payload


def text(value):
    return frame(json.dumps(value).encode())


class Peer:
    """One connection, whose client is a WebSocket's."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    async def send(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def upgrade(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        key = next(line.split(":", 1)[1].strip() for line in head.split("\r\n") if line.lower().startswith("sec-websocket-key"))
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        chosen = "Sec-WebSocket-Protocol: verbatim.v1\r\n" if "verbatim.v1" in head else ""
        await self.send(
            f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{chosen}"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )

    async def greet(self):
        await self.upgrade()
        await self.send(text(HELLO))

    async def message(self):
        """The next frame of the client: its opcode and what it holds."""
        first, second = await self.reader.readexactly(2)
        length = second & 0x7F
        if length >= 126:
            size = 2 if length == 126 else 8
            length = int.from_bytes(await self.reader.readexactly(size), "big")
        mask = await self.reader.readexactly(4)
        payload = await self.reader.readexactly(length)
        return first & 0x0F, bytes(byte ^ mask[index & 3] for index, byte in enumerate(payload))

    async def forever(self, data):
        while True:
            await self.send(data)

    async def silence(self):
        await asyncio.Event().wait()

    async def answer(self, hello, reply):
        """Answers every command with what `reply` makes of it, and the pings and goodbyes of WebSockets as it should."""
        await self.upgrade()
        await self.send(text(hello))
        while True:
            opcode, payload = await self.message()
            if opcode == 8:
                return await self.send(frame(payload, 8))
            if opcode == 9:
                await self.send(frame(payload, 10))
            elif opcode == 1:
                command = json.loads(payload)
                await self.send(text({**reply(command), **({"re": command["id"]} if "id" in command else {})}))

    async def after_a_command(self, data, then_for_ever=False):
        await self.greet()
        await self.message()
        await self.send(data)
        if then_for_ever:
            await self.forever(data)
        await self.silence()


# Those that greet nobody.


async def silent(peer):
    await peer.silence()


async def closing(peer):
    pass


async def resetting(peer):
    await peer.reader.readuntil(b"\r\n\r\n")
    # What lingers for no time is not closed but reset.
    peer.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def html(peer):
    await peer.reader.readuntil(b"\r\n\r\n")
    page = b"<!doctype html><title>It works!</title>"
    await peer.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page)


async def endless_headers(peer):
    await peer.send(b"HTTP/1.1 101 Switching Protocols\r\n")
    await peer.forever(b"X-Header: %s\r\n" % (b"x" * 1000) * 100)


async def half_upgrade(peer):
    await peer.send(b"HTTP/1.1 101 Swi")
    await peer.silence()


async def mute(peer):
    await peer.upgrade()
    await peer.silence()


async def garbage(peer):
    await peer.upgrade()
    await peer.send(frame(b"\x1b[2J" + bytes(range(128, 256)) * 100))
    await peer.silence()


async def other_program(peer):
    await peer.upgrade()
    await peer.send(text({"op": 10, "d": {"heartbeat_interval": 41250}}))
    await peer.silence()


# Those that greet.


async def greeting_only(peer):
    await peer.greet()
    await peer.silence()


async def flood(peer):
    await peer.after_a_command(text(EVENT) * 1000, then_for_ever=True)


async def flood_of_nothing(peer):
    await peer.after_a_command(frame(b"") * 10000, then_for_ever=True)


async def flood_of_crumbs(peer):
    await peer.after_a_command(frame(b"[", final=False))
    await peer.forever(frame(b"1", opcode=0, final=False) * 10000)


async def flood_of_pings(peer):
    await peer.after_a_command(frame(b"x" * 125, opcode=9) * 1000, then_for_ever=True)


async def flood_of_values(peer):
    await peer.after_a_command(frame(b'{"type":"chat_message","list":[' + b"1," * 400_000 + b"1]}"), then_for_ever=True)


async def gigabyte(peer):
    await peer.after_a_command(b"\x81" + struct.pack("!BQ", 127, 1 << 30) + b"x" * MIB)


async def gigabytes(peer):
    await peer.after_a_command(text({**EVENT, "message": "x" * (MIB // 2)}), then_for_ever=True)


async def drip(peer):
    await peer.greet()
    await peer.message()
    await peer.send(text({"type": "ready", "user": "alice", "bot": False, "session": "s", "resumed": False, "token": "t"}))
    while True:
        await peer.send(text(EVENT))
        await asyncio.sleep(0.01)


async def raw_bytes(peer):
    await peer.after_a_command(b"\xff\x00\x13\x37" * 1000)


async def reserved_bit(peer):
    await peer.after_a_command(frame(b"{}", reserved=4))


async def bad_utf8(peer):
    await peer.after_a_command(frame(b'{"type":"ready","user":"\xff\xfe"}'))


async def not_json(peer):
    await peer.after_a_command(frame(b"Hello, World!"))


async def deep_json(peer):
    await peer.after_a_command(frame(b"[" * 100_000))


async def dying(peer):
    await peer.greet()
    await peer.message()
    os._exit(3)


async def wrong_clock(peer):
    nonsense = {"type": "pong", "now": "-0001-13-32T99:99:99Z", "at": "yesterday"}
    await peer.answer({**HELLO, "now": "9999-12-31T23:59:59.999Z"}, lambda command: nonsense)


async def refusing(peer):
    await peer.answer(HELLO, lambda command: {"type": "error", "code": "unavailable", "message": "not today"})


async def only_pongs(peer):
    await peer.upgrade()
    await peer.send(text(HELLO))
    while True:
        opcode, payload = await peer.message()
        if opcode == 9:
            await peer.send(frame(payload, 10))
        elif opcode == 1 and b'"ping"' in payload:
            await peer.send(text({"type": "pong", "now": HELLO["now"], "re": json.loads(payload)["id"]}))


# Those that are right, but not quick.


class Forwarding:
    """What a server says comes later than it could; all else passes."""

    def __init__(self, upstream_port, pongs_overtake):
        self.upstream_port, self.pongs_overtake = upstream_port, pongs_overtake

    async def run(self, peer):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream_port)
        to_server = asyncio.create_task(self.pass_on(peer.reader, writer))
        try:
            await peer.send(await reader.readuntil(b"\r\n\r\n"))
            await self.pass_late(reader, peer)
        except asyncio.IncompleteReadError:
            pass
        finally:
            to_server.cancel()
            writer.close()

    async def pass_on(self, reader, writer):
        while data := await reader.read(65536):
            writer.write(data)
        writer.close()

    async def pass_late(self, server, peer):
        loop = asyncio.get_running_loop()
        while True:
            opcode, payload = await self.frame_of(server)
            overtakes = self.pongs_overtake and (opcode == 10 or b'"type":"pong"' in payload)
            # What is called at equal distances keeps its order.
            loop.call_later(0 if overtakes else 0.1, peer.writer.write, frame(payload, opcode))

    @staticmethod
    async def frame_of(reader):
        first, length = await reader.readexactly(2)
        if length >= 126:
            length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
        return first & 0x0F, await reader.readexactly(length)


MODES = {
    name: value
    for name, value in globals().items()
    if inspect.iscoroutinefunction(value)
}


async def serve(mode, port, behave):
    async def connected(reader, writer):
        try:
            await behave(Peer(reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, StopIteration):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    print(f"{mode} listens on {server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def measure(file, command):
    code = subprocess.run(command).returncode
    with open(file, "w") as output:
        output.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
    return code


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["measure"]:
        sys.exit(measure(words[1], words[2:]))
    if len(words) == 3 and words[0] in ("slow", "overtaking"):
        behave = Forwarding(int(words[2]), words[0] == "overtaking").run
    elif len(words) == 2 and words[0] in MODES:
        behave = MODES[words[0]]
    else:
        sys.exit(f"{__doc__}\nmodes: {' '.join(MODES)}")
    asyncio.run(serve(words[0], int(words[1]), behave))

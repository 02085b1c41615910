#!/usr/bin/python3
"""Holds many idle connections, and lets clients stall while a room is busy; prints figures as JSON, one line each.

Usage: load.py --server PROGRAM [idle|stalled] [--clients N]

The facts are checked (everybody is served, nothing is lost, who stalls is closed with 4002); the figures are only printed.
The clients speak WebSocket with a few lines of their own, because a library's would cost more than the server's.
"""

import argparse
import asyncio
import json
import os
import pathlib
import resource
import secrets
import socket
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Clients"))
from chat import NO_RATES, Server, Session, check, expect  # noqa: E402

LIMITS = NO_RATES + ["resume_frames=1000000", "send_queue_bytes=4000000"]
# Each address of a client has ports of its own, and a limit of its own.
PER_ADDRESS = 240
# For how long the disk is watched while nobody does anything: long enough for every client to be asked whether it is there.
REST_SECONDS = 60
# What a start leaves to do, a snapshot among it, is done by then.
SETTLING_SECONDS = 15


class Client(asyncio.Protocol):
    """A WebSocket: frames are masked with zeros, which is a mask as any other."""

    def __init__(self):
        self.buffer = b""
        self.upgraded = False
        self.count = 0
        self.frames = asyncio.Queue()
        self.on_text = None
        self.close_code = None
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(
            b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")

    def connection_lost(self, error):
        self.frames.put_nowait(None)
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data):
        self.buffer += data
        if not self.upgraded:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            check(self.buffer.startswith(b"HTTP/1.1 101 "), self.buffer)
            self.upgraded, self.buffer = True, self.buffer[end + 4:]
        at = 0
        while len(self.buffer) - at >= 2:
            length, head = self.buffer[at + 1], 2
            if length > 125:
                head = 4 if length == 126 else 10
                length = int.from_bytes(self.buffer[at + 2:at + head], "big")
            if len(self.buffer) < at + head + length:
                break
            self.take(self.buffer[at], self.buffer[at + head:at + head + length])
            at += head + length
        self.buffer = self.buffer[at:]

    def take(self, first, payload):
        if first == 0x81:
            self.count += 1
            (self.on_text or self.frames.put_nowait)(payload)
        elif first == 0x89:
            self.transport.write(bytes([0x8A, 0x80 | len(payload), 0, 0, 0, 0]) + payload)
        elif first == 0x88:
            self.close_code = int.from_bytes(payload[:2], "big")
            self.transport.close()

    def send(self, **frame):
        payload = json.dumps(frame).encode()
        size = len(payload)
        head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + size.to_bytes(2, "big")
        self.transport.write(head + bytes(4) + payload)

    async def frame(self):
        payload = await asyncio.wait_for(self.frames.get(), 60)
        check(payload is not None, "the connection ended with", self.close_code)
        return json.loads(payload)

    async def log_in(self, token, **more):
        expect(await self.frame(), "hello")
        self.send(type="login", token=token, **more)
        ready = expect(await self.frame(), "ready")
        self.count = 0
        self.session = ready["session"] if "session" in ready else None
        return ready


async def client(server, number=0, receive_buffer=None):
    connection = socket.socket()
    connection.setblocking(False)
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    # 127.0.0.1, 127.0.0.2 …: each address has ports of its own.
    connection.bind((f"127.0.0.{1 + number // PER_ADDRESS}", 0))
    await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", server.port))
    _, protocol = await asyncio.get_running_loop().create_connection(Client, sock=connection)
    return protocol


def memory(process):
    """What the process has in memory, in KiB."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def written(process):
    """How many bytes the process has had written to disks."""
    lines = pathlib.Path(f"/proc/{process.pid}/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


def metrics(server):
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=10) as page:
        return page.read().decode()


def figure(name, value, unit):
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit}), flush=True)


async def start(program, folder, limits):
    """A server with an operator who can make accounts."""
    secret = secrets.token_hex(32)
    (folder / "token").write_text(secret)
    options = ["--admin-token-file", str(folder / "token")]
    server = await Server(program, folder / "load.db", limits, options).start()
    operator = await Session.open(server.url, extra_headers={"Authorization": f"Bearer {secret}"})
    return server, operator


async def provision(operator, count):
    tokens = []
    for start in range(0, count, 500):
        names = [f"user{number}" for number in range(start, min(start + 500, count))]
        replies = await asyncio.gather(*(operator.ask("provision", user=name, bot=False) for name in names))
        tokens += [expect(reply, "provisioned")["token"] for reply in replies]
    return tokens


async def idle(program, count):
    """So many connections that are logged in and do nothing, the memory that they take, and what is written for them."""
    with tempfile.TemporaryDirectory() as folder:
        server, operator = await start(program, pathlib.Path(folder), LIMITS)
        try:
            tokens = await provision(operator, count)
            before = memory(server.process)
            begin = time.monotonic()
            clients = []
            for first in range(0, count, 200):
                batch = await asyncio.gather(*(client(server, n) for n in range(first, min(first + 200, count))))
                await asyncio.gather(*(one.log_in(tokens[first + n]) for n, one in enumerate(batch)))
                clients += batch
            seconds = time.monotonic() - begin
            for one in clients[:: max(1, count // 100)]:
                one.send(type="ping", id="alive")
                expect(await one.frame(), "pong")
            after = memory(server.process)
            await asyncio.sleep(SETTLING_SECONDS)
            before_rest = written(server.process)
            await asyncio.sleep(REST_SECONDS)
            rest = written(server.process) - before_rest
            check(all(one.close_code is None and not one.closed.done() for one in clients), "a connection was lost")
            figure("idle/connections", len(clients), "connections")
            figure("idle/memory_before", before, "KiB")
            figure("idle/memory_after", after, "KiB")
            figure("idle/memory_per_connection", (after - before) / count, "KiB")
            figure("idle/logins_per_second", count / seconds, "1/s")
            figure("idle/written_per_second", rest / REST_SECONDS, "bytes/s")
            for one in clients:
                one.transport.abort()
        finally:
            await operator.close()
            await server.stop(30)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Room:
    """Ten senders and twenty readers in a room; each message says when it was sent."""

    def __init__(self, server, tokens):
        self.server, self.tokens = server, tokens
        self.latencies = []
        self.sent = self.heard = self.expected = 0

    async def enter(self):
        self.readers = []
        for token in self.tokens:
            one = await client(self.server)
            await one.log_in(token)
            one.send(type="join", room="busy", id="join")
            expect(await one.frame(), "user_list")
            one.on_text = self.hear
            self.readers.append(one)

    def hear(self, payload):
        if payload.startswith(b'{"type":"chat_message"'):
            self.heard += 1
            if self.heard == self.expected:
                self.everything.set()
            text = json.loads(payload)["message"]
            self.latencies.append(time.monotonic() - float(text.split(" ", 1)[0]))

    async def talk(self, seconds, is_over=lambda: False):
        """Two hundred messages of 4,000 characters a second, until time is up or it is over."""
        self.latencies, end = [], time.monotonic() + seconds
        while time.monotonic() < end and not is_over():
            for sender in self.readers[:10]:
                sender.send(type="chat_message", room="busy", message=f"{time.monotonic()} " + "x" * 3980)
                self.sent += 1
            await asyncio.sleep(0.05)
        self.expected, self.everything = self.sent * len(self.readers), asyncio.Event()
        if self.heard < self.expected:
            await asyncio.wait_for(self.everything.wait(), 20)
        check(self.heard == self.sent * len(self.readers), "heard", self.heard, "of", self.sent * len(self.readers))
        return [1000 * percentile(self.latencies, share) for share in (0.5, 0.99)]


async def stalled(program, count):
    """Clients that read nothing while a room is busy."""
    with tempfile.TemporaryDirectory() as folder:
        server, operator = await start(program, pathlib.Path(folder), LIMITS)
        try:
            tokens = await provision(operator, count + 20)
            room = Room(server, tokens[:20])
            await room.enter()
            await room.talk(2)
            half, most = await room.talk(8)
            figure("stalled/p50_without", half, "ms")
            figure("stalled/p99_without", most, "ms")
            idlers = []
            for token in tokens[20:]:
                one = await client(server, receive_buffer=4096)
                await one.log_in(token)
                one.send(type="join", room="busy", id="join")
                while (await one.frame())["type"] != "user_list":
                    pass
                idlers.append(one)
            for one in idlers:
                one.transport.pause_reading()
            before = memory(server.process)
            peak, closed = [before], [0]

            async def watch():
                while True:
                    await asyncio.sleep(0.25)
                    page = await asyncio.get_running_loop().run_in_executor(None, metrics, server)
                    lines = [line for line in page.splitlines() if "connections_closed" in line and '"4002"' in line]
                    closed[0] = sum(float(line.split()[-1]) for line in lines)
                    peak[0] = max(peak[0], memory(server.process))

            watching = asyncio.ensure_future(watch())
            # They are written to for some seconds beyond a close frame; the room goes on until all are closed.
            half, most = await room.talk(120, lambda: closed[0] >= count or watching.done())
            watching.cancel()
            figure("stalled/clients", count, "clients")
            figure("stalled/p50_with", half, "ms")
            figure("stalled/p99_with", most, "ms")
            figure("stalled/memory_before", before, "KiB")
            figure("stalled/memory_peak", peak[0], "KiB")
            figure("stalled/closed_with_4002", closed[0], "clients")
            check(closed[0] == count, "of", count, "stalled clients", closed[0], "were closed with 4002")
            await resume(server, tokens[20:], idlers, room)
        finally:
            await operator.close()
            await server.stop(30)


async def resume(server, tokens, idlers, room):
    """Each stalled client reads what came, and takes its session up again."""
    resumed = 0
    for token, one in zip(tokens, idlers):
        # What had arrived in the sockets is read; the rest of what was sent counts as missed.
        one.transport.resume_reading()
        await asyncio.wait_for(one.closed, 30)
        again = await client(server)
        ready = await again.log_in(token, resume={"session": one.session, "received": one.count})
        if ready["resumed"]:
            resumed += 1
            again.send(type="ping", id="last")
            while (frame := await again.frame())["type"] != "pong":
                check(frame["type"] in ("chat_message", "presence", "user_join", "user_leave"), frame)
        again.transport.abort()
    figure("stalled/resumed", resumed, "clients")
    check(resumed > 0, "no stalled client could resume")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["idle", "stalled"])
    parser.add_argument("--server", required=True)
    parser.add_argument("--clients", type=int)
    arguments = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 2 * (arguments.clients or 10_000) + 1000
    if soft < needed:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(needed, hard if os.geteuid() else needed), max(needed, hard)))
        except (ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if arguments.what in (None, "idle"):
        asyncio.run(idle(arguments.server, arguments.clients or 10_000))
    if arguments.what in (None, "stalled"):
        asyncio.run(stalled(arguments.server, arguments.clients or 200))


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""A stranger for a minute, at default limits, while ten people chat: everything at random that one address can do to a server.

Nobody's reply may be late, the file and the memory may not grow by much, and nobody may be locked out. What the stranger does
follows from the seed.

Usage: stranger.py --server PROGRAM [--seconds 60] [--seed N]
"""

import argparse
import asyncio
import http.client
import json
import pathlib
import random
import socket
import sys
import tempfile
import time
import urllib.parse

import websockets

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Clients"))
from chat import Server, Session, Surprise, check, connect, expect  # noqa: E402

PEOPLE, PASSWORD = 10, "open sesame"
# What nobody may be kept from, and what a minute may cost.
LATE_SECONDS, FILE_BYTES, MEMORY_BYTES = 0.1, 1_000_000, 50_000_000
STRANGER = "127.0.9.9"
AT_ONCE = 24
MARKS = "a" + "\u0301\u0323" * 8000


class Person:
    """Somebody who says a word a second, and notes how long each reply takes."""

    def __init__(self, number, port):
        self.name, self.port, self.address = f"person{number}", port, f"127.0.1.{number + 1}"
        self.waits, self.said = [], 0

    def http(self, method, path, form):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(self.address, 0))
        connection.request(method, path, urllib.parse.urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, response.headers.get("Set-Cookie"), body

    async def arrive(self, path):
        status, cookie, body = await asyncio.to_thread(self.http, "POST", path, {"username": self.name, "password": PASSWORD})
        check(status == 200, self.name, "cannot", path, status, body)
        self.session = await Session.open(
            f"ws://127.0.0.1:{self.port}/ws", extra_headers={"Cookie": cookie.split(";")[0]}, local_addr=(self.address, 0))
        await self.session.event("ready", user=self.name)
        expect(await self.session.ask("join", room="salon"), "user_list")

    async def chat(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            begun = time.monotonic()
            expect(await self.session.ask("chat_message", room="salon", message=f"word {self.said} of {self.name}"), "ack")
            self.waits.append(time.monotonic() - begun)
            self.said += 1
            await asyncio.sleep(max(0, begun + 1 - time.monotonic()))


class Stranger:
    """One address with many connections; each does one thing after the other."""

    def __init__(self, port, seed):
        self.port, self.random, self.done = port, random.Random(seed), {}
        self.names = 0

    async def run(self, seconds):
        deeds = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("do_")]
        end = time.monotonic() + seconds

        async def one():
            while time.monotonic() < end:
                deed = self.random.choice(deeds)
                try:
                    await asyncio.wait_for(deed(), max(0.1, min(5, end - time.monotonic())))
                except (OSError, EOFError, Surprise, websockets.WebSocketException, asyncio.TimeoutError):
                    pass
                self.done[deed.__name__] = self.done.get(deed.__name__, 0) + 1

        await asyncio.gather(*(one() for _ in range(AT_ONCE)))

    # How it comes

    async def guest(self):
        return await Session.open(f"ws://127.0.0.1:{self.port}/ws", local_addr=(STRANGER, 0))

    async def user(self):
        """A new account, as often as the server lets it."""
        session = await self.guest()
        self.names += 1
        expect(await session.ask("register", user=f"stranger{self.names}", password=PASSWORD), "ready")
        return session

    async def raw(self, data, wait=1):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(STRANGER, 0))
        writer.write(data)
        try:
            return await asyncio.wait_for(reader.read(65536), wait)
        finally:
            writer.close()

    async def pour(self, session, frames):
        """Sends without waiting for answers, and looks at none."""
        for frame in frames:
            await session.socket.send(frame if isinstance(frame, str) else json.dumps(frame))
        await asyncio.sleep(0.2)
        session.cut()

    # Work without bound

    async def do_send_marks_in_any_field(self):
        session = await self.guest()
        frames = [
            {"type": "join", "room": MARKS}, {"type": "login", "user": MARKS, "password": "x" * 8},
            {"type": "search", "in": "messages", "query": MARKS}, {"type": "search", "in": "users", "query": MARKS},
            {"type": "line", "line": "/join " + MARKS}, {"type": MARKS}, {MARKS: 1}, {"type": "ping", "id": MARKS},
            {"type": "rooms", "cursor": MARKS}, {"type": "who", "room": MARKS}]
        await self.pour(session, [self.random.choice(frames)])

    async def do_search(self):
        session = await self.guest()
        for query in ("word", "\"word of\"", "person", "w o r d", "of word person0 person1 1 2 3 4 5 6"):
            await session.ask("search", **{"in": self.random.choice(["messages", "users"]), "query": query, "limit": 50})
        await session.close()

    async def do_nest(self):
        session = await self.guest()
        await self.pour(session, ["[" * 30000, "{\"a\":" * 10000, "\"" + "\\u0041" * 9000])

    async def do_ask_over_http(self):
        for path in ("/rooms?limit=100", "/metrics", "/rooms?cursor=" + "A" * 3000, "/" + "%CC%81" * 500):
            await self.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    # What grows

    async def do_flood(self):
        session = await self.guest()
        await self.pour(session, [{"type": "ping", "id": str(number)} for number in range(1000)])

    async def do_send_what_is_refused(self):
        session = await self.guest()
        await self.pour(session, [{"type": "chat_message", "room": "salon", "message": "x" * 4000} for _ in range(30)])

    async def do_send_what_is_no_frame(self):
        session = await self.guest()
        await self.pour(session, [json.dumps("x" * 3000)] * 25)

    async def do_come_and_go(self):
        for _ in range(10):
            (await self.guest()).cut()

    async def do_register_and_talk(self):
        session = await self.user()
        room = f"den{self.names}"
        await session.ask("join", room=room)
        await self.pour(session, [{"type": "chat_message", "room": room, "message": "y" * 1000} for _ in range(10)])

    async def do_make_rooms(self):
        session = await self.user()
        await self.pour(session, [{"type": "create_room", "room": f"room{self.names}-{number}"} for number in range(50)])

    async def do_set_timers(self):
        session = await self.user()
        await self.pour(session, [{"type": "set_timer", "timer": "t", "milliseconds": 86_400_000} for _ in range(40)])

    async def do_leave_sessions_behind(self):
        (await self.user()).cut()

    # What is not for it

    async def do_listen(self):
        session = await self.guest()
        await session.ask("join", room="salon")
        await session.ask("who", room="salon")
        await session.ask("history", room="hidden")
        await session.ask("rooms", cursor=self.random.choice(["c2FsbW9u", "AAAA", "~"]))
        await asyncio.sleep(1)
        await session.close()

    async def do_come_as_a_page(self):
        await self.raw(
            b"GET /ws HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")

    # Who is kept out

    async def do_guess(self):
        session = await self.guest()
        for _ in range(5):
            await session.ask("login", user=f"person{self.random.randrange(PEOPLE)}", password="wrong sesame")
        await session.close()

    async def do_hold_on(self):
        await self.raw(b"GET /ws HTTP/1.1\r\nHost: x\r\nX: ", wait=3)

    async def do_ask_for_h2c(self):
        head = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"
        await self.raw(head * 3)

    async def do_not_read(self):
        session = await connect(f"ws://127.0.0.1:{self.port}/ws", local_addr=(STRANGER, 0), max_queue=1)
        session.transport.pause_reading()
        for number in range(300):
            await session.send(json.dumps({"type": "history", "room": "salon", "limit": 100}))
        await asyncio.sleep(0.5)
        session.transport.abort()


def percentile(waits, share):
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * share))]


def memory(process):
    pages = pathlib.Path(f"/proc/{process.pid}/statm").read_text().split()[1]
    return int(pages) * 4096


async def measure(people, seconds, beside):
    for person in people:
        person.waits = []
    await asyncio.gather(*(person.chat(seconds) for person in people), beside)
    return percentile([wait for person in people for wait in person.waits], 0.99)


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="verbatim-stranger-") as folder:
        database = pathlib.Path(folder) / "chat.db"
        server = await Server(arguments.server, database, options=["--log-level", "error"]).start()
        people = [Person(number, server.port) for number in range(PEOPLE)]
        await asyncio.gather(*(person.arrive("/register") for person in people))
        # What a program takes once and for all is no growth: the first words, and searches, are before.
        quiet = await measure(people, min(10, arguments.seconds), asyncio.sleep(0))
        for person in people:
            await person.session.close()
        await server.stop()
        size = database.stat().st_size

        await server.start()
        for person in people:
            await person.arrive("/login")
        rest = memory(server.process)
        stranger = Stranger(server.port, arguments.seed)
        late = await measure(people, arguments.seconds, stranger.run(arguments.seconds))
        # What passwords take, they take while they are worked on.
        await asyncio.sleep(3)
        grown = memory(server.process) - rest
        # Whoever was guessed at can log in from home all the same.
        for person in people:
            await person.session.close()
            await person.arrive("/login")
            await person.session.close()
        await server.stop(30)
        file = database.stat().st_size - size
    print(f"the stranger did {sum(stranger.done.values())} things: {stranger.done}")
    print(f"p99 of a reply {late * 1000:.0f} ms, {quiet * 1000:.0f} ms without the stranger; "
          f"the file grew by {file / 1000:.0f} kB, the memory by {grown / 1e6:.1f} MB")
    # A machine that is slow without a stranger is not the server's fault.
    check(late < max(LATE_SECONDS, 5 * quiet), "replies were late")
    check(file < FILE_BYTES, "the file grew too much")
    check(grown < MEMORY_BYTES, "the memory grew too much")


if __name__ == "__main__":
    asyncio.run(main())

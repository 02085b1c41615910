"""A server process and sessions with it, on nothing but Python's own library and Debian's python3-websockets."""

import asyncio
import itertools
import json
import re
import signal
import subprocess

import websockets

SUBPROTOCOL = "verbatim.v1"
# Everything that rates bound, out of the way of a load.
NO_RATES = [
    f"{kind}_{form}=1000000" for kind in ("messages", "queries", "commands") for form in ("burst", "per_second")
]


class Surprise(AssertionError):
    """The server did not keep a promise."""


def check(truth, *what):
    """Like `assert`, with the values that explain it."""
    if not truth:
        raise Surprise(" ".join(str(part) for part in what))


class Server:
    """One `verbatim serve`, which can be killed and started again on the same port and database."""

    def __init__(self, program, database=":memory:", limits=(), options=()):
        self.program, self.database, self.options = program, str(database), list(options)
        self.limits, self.port, self.process = list(limits), 0, None

    def spawn(self):
        """Starts the process without waiting until it listens."""
        command = [self.program, "serve", "--port", str(self.port), "--database", self.database, "--clock", "wall"]
        command += [word for limit in self.limits for word in ("--limit", limit)] + self.options
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    async def listening(self):
        """Waits until clients can connect."""
        line = await asyncio.get_running_loop().run_in_executor(None, self.process.stdout.readline)
        found = re.search(r"ws://[^ ]*:(\d+)/ws", line)
        check(found, "the server does not listen; it said", repr(line), "and ended with", self.process.poll())
        self.port = int(found.group(1))

    async def start(self):
        self.spawn()
        await self.listening()
        return self

    def kill(self):
        """Ends the process as a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    async def stop(self, seconds=10):
        """Ends the process as an operator does; it has to be done in time, without an error."""
        self.process.terminate()
        try:
            code = await asyncio.get_running_loop().run_in_executor(None, lambda: self.process.wait(seconds))
        except subprocess.TimeoutExpired:
            self.kill()
            raise Surprise(f"the server did not stop within {seconds} s of SIGTERM")
        self.process.stdout.close()
        check(code == 0, "the server stopped with the exit code", code)

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}/ws"


async def connect(url, **options):
    """A WebSocket as any program would open it. Compression and pings are left to the server's wishes."""
    return await websockets.connect(
        url, subprotocols=[SUBPROTOCOL], compression=None, ping_interval=None, max_size=1 << 24, close_timeout=5,
        **options)


class Session:
    """One connection; replies are told from everything else by their `re`."""

    def __init__(self, socket):
        self.socket, self.numbers, self.replies = socket, itertools.count(1), {}
        # How many frames have come; who wants to resume counts those after `ready`.
        self.count = 0
        self.events = asyncio.Queue()
        self.reader = asyncio.ensure_future(self._read())

    @classmethod
    async def open(cls, url, **options):
        self = cls(await connect(url, **options))
        self.hello = await self.event("hello")
        return self

    async def _read(self):
        try:
            async for text in self.socket:
                frame = json.loads(text)
                self.count += 1
                waiting = self.replies.pop(frame.get("re"), None)
                if waiting is None:
                    await self.events.put(frame)
                elif not waiting.done():
                    waiting.set_result(frame)
        except websockets.ConnectionClosed:
            pass
        for waiting in self.replies.values():
            if not waiting.done():
                waiting.set_exception(Surprise(f"the connection ended before the reply: {self.socket.close_code}"))

    async def ask(self, command, **fields):
        """Sends a command and returns its reply."""
        number = f"c{next(self.numbers)}"
        reply = self.replies[number] = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps({"type": command, "id": number, **fields}))
        frame = await asyncio.wait_for(reply, 60)
        check(frame["re"] == number, "a reply to something else:", frame)
        return frame

    async def event(self, kind, **fields):
        """The next frame that is no reply, which has to be of this type and have these fields."""
        frame = await asyncio.wait_for(self.events.get(), 20)
        expect(frame, kind, **fields)
        return frame

    async def silence(self):
        """Nothing waits to be read: what was sent before the answer to a ping has come."""
        expect(await self.ask("ping"), "pong")
        check(self.events.empty(), "an event that nobody waits for:", list(self.events._queue))

    def cut(self):
        """Breaks the connection without a goodbye."""
        self.socket.transport.abort()

    async def close(self):
        await self.socket.close()


def expect(frame, kind, **fields):
    """The frame has this type and these fields."""
    check(frame.get("type") == kind, "expected", kind, "but came", frame)
    for name, value in fields.items():
        check(name in frame and frame[name] == value, f"expected {name} =", repr(value), "but came", frame)
    return frame

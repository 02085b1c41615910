"""An echo bot that keeps every promise of `verbatim certify`. The bad ones beside it are this one with one fault each."""
import asyncio
import json
import os

import websockets

URL, TOKEN, NAME = os.environ["VERBATIM_URL"], os.environ["VERBATIM_TOKEN"], os.environ["VERBATIM_NAME"]
ROOMS = os.environ["VERBATIM_ROOMS"].split(",")
PREFIX = "!echo "


STATE = os.path.join(os.environ["VERBATIM_STATE"], "echo.json") if "VERBATIM_STATE" in os.environ else None


class Bot:
    tells = os.environ.get("VERBATIM_QUIET") == "1"  # whether it tells when it is done
    resumes = True  # whether it goes on with its session over another connection, and after a restart

    def __init__(self):
        self.session = None  # its secret name
        self.seen = {}  # the newest seq of each room; a room that was never joined has none
        self.waiting = {}  # what was said and has no reply yet, by its key
        self.held = {}  # what comes live in a room, while what was missed there is still coming
        self.joins = []  # the rooms to be joined, one after the other, so that the server's pace is kept
        self.ws = None
        self.heartbeat = 20  # seconds after which a silent server is asked whether it is there
        self.received = 0  # how many frames of the session have come
        self.isIn = False  # whether it is logged in
        self.delayed = set()  # what is to be done after a while
        if STATE and self.resumes and os.path.exists(STATE):
            with open(STATE) as file:
                self.session, self.received, self.seen, self.waiting = json.load(file)

    def keep(self):
        """Keeps what a restart goes on with, in a file that is never half written."""
        if STATE and self.resumes:
            with open(STATE + ".new", "w") as file:
                json.dump([self.session, self.received, self.seen, self.waiting], file)
            os.replace(STATE + ".new", STATE)

    async def run(self):
        pause = 0.1
        while True:
            try:
                async with self.connect() as self.ws:
                    while True:
                        text = await self.next()
                        pause = 0.1
                        await self.take(text)
            except websockets.ConnectionClosed as end:
                if end.code >= 4500:
                    return
            except (OSError, websockets.WebSocketException, asyncio.TimeoutError):
                pass
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5)

    def connect(self):
        return websockets.connect(URL, max_size=None, ping_interval=None, close_timeout=0.1)

    async def next(self):
        try:
            return await asyncio.wait_for(self.ws.recv(), self.heartbeat)
        except asyncio.TimeoutError:
            await self.send({"type": "ping", "id": "alive"})
            return await asyncio.wait_for(self.ws.recv(), self.heartbeat)

    async def take(self, text):
        kind, answered = self.look(text)
        if kind in ("hello", "ready"):
            self.isIn = kind == "ready"
        elif self.isIn:
            self.received += 1
        await self.read(text)
        if self.isIn:
            self.keep()
        if answered != "quiet":
            await self.tell()

    def look(self, text):
        try:
            frame = json.loads(text)
            return frame.get("type"), frame.get("re")
        except (ValueError, AttributeError, RecursionError):
            return None, None

    async def tell(self):
        """Tells whoever tests the bot that all that has come is handled, where nothing else is to be done."""
        if self.tells and self.isIn and not self.delayed:
            await self.send({"type": "ping", "id": "quiet", "received": self.received})

    async def read(self, text):
        try:
            frame = json.loads(text)
            kind = frame.get("type")
        except (ValueError, AttributeError, RecursionError):
            return
        if kind == "hello":
            self.heartbeat = frame.get("limits", {}).get("heartbeat_seconds", 20)
            resume = {"resume": {"session": self.session, "received": self.received}} if self.session else {}
            await self.send({"type": "login", "id": "login", "token": TOKEN, **(resume if self.resumes else {})})
        elif kind == "ready" and frame.get("resumed"):
            await self.join()
        elif kind == "ready":
            self.session, self.received = frame.get("session"), 0
            self.joins = [
                {"type": "join", "id": f"join {room}", "room": room, **self.after(room)} for room in ROOMS
            ]
            self.held = {frame["room"]: [] for frame in self.joins if frame.get("after")}
            await self.join()
        elif kind == "user_list":
            if frame.get("room") not in self.seen:
                self.seen[frame["room"]] = frame["seq"]
            if self.joins and frame.get("re") == self.joins[0]["id"]:
                self.joins.pop(0)
                await self.join()
        elif kind == "chat_message" and frame.get("room") in self.held:
            self.held[frame["room"]].append(frame)
        elif kind == "chat_message":
            await self.hear(frame, frame.get("room"))
        elif kind == "history":
            for message in frame.get("messages", []):
                await self.hear(message, frame.get("room"))
            if frame.get("more"):
                await self.more(frame.get("room"))
            else:
                for message in self.held.pop(frame.get("room"), []):
                    await self.hear(message, frame.get("room"))
        elif kind == "private_message":
            await self.whisper(frame)
        elif kind == "error" and frame.get("code") == "rate_limited":
            await self.again(frame)
        elif frame.get("re") in self.waiting:
            del self.waiting[frame["re"]]

    async def join(self):
        """Joins the next room, and then says what has no reply yet."""
        if self.joins:
            return await self.send(self.joins[0])
        for key in list(self.waiting):
            await self.send(self.waiting[key])

    def after(self, room):
        return {"after": self.seen[room]} if room in self.seen else {}

    async def more(self, room):
        """Asks for what was missed beyond one page."""
        await self.send({"type": "history", "id": f"history {room}", "room": room, "after": self.seen[room]})

    def asked(self, message):
        user, text = message.get("user"), message.get("message")
        if user == NAME or not isinstance(text, str) or not text.startswith(PREFIX) or message.get("bot"):
            return None
        return text[len(PREFIX):]

    async def hear(self, message, room):
        seq = message.get("seq")
        if not isinstance(room, str) or not isinstance(seq, int) or seq <= self.seen.get(room, 0):
            return
        self.seen[room] = seq
        if (words := self.asked(message)) is not None:
            await self.say(f"{room}-{seq}", {"type": "chat_message", "room": room, "message": words})

    async def whisper(self, message):
        if (words := self.asked(message)) is not None:
            key = f"{message['user']}-{message['seq']}"
            await self.say(key, {"type": "private_message", "to": message["user"], "message": words})

    async def say(self, key, frame):
        self.waiting[key] = {**frame, "id": key, "key": key}
        await self.send(self.waiting[key])

    async def again(self, error):
        refused = [frame for frame in [*self.joins[:1], *self.waiting.values()] if frame["id"] == error.get("re")]
        for frame in refused:
            self.later(error.get("retry_after_ms", 1000) / 1000, lambda: self.send(frame))

    def later(self, seconds, act):
        async def go():
            await asyncio.sleep(seconds)
            await act()
            self.delayed.discard(task)
            await self.tell()
        task = asyncio.ensure_future(go())
        self.delayed.add(task)

    async def send(self, frame):
        try:
            await self.ws.send(json.dumps(frame))
        except websockets.ConnectionClosed:
            pass  # What waits is sent again after the next log-in.


if __name__ == "__main__":
    asyncio.run(Bot().run())

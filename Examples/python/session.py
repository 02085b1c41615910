"""A bot's session with a server. It outlives its connections, so that nothing is lost and nothing is done twice."""

import asyncio
import json
import os
import random
import sys
import uuid
from collections import deque

import websockets

URL, TOKEN, NAME = (os.environ[f"VERBATIM_{key}"] for key in ("URL", "TOKEN", "NAME"))
ROOMS = [room for room in os.environ.get("VERBATIM_ROOMS", "").split(",") if room]
FOR_NOW = ("rate_limited", "unavailable")  # refusals after which the same command can work


class Session:
    """Subclasses say what the bot does: `hear` with each message of a person, `due` with each timer."""

    def __init__(self):
        self.session, self.received = None, 0  # what a new connection takes up: how many of its frames have come
        self.waiting = deque()  # commands without an answer; only the first of them is on its way
        self.sent = None  # the id of the one that is
        self.heard = {}  # the newest message of each room, and of each user in private
        self.time = ""  # the server's, by the newest frame that tells it: a bot needs no clock
        self.pause = 0.1  # seconds until the next attempt to connect

    def ask(self, **command):
        self.waiting.append({"id": uuid.uuid4().hex, **command})

    def reply(self, message, text):
        """Answers where the message was said. The key makes it one message, however often it is sent."""
        place = {"room": message["room"]} if "room" in message else {"to": message["user"]}
        self.ask(type=message["type"], **place, message=text, key=uuid.uuid4().hex)

    def is_new(self, message):
        """What a fault on the way doubles is heard once: messages have rising numbers, in each place by itself."""
        place = (message.get("room"), None if "room" in message else message["user"])
        if message["seq"] <= self.heard.get(place, 0):
            return False
        self.heard[place] = message["seq"]
        return True

    def begin(self):
        """A new session is in no room, and has to join before it says what waits."""
        self.waiting.extendleft({"id": uuid.uuid4().hex, "type": "join", "room": room} for room in ROOMS)

    async def receive(self, frame, send):
        kind, answered, refusal = frame["type"], frame.get("re"), frame.get("code")
        self.time = max(self.time, frame.get("now", ""), frame.get("at", ""))
        if kind == "hello":
            resume = {"session": self.session, "received": self.received} if self.session else None
            return await send(type="login", token=TOKEN, resume=resume, id="login")
        if answered == "login" and refusal and refusal not in FOR_NOW:
            sys.exit(f"{NAME} cannot log in: {frame['message']}")
        if answered == "login" and refusal:
            raise ConnectionError(frame["message"])
        if kind == "ready":
            self.sent, self.pause = None, 0.1
            if not frame["resumed"]:
                self.session, self.received = frame["session"], 0
                self.begin()
        else:
            self.received += 1
        if refusal in FOR_NOW:
            # The server's timers know its time, also where it is virtual. Who may not even set one has to wait alone.
            wait = frame.get("retry_after_ms", 1000)
            await asyncio.sleep(0 if answered else wait / 1000)
            return await send(type="set_timer", timer="again", milliseconds=wait)
        if self.waiting and answered == self.waiting[0]["id"]:
            self.waiting.popleft()
            if refusal:
                print(f"refused: {frame}", file=sys.stderr)
        elif kind == "timer" and frame["timer"] == "again":
            self.sent = None
        elif kind == "timer":
            self.due(frame["timer"])
        elif kind in ("chat_message", "private_message") and self.is_new(frame):
            if not frame.get("bot") and frame["user"] != NAME:
                self.hear(frame)
        if self.waiting and self.sent != self.waiting[0]["id"]:
            self.sent = self.waiting[0]["id"]
            await send(**self.waiting[0])

    async def run(self):
        """Connects again and again, until the server says by a close code from 4500 on that it is no use."""
        while True:
            try:
                async with websockets.connect(URL, subprotocols=["verbatim.v1"]) as socket:
                    async for text in socket:
                        try:
                            await self.receive(json.loads(text), lambda **frame: socket.send(json.dumps(frame)))
                        except (AttributeError, LookupError, TypeError, ValueError) as fault:
                            print(f"ignored {text[:200]}: {fault!r}", file=sys.stderr)
            except websockets.ConnectionClosedError as end:
                if end.rcvd and end.rcvd.code >= 4500:
                    sys.exit(f"the server sent {NAME} away: {end.rcvd.code} {end.rcvd.reason}")
            except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
                pass  # it is away for a while
            await asyncio.sleep(random.uniform(self.pause / 2, self.pause))
            self.pause = min(2 * self.pause, 30)

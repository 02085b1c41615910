"""An echo bot that keeps every promise of `verbatim certify`. The bad ones beside it are this one with one fault each."""
import asyncio
import json
import os

import websockets

URL, TOKEN, NAME = os.environ["VERBATIM_URL"], os.environ["VERBATIM_TOKEN"], os.environ["VERBATIM_NAME"]
ROOMS = os.environ["VERBATIM_ROOMS"].split(",")
PREFIX = "!echo "


class Bot:
    def __init__(self):
        self.seen = {}  # the newest seq of each room; a room that was never joined has none
        self.waiting = {}  # what was said and has no reply yet, by its key
        self.ws = None

    async def run(self):
        pause = 0.1
        while True:
            try:
                headers = {"Authorization": f"Bearer {TOKEN}"}
                async with websockets.connect(URL, extra_headers=headers, max_size=None) as self.ws:
                    async for text in self.ws:
                        pause = 0.1
                        await self.read(text)
            except websockets.ConnectionClosed as end:
                if end.code >= 4500:
                    return
            except (OSError, websockets.WebSocketException, asyncio.TimeoutError):
                pass
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5)

    async def read(self, text):
        try:
            frame = json.loads(text)
            kind = frame.get("type")
        except (ValueError, AttributeError, RecursionError):
            return
        if kind == "ready":
            for room in ROOMS:
                await self.send({"type": "join", "id": f"join {room}", "room": room, **self.after(room)})
            for key in list(self.waiting):
                await self.send(self.waiting[key])
        elif kind == "user_list" and frame.get("room") not in self.seen:
            self.seen[frame["room"]] = frame["seq"]
        elif kind == "chat_message":
            await self.hear(frame, frame.get("room"))
        elif kind == "history":
            for message in frame.get("messages", []):
                await self.hear(message, frame.get("room"))
        elif kind == "private_message":
            await self.whisper(frame)
        elif kind == "error" and frame.get("code") == "rate_limited":
            await self.again(frame)
        elif frame.get("re") in self.waiting:
            del self.waiting[frame["re"]]

    def after(self, room):
        return {"after": self.seen[room]} if room in self.seen else {}

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
        frame = self.waiting.get(error.get("re"))
        if frame:
            wait = error.get("retry_after_ms", 1000) / 1000
            asyncio.get_running_loop().call_later(wait, lambda: asyncio.ensure_future(self.send(frame)))

    async def send(self, frame):
        try:
            await self.ws.send(json.dumps(frame))
        except websockets.ConnectionClosed:
            pass  # What waits is sent again after the next log-in.


if __name__ == "__main__":
    asyncio.run(Bot().run())

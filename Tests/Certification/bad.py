"""Bots with one fault each, for the tests of `verbatim certify`: `python3 bad.py FAULT`."""
import asyncio
import datetime
import itertools
import json
import sys
import time
import uuid

import good
import websockets

numbers = itertools.count(1)


class AnswersTwice(good.Bot):
    async def say(self, key, frame):
        await super().say(key, frame)
        await super().say(f"{key} again", frame)


class WritesGarbage(good.Bot):
    async def say(self, key, frame):
        await self.ws.send('{"type":"chat_message","room":')
        await super().say(key, frame)


class Hangs(good.Bot):
    async def say(self, key, frame):
        time.sleep(1000)


class Chatters(good.Bot):
    async def read(self, text):
        await super().read(text)
        if '"user_list"' in text:
            asyncio.ensure_future(self.chatter())

    async def chatter(self):
        while True:
            await asyncio.sleep(0.3)
            await self.send({"type": "chat_message", "room": good.ROOMS[0], "message": "Buy now!"})


class AnswersEverything(good.Bot):
    def asked(self, message):
        return message["message"] if message["user"] != good.NAME else None


class AnswersItself(good.Bot):
    def asked(self, message):
        text = message["message"]
        return text[len(good.PREFIX):] if text.startswith(good.PREFIX) else None


class TellsSecrets(good.Bot):
    async def whisper(self, message):
        if (words := self.asked(message)) is not None:
            await self.say(f"pm-{message['seq']}", {"type": "chat_message", "room": good.ROOMS[0], "message": words})


class RemembersNothing(good.Bot):
    async def hear(self, message, room):
        if (words := self.asked(message)) is not None:
            await self.say(f"n{next(numbers)}", {"type": "chat_message", "room": room, "message": words})


class LosesWhatBreaks(good.Bot):
    resumes = False

    def after(self, room):
        self.waiting.clear()
        return {}


class ForgetsKeys(good.Bot):
    async def send(self, frame):
        if "key" in frame:
            frame = {**frame, "key": f"n{next(numbers)}"}
        await super().send(frame)


class AnswersHistory(RemembersNothing):
    resumes = False

    def after(self, room):
        return {"after": 0}


class ComesOnce(good.Bot):
    async def run(self):
        async with self.connect() as self.ws:
            async for text in self.ws:
                await self.take(text)


class Hurries(good.Bot):
    async def run(self):
        while True:
            try:
                await ComesOnce.run(self)
            except (OSError, websockets.WebSocketException):
                pass

    def connect(self):
        # The server ends a connection that is opened with a token that is no good.
        headers = {"Authorization": f"Bearer {good.TOKEN}"}
        return websockets.connect(good.URL, extra_headers=headers, max_size=None)

    async def send(self, frame):
        if frame["type"] != "login":
            await super().send(frame)


class Storms(good.Bot):
    async def again(self, error):
        await self.send(self.waiting[error["re"]])


class StartsOver(AnswersHistory):
    async def send(self, frame):
        await super().send({**frame, "key": uuid.uuid4().hex} if "key" in frame else frame)


class KnowsNoOther(good.Bot):
    async def send(self, frame):
        await super().send({**frame, "key": uuid.uuid4().hex} if "key" in frame else frame)


class ReadsOnePage(good.Bot):
    async def more(self, room):
        self.held.pop(room, None)


class NeverNotices(good.Bot):
    async def next(self):
        return await self.ws.recv()


class Impatient(good.Bot):
    async def say(self, key, frame):
        await super().say(key, frame)
        asyncio.get_running_loop().call_later(1, lambda: asyncio.ensure_future(self.resend(key)))

    async def resend(self, key):
        if key in self.waiting:
            await self.send({**self.waiting[key], "key": f"{key} again"})


class DropsWhatIsLate(good.Bot):
    def asked(self, message):
        said = datetime.datetime.strptime(message["at"], "%Y-%m-%dT%H:%M:%S.%f%z")
        return super().asked(message) if time.time() - said.timestamp() < 1 else None


class GossipsLater(good.Bot):
    async def whisper(self, message):
        await super().whisper(message)
        words = {"type": "chat_message", "room": good.ROOMS[0], "message": message["message"]}
        self.later(0.4, lambda: self.say(f"late {message['seq']}", words))


class GossipsLaterUntold(GossipsLater):
    tells = False


class WaitsForEver(good.Bot):
    async def say(self, key, frame):
        await super().say(key, frame)
        self.later(1000, lambda: None)


class GivesUp(good.Bot):
    async def again(self, error):
        pass


class TrustsFrames(good.Bot):
    async def read(self, text):
        json.loads(text)["type"].upper()
        await super().read(text)


if __name__ == "__main__":
    asyncio.run(globals()[sys.argv[1]]().run())

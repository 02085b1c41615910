#!/usr/bin/python3
"""Kills a help desk and its server again and again while people open tickets: each is answered once, and told to the staff once.

Usage: kills.py PROGRAM KILLS SEED COMMAND…
"""

import asyncio
import collections
import os
import random
import subprocess
import sys
import tempfile

from chat import Server, Session, check, expect

RATES = [f"{kind}_{form}=5000" for kind in ("messages", "queries", "commands") for form in ("burst", "per_second")]
# A bot that fails to resume in time would be another test; and a killed program leaves its sessions behind.
LIMITS = [*RATES, "sessions_per_user=64", "keys_per_user=4096"]


class Person:
    """Somebody who says something again until it is acknowledged, and resumes whenever the server was killed."""

    def __init__(self, server, name):
        self.server, self.name, self.frames, self.number = server, name, [], 0

    async def come(self):
        self.session = await Session.open(self.server.url)
        self.ready = expect(await self.session.ask("register", user=self.name, password="open sesame"), "ready")
        expect(await self.session.ask("join", room="lobby"), "user_list")
        self.before = -2  # `hello` and `ready` do not count
        return self

    async def back(self):
        """Takes the session up on a server that was started again."""
        await asyncio.wait_for(self.session.reader, 20)
        self.before += self.session.count
        self.take()
        self.session = await Session.open(self.server.url)
        resume = {"session": self.ready["session"], "received": self.before}
        expect(await self.session.ask("login", token=self.ready["token"], resume=resume), "ready", resumed=True)
        self.before -= 2

    def take(self):
        while not self.session.events.empty():
            self.frames.append(self.session.events.get_nowait())

    async def whisper(self, text):
        self.number += 1
        reply = await self.session.ask("private_message", to="helpdesk", message=text, key=f"{self.name}-{self.number}")
        expect(reply, "private_message_delivered")

    def heard(self, kind, begin):
        self.take()
        return [frame["message"] for frame in self.frames if frame["type"] == kind and frame["message"].startswith(begin)]


async def main(program, kills, seed, command):
    chance, folder = random.Random(seed), tempfile.mkdtemp(prefix="kills")
    token_file = os.path.join(folder, "token")
    with open(token_file, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write("the operator's own token")
    server = Server(program, os.path.join(folder, "chat.db"), LIMITS, ["--admin-token-file", token_file])
    await server.start()
    operator = await Session.open(server.url, extra_headers={"Authorization": "Bearer the operator's own token"})
    token = (await operator.ask("provision", user="helpdesk", bot=True))["token"]
    await operator.close()
    alice = await Person(server, "alice").come()
    environment = {
        **os.environ, "VERBATIM_URL": server.url, "VERBATIM_TOKEN": token, "VERBATIM_NAME": "helpdesk", "VERBATIM_ROOMS": "lobby",
        "VERBATIM_STATE": os.path.join(folder, "state")}
    log = open(os.path.join(folder, "log"), "w")

    def start():
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    bot, asked, killed = start(), 0, collections.Counter()
    try:
        await alice.session.event("user_join", user="helpdesk")
        while sum(killed.values()) < kills:
            for _ in range(chance.randrange(1, 6)):
                await alice.whisper(f"!open subject {asked:04}.")
                asked += 1
                await asyncio.sleep(chance.random() * 0.03)
            await asyncio.sleep(chance.choice([0.01, 0.1, 0.5, 1]) * chance.random())
            what = chance.choice(["bot", "bot", "server", "both"])
            killed[what] += 1
            check(bot.poll() is None, "the bot has ended by itself with", bot.returncode)
            if what != "server":
                bot.kill()
                bot.wait()
            if what != "bot":
                server.kill()
                server.spawn()
                await server.listening()
                await alice.back()
            if what != "server":
                bot = start()
        for _ in range(150):
            await asyncio.sleep(0.1)
            if len(alice.heard("chat_message", "Ticket ")) >= asked:
                break
        await asyncio.sleep(0.5)
        for kind, middle in (("private_message", " is open: "), ("chat_message", " from alice: ")):
            told = [text.split(middle) for text in alice.heard(kind, "Ticket ")]
            counts = collections.Counter(subject for _, subject in told)
            wanted = [f"subject {number:04}." for number in range(asked)]
            check(all(counts[one] == 1 for one in wanted), kind, "each once, but", {one: counts[one] for one in wanted if counts[one] != 1})
            check(len({ticket for ticket, _ in told}) == asked, kind, "two tickets have one number")
        bot.terminate()
        check(bot.wait(15) == 0, "the bot was stopped and ended with", bot.returncode)
    except BaseException:
        print(open(log.name).read()[-3000:], file=sys.stderr)
        raise
    finally:
        bot.kill()
        server.kill()
    print(f"{asked} tickets, {dict(sorted(killed.items()))} killed: each was answered once.")


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))

#!/usr/bin/python3
"""Kills a server again and again under load, and checks its promises from what its clients wrote down.

Usage: crash.py --server PROGRAM [--rounds N] [--seed N] [--defect NAME]

Each round has its own database. Ten users with two sessions each talk in rooms and in private, join and leave; then the
server is killed at a random moment, once or twice in quick succession or while it starts, and started again. Every
session resumes and sends again, with the same key, what was not answered. At the end of a round the records are compared:

  1  seq is dense from 1, and everyone saw the same message at the same seq: live, in history and in search;
  2  what was acknowledged is in the history, after each crash;
  3  a repeated key stores nothing, and answers `duplicate` with the same seq;
  6  private messages are stored, and found in the history `with`;
  7  a resumed session got exactly what it missed, in order, once.

The seed decides what the clients do and when the server is killed, but not how the threads of a machine take turns: a
failure may need more than one round to come back. A planted defect shows that the test can fail.
"""

import argparse
import asyncio
import collections
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

import websockets

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Clients"))
from chat import NO_RATES, Server, Session, Surprise, check, connect, expect  # noqa: E402

USERS = [f"user{number}" for number in range(10)]
ROOMS = ["north", "south", "east"]
LIMITS = NO_RATES + ["sessions_per_user=100", "resume_frames=100000", "send_queue_bytes=50000000"]
# How many commands a session has under way; all of a user's together are fewer than the keys that a server remembers.
UNDER_WAY = 6
# How long a client waits before it tries to connect again.
RECONNECT_SECONDS = 0.02
DEFECTS = {
    "lose-commits": "the end of the database's log is cut off after a kill, as if replies came before the commit",
    "lose-frame": "a client does not write down one frame after it has resumed",
    "repeat-frame": "a client writes one frame down twice after it has resumed",
    "change-text": "a client reads another text than was sent",
}


class Records:
    """What the clients of one round know together."""

    def __init__(self):
        # (room or pair, seq) → (user, text, at); every client that sees a message has to see the same.
        self.messages = {}
        # text → (room or pair, seq) of every message that was acknowledged.
        self.acknowledged = {}
        self.resumed = self.replayed = self.frames = self.duplicates = 0

    def saw(self, place, seq, user, text, at):
        known = self.messages.setdefault((place, seq), (user, text, at))
        check(known == (user, text, at), "promise 1:", place, seq, "is", known, "and", (user, text, at))

    def acknowledge(self, place, seq, text):
        known = self.acknowledged.setdefault(text, (place, seq))
        check(known == (place, seq), "promise 3:", repr(text), "was stored as", known, "and as", (place, seq))


def pair(one, other):
    return "+".join(sorted((one, other)))


class Talker:
    """A session that outlives its connections and its server, and writes down all that it sees."""

    def __init__(self, world, name, number):
        self.world, self.name, self.number = world, name, number
        self.label = f"{name}/{number}"
        self.random = random.Random(f"{world.seed} {self.label}")
        self.session = self.socket = None
        self.received = 0
        self.commands = 0
        # id → frame of what was sent and not answered; answered in the order of this dictionary or not at all.
        self.pending = {}
        self.repeats = collections.deque(maxlen=5)
        # Where the session is: room → the seq that comes next.
        self.rooms = {}
        self.next_private = collections.defaultdict(lambda: 1)
        # Every command by its id, and the ids of those that were sent again because of a crash.
        self.sent = {}
        self.again = set()
        self.leaving = set()
        self.idle = asyncio.Event()
        self.idle.set()
        self.is_quiet = False
        self.trouble = None
        self.tasks = []

    # What the session does

    async def live(self):
        """Connects, and connects again whenever the connection breaks."""
        try:
            while not self.world.is_over:
                try:
                    await self.connect()
                    await self.read()
                except (OSError, websockets.WebSocketException, asyncio.IncompleteReadError, EOFError):
                    # What a client does that reconnects by itself: it knows nothing of when the server is back.
                    await asyncio.sleep(RECONNECT_SECONDS)
        except (Exception, asyncio.CancelledError) as error:
            self.trouble = error
            self.world.failed.set()

    async def connect(self):
        self.socket = None
        socket = await asyncio.wait_for(connect(self.world.server.url), 10)
        expect(json.loads(await socket.recv()), "hello")
        login = {"type": "login", "token": self.world.tokens[self.name]}
        if self.session:
            login["resume"] = {"session": self.session, "received": self.received}
        await socket.send(json.dumps(login))
        ready = json.loads(await socket.recv())
        expect(ready, "ready", user=self.name, resumed=self.session is not None)
        if self.session:
            self.world.records.resumed += 1
            self.again |= set(self.pending)
            self.world.plant(self)
        self.session = ready.get("session") or self.session
        self.socket = socket
        for frame in list(self.pending.values()):
            await socket.send(json.dumps(frame))

    async def read(self):
        async for text in self.socket:
            self.received += 1
            self.world.records.frames += 1
            for frame in self.world.spoil(self, json.loads(text)):
                self.take(frame)

    def send_later(self, kind, **fields):
        self.commands += 1
        frame = {"type": kind, "id": f"{self.label}-{self.commands}", **fields}
        self.pending[frame["id"]] = self.sent[frame["id"]] = frame
        self.idle.clear()
        return frame

    async def command(self, kind, **fields):
        """Sends a command; where there is no connection now, the next one sends it."""
        frame = self.send_later(kind, **fields)
        if self.socket:
            try:
                await self.socket.send(json.dumps(frame))
            except websockets.ConnectionClosed:
                pass

    async def act(self):
        """Does something at random, again and again, until the world is quiet."""
        await self.command("join", room=ROOMS[self.number % len(ROOMS)])
        await self.command("join", room=self.random.choice(ROOMS))
        while not self.is_quiet:
            # The pace of the load, by the seed.
            await asyncio.sleep(self.random.uniform(0.005, 0.12))
            if len(self.pending) >= UNDER_WAY or self.socket is None:
                continue
            key = f"{self.label}-{self.commands}"
            inside = [room for room in self.rooms if room not in self.leaving]
            choice = self.random.random()
            if choice < 0.62 and inside:
                room = self.random.choice(inside)
                await self.command("chat_message", room=room, message=f"{key} in {room}", key=key)
            elif choice < 0.82:
                other = self.random.choice(USERS)
                await self.command("private_message", to=other, message=f"{key} to {other}", key=key)
            elif choice < 0.88:
                await self.command("join", room=self.random.choice(ROOMS))
            elif choice < 0.92 and len(inside) > 1:
                room = self.random.choice(inside)
                self.leaving.add(room)
                await self.command("leave", room=room)
            elif choice < 0.97:
                await self.command("ping", received=self.received)
            elif choice < 0.98 and self.socket:
                self.socket.transport.abort()

    # What the session sees

    def take(self, frame):
        kind, records = frame["type"], self.world.records
        command = self.sent[frame["re"]] if "re" in frame else None
        if command and not self.pending.pop(frame["re"], None):
            # Sent twice because of a crash: both were answered. Nothing else may be answered twice.
            check(frame["re"] in self.again, self.label, "promise 7: a second reply", frame)
        if not self.pending:
            self.idle.set()
        if kind == "chat_message":
            room, seq = frame["room"], frame["seq"]
            due = self.rooms.get(room)
            check(due is not None, self.label, "promise 7: heard", frame, "outside of the room")
            check(seq == due, self.label, f"promise 7: in {room} came {seq} and not {due}")
            self.rooms[room] = seq + 1
            records.saw(room, seq, frame["user"], frame["message"], frame["at"])
        elif kind == "user_list":
            room = frame["room"]
            due = self.rooms.get(room)
            check(due in (None, frame["seq"] + 1), self.label, "promise 7: at", due, "came", frame)
            self.rooms[room] = frame["seq"] + 1
        elif kind == "ok":
            if command["type"] == "leave":
                self.rooms.pop(command["room"], None)
                self.leaving.discard(command["room"])
        elif kind == "ack":
            self.answered(command, frame["room"], frame)
        elif kind == "private_message":
            self.private(pair(self.name, frame["user"]), frame, frame["user"])
        elif kind == "private_message_delivered":
            place = pair(self.name, frame["target"])
            if not frame.get("duplicate") and not (frame["target"] == self.name and "re" in frame):
                self.private(place, frame, self.name)
            if command:
                self.answered(command, place, frame)
        elif kind == "error":
            # Who leaves again after a crash may have left before. A repeated message has its key, and is never refused.
            is_left = frame["code"] == "not_in_room" and command["type"] == "leave"
            check(frame["re"] in self.again and is_left, self.label, "was refused:", frame)
        elif kind not in ("user_join", "user_leave", "presence", "pong"):
            check(False, self.label, "does not know", frame)

    def private(self, place, frame, sender):
        """A private message is told to each session of the two people, in order."""
        seq = frame["seq"]
        due = self.next_private[place]
        check(seq == due, self.label, f"promise 7: with {place} came {seq} and not {due}:", frame)
        self.next_private[place] = seq + 1
        self.world.records.saw(place, seq, sender, frame["message"], frame["at"])

    def answered(self, command, place, frame):
        records = self.world.records
        if frame.get("duplicate"):
            records.duplicates += 1
            check(command["id"] in self.again, self.label, "promise 3: a duplicate of nothing", frame)
        records.acknowledge(place, frame["seq"], command["message"])
        self.repeats.append((command, place, frame))


class World:
    """One round: a server, its clients, and what they know."""

    def __init__(self, program, seed, folder, template, tokens, defect):
        self.seed, self.folder, self.tokens, self.defect = seed, folder, tokens, defect
        self.random = random.Random(seed)
        self.database = folder / "chat.db"
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(f"{template}{suffix}"):
                shutil.copy(f"{template}{suffix}", f"{self.database}{suffix}")
        self.server = Server(program, self.database, LIMITS, options=server_options(program))
        self.records = Records()
        self.is_over = False
        self.failed = asyncio.Event()
        self.planted = None
        self.kills = 0

    # Planted defects

    def plant(self, talker):
        if self.planted is None and self.defect in ("lose-frame", "repeat-frame"):
            self.planted = talker

    def spoil(self, talker, frame):
        is_message = frame["type"] in ("chat_message", "private_message")
        if self.defect == "change-text" and is_message and self.random.random() < 0.01:
            return [{**frame, "message": frame["message"] + "!"}]
        if self.planted is talker and is_message:
            self.planted = False
            return [] if self.defect == "lose-frame" else [frame, frame]
        return [frame]

    def cut_log(self):
        if self.defect == "lose-commits":
            log = f"{self.database}-wal"
            if os.path.exists(log):
                os.truncate(log, os.path.getsize(log) * 7 // 10)

    # The round

    async def run(self):
        await self.server.start()
        self.talkers = [Talker(self, name, number) for name in USERS for number in (1, 2)]
        lives = [asyncio.ensure_future(talker.live()) for talker in self.talkers]
        acts = []
        try:
            # Everybody is there before anything is said, so that everybody hears all that is said in private.
            while not all(talker.session for talker in self.talkers):
                await self.pause(0.01)
            acts = [asyncio.ensure_future(talker.act()) for talker in self.talkers]
            await self.pause(self.random.uniform(0.2, 1.2))
            for _ in range(self.random.choice([1, 1, 2])):
                await self.crash()
                await self.pause(self.random.uniform(0.1, 0.7))
            for talker in self.talkers:
                talker.is_quiet = True
            await asyncio.gather(*acts)
            await self.settle()
            await self.compare()
            await self.repeat_keys()
            await self.count_frames()
        except asyncio.CancelledError:
            raise
        finally:
            self.is_over = True
            for task in lives + acts:
                task.cancel()
            await asyncio.gather(*lives, *acts, return_exceptions=True)
        await self.end()

    def complain(self):
        for talker in self.talkers:
            if talker.trouble:
                raise talker.trouble

    async def pause(self, seconds):
        try:
            await asyncio.wait_for(self.failed.wait(), seconds)
            self.complain()
        except asyncio.TimeoutError:
            pass

    async def crash(self):
        """Kills the server, in some rounds again while it starts, and lets it come back."""
        self.server.kill()
        self.kills += 1
        acknowledged = dict(self.records.acknowledged)
        self.cut_log()
        if self.random.random() < 0.4:
            self.server.spawn()
            # Sometimes nothing has been opened by then, sometimes clients have resumed already.
            await asyncio.sleep(self.random.choice([0.0, 0.01, 0.03, 0.06, 0.15, 0.4]))
            self.server.kill()
            self.kills += 1
        await self.server.start()
        await self.expect_stored(acknowledged)

    async def settle(self):
        """Waits until everything is answered and everybody has heard everything."""
        for _ in range(2):
            for talker in self.talkers:
                await talker.command("ping")
            for talker in self.talkers:
                waits = [asyncio.ensure_future(talker.idle.wait()), asyncio.ensure_future(self.failed.wait())]
                done, _ = await asyncio.wait(waits, timeout=30, return_when=asyncio.FIRST_COMPLETED)
                for wait in waits:
                    wait.cancel()
                self.complain()
                check(done, talker.label, "waits for", list(talker.pending.values()))

    # What is checked

    async def histories(self, session, **place):
        messages, after = [], 0
        while True:
            page = expect(await session.ask("history", after=after, limit=100, **place), "history")
            messages += page["messages"]
            if not page["more"]:
                return messages
            after = messages[-1]["seq"]

    async def observer(self, name):
        session = await Session.open(self.server.url)
        expect(await session.ask("login", token=self.tokens[name]), "ready", resumed=False)
        return session

    async def expect_stored(self, acknowledged):
        """Promise 2, right after a crash: what was acknowledged before is in the rooms' history."""
        observer = await Session.open(self.server.url)
        stored = {}
        for room in ROOMS:
            if (await observer.ask("who", room=room))["type"] == "error":
                continue
            for message in await self.histories(observer, room=room):
                stored[room, message["seq"]] = message["message"]
        for text, (place, seq) in acknowledged.items():
            if place in ROOMS:
                check(stored.get((place, seq)) == text, "promise 2:", repr(text), "was acknowledged as", place, seq,
                      "and is", repr(stored.get((place, seq))))
        await observer.close()

    async def compare(self):
        """Promises 1, 2 and 6: live, history and search say the same."""
        records = self.records
        self.observers = {name: await self.observer(name) for name in USERS}
        stored = {}
        for room in ROOMS:
            messages = await self.histories(self.observers[USERS[0]], room=room)
            stored[room] = messages
        for index, name in enumerate(USERS):
            for other in USERS[index:]:
                place = pair(name, other)
                stored[place] = await self.histories(self.observers[name], **{"with": other})
                if other != name:
                    mirrored = await self.histories(self.observers[other], **{"with": name})
                    check(stored[place] == mirrored, "promise 6:", place, "is not the same for both")
        texts = collections.Counter()
        for place, messages in stored.items():
            seqs = [message["seq"] for message in messages]
            check(seqs == list(range(1, len(seqs) + 1)), "promise 1: the seqs of", place, "are", seqs)
            for message in messages:
                texts[message["message"]] += 1
                records.saw(place, message["seq"], message["user"], message["message"], message["at"])
        twice = [text for text, times in texts.items() if times > 1]
        check(not twice, "promise 3: stored twice:", twice)
        for text, (place, seq) in records.acknowledged.items():
            check(seq <= len(stored[place]) and stored[place][seq - 1]["message"] == text, "promise 2:", repr(text),
                  "was acknowledged as", place, seq, "and is lost")
        beyond = [at for at in records.messages if at[1] > len(stored[at[0]])]
        check(not beyond, "promise 1: seen live and not stored:", beyond)
        for room in ROOMS:
            for message in self.random.sample(stored[room], min(5, len(stored[room]))):
                words = message["message"].replace("/", " ").replace("-", " ")
                found = expect(
                    await self.observers[USERS[0]].ask("search", **{"in": "messages", "query": f'"{words}"'}), "search")
                same = [m for m in found["results"] if m.get("room") == room and m["seq"] == message["seq"]]
                check(same and same[0]["message"] == message["message"] and same[0]["at"] == message["at"],
                      "promise 1: the search for", message, "found", found["results"])
        for talker in self.talkers:
            for room, due in talker.rooms.items():
                check(due == len(stored[room]) + 1, talker.label, f"promise 7: in {room} never heard {due} and on")
            for other in USERS:
                place = pair(talker.name, other)
                due = talker.next_private[place]
                check(due == len(stored[place]) + 1, talker.label, f"promise 7: with {other} never heard {due} and on")
        self.stored = {place: len(messages) for place, messages in stored.items()}

    async def repeat_keys(self):
        """Promise 3: the last keys once more, from sessions that are in no room, and nothing new is stored."""
        for talker in self.talkers:
            for command, place, first in list(talker.repeats)[-3:]:
                reply = await self.observers[talker.name].ask(
                    **{("command" if name == "type" else name): value for name, value in command.items()
                       if name != "id"})
                expect(reply, first["type"], seq=first["seq"], at=first["at"], duplicate=True)
        for room in ROOMS:
            page = expect(await self.observers[USERS[0]].ask("history", room=room, limit=1), "history")
            last = page["messages"][-1]["seq"] if page["messages"] else 0
            check(last == self.stored[room], "promise 3: a repeated key was stored in", room)
        for observer in self.observers.values():
            await observer.close()
        await self.settle()

    async def count_frames(self):
        """Promise 7: the server has counted the same frames. Fewer could not be resumed from, more would come now."""
        for talker in self.talkers:
            await talker.command("ping")
        await self.settle()
        self.is_over = True
        for talker in self.talkers:
            talker.socket.transport.abort()
        for talker in self.talkers:
            session = await Session.open(self.server.url)
            resume = {"session": talker.session, "received": talker.received}
            expect(await session.ask("login", token=self.tokens[talker.name], resume=resume), "ready", resumed=True)
            await session.silence()
            session.cut()

    async def end(self):
        """Stops the server, and runs its journal again."""
        await self.server.stop()
        if "replay" in commands(self.server.program):
            result = subprocess.run(
                [self.server.program, "replay", str(self.database)], capture_output=True, text=True, timeout=120)
            check(result.returncode == 0, "the replay differs:", result.stdout, result.stderr)
            check("state hash" in result.stdout, "the replay compared no state hash:", result.stdout)


def commands(program):
    """What `--help` lists."""
    return subprocess.run([program, "--help"], capture_output=True, text=True).stdout


def server_options(program):
    listed = subprocess.run([program, "serve", "--help"], capture_output=True, text=True).stdout
    return ["--limits", "off"] if "--limits" in listed else []


async def accounts(program, folder):
    """A database with ten users and their tokens, which each round begins with, because registering takes its time."""
    server = await Server(program, folder / "template.db", LIMITS, options=server_options(program)).start()
    tokens = {}
    for name in USERS:
        session = await Session.open(server.url)
        tokens[name] = expect(await session.ask("register", user=name, password="open sesame"), "ready")["token"]
        await session.close()
    await server.stop()
    return folder / "template.db", tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the program `verbatim`")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--defect", choices=sorted(DEFECTS), help="plants a defect, which has to be found")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"crash test: {arguments.rounds} rounds, seed {seed}", flush=True)
    start, totals = time.monotonic(), collections.Counter()
    with tempfile.TemporaryDirectory(prefix="verbatim-crash-") as beginning:
        template, tokens = asyncio.run(accounts(arguments.server, pathlib.Path(beginning)))
        rounds(arguments, seed, template, tokens, totals)
    seconds = time.monotonic() - start
    print(", ".join(f"{name} {total}" for name, total in totals.items()) + f", seconds {seconds:.0f}")
    if "replay" not in commands(arguments.server):
        print("not compared: this server has no `replay`")
    print("Every promise was kept.")


def rounds(arguments, seed, template, tokens, totals):
    for number in range(arguments.rounds):
        # The folder of a round is kept where it fails.
        folder = pathlib.Path(tempfile.mkdtemp(prefix="verbatim-crash-"))
        world = None
        try:
            world = World(arguments.server, seed + number, folder, template, tokens, arguments.defect)
            asyncio.run(world.run())
        except (Exception, KeyboardInterrupt) as error:
            if world and world.server.process and world.server.process.poll() is None:
                world.server.kill()
            print(f"FAILED in round {number + 1}: {type(error).__name__}: {error}")
            print(f"the database is in {folder}")
            print(f"again: {sys.argv[0]} --server {arguments.server} --rounds 1 --seed {seed + number}"
                  + (f" --defect {arguments.defect}" if arguments.defect else ""))
            if arguments.defect:
                shutil.rmtree(folder)
            sys.exit(1)
        shutil.rmtree(folder)
        records = world.records
        totals.update(
            kills=world.kills, messages=len(records.messages), acknowledged=len(records.acknowledged),
            resumed=records.resumed, frames=records.frames, duplicates=records.duplicates)


if __name__ == "__main__":
    main()

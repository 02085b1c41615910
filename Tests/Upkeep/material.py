"""A database with a past, which each round begins with: made once for a program, then copied."""

import asyncio
import pathlib
import random
import shutil
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
for folder in ("Formats", "Crash", "Clients"):
    sys.path.insert(0, str(TESTS / folder))
from opened import Opened  # noqa: E402
from chat import Surprise  # noqa: E402, F401
import crash  # noqa: E402
import files  # noqa: E402

OPERATOR = "an operator's token for the rounds"
# A session that was cut stays for longer than any test takes, with all that it missed.
LIMITS = crash.LIMITS + ["resume_seconds=86400"]
# Who said something before a round. None of them talks while an operation runs.
ELDERS = [f"elder{number}" for number in range(12)]
PASSWORD = ("keeper", "a password of the past")
OWNERS = {"hall": "elder0", "attic": "elder1", "cellar": "elder2"}
# Room → those who talk there; the attic is invite-only and the cellar unlisted.
ROOMS = {
    "hall": ["elder0", "elder3", "elder4", "elder5"],
    "attic": ["elder1", "elder6", "elder7"],
    "cellar": ["elder2", "elder8", "elder9"],
}
MODERATORS = {"hall": ["elder3", "elder4"], "attic": ["elder6"], "cellar": []}
BANNED, MUTED, INVITED = "elder11", "elder10", ["elder6", "elder7", "elder9"]
MUTE_SECONDS = 20 * 86400
TOPICS = {room: f"what the {room} is for" for room in ROOMS}
PAIRS = [("elder0", "elder1"), ("elder2", "elder3"), ("elder4", "elder5"), ("elder6", "elder7"), ("elder3", "elder3")]
# How many messages each room and each pair has, and which part of them is deleted.
IN_ROOMS, BETWEEN, DELETED = 1000, 240, 0.1
# How long the first word of each is: so long that no end of it stands in another word by chance.
WORD_LETTERS = 18
# How many commands go out before their replies are waited for.
AT_ONCE = 50
# A server writes a snapshot after 100,000 inputs; the database that is due for one has nearly as many after its last.
DUE_INPUTS = 98_000
FLOOD_BYTES = 1 << 18
MAKING_SECONDS = 600


def copy_database(database, target):
    """Copies a file that no server has, and its log."""
    for path in files.beside(database):
        shutil.copy(path, f"{target}{path.name.removeprefix(pathlib.Path(database).name)}")


class Message:
    """What was said, and whether it was taken away since. Its first word is in no other message."""

    def __init__(self, user, text):
        self.user, self.text, self.is_deleted = user, text, False

    @property
    def word(self):
        return self.text.split()[0]


class Waiting:
    """A session that was cut in a room, and has missed what was said there from a seq on."""

    def __init__(self, person, room, due):
        self.user, self.session, self.received = person.user, person.session, person.received
        self.room, self.due = room, due
        # What came before is of no interest to whoever resumes it.
        self.frames = []


class Material:
    """Databases with the same past, by how their servers ended, and what is known of them."""

    def __init__(self, program, folder, seed):
        self.program, self.folder = program, pathlib.Path(folder)
        self.random = random.Random(f"{seed} material")
        self.tokens = {}
        # Room, or pair with a plus sign → messages, the first of which has seq 1.
        self.said = {place: [] for place in [*ROOMS, *(crash.pair(*pair) for pair in PAIRS)]}
        self.waiting = []
        self.people = {}

    def database(self, kind):
        """`stopped` ends with a snapshot, `killed` has a log and inputs after it, `due` has nearly enough for the next.
        """
        return self.folder / f"{kind}.db"

    def open(self, database, options=(), program=None):
        return Opened(
            program or self.program, database, LIMITS, OPERATOR, clock="wall", options=["--limits", "off", *options])

    async def make(self):
        await asyncio.wait_for(self._make(), MAKING_SECONDS)
        return self

    async def _make(self):
        killed, stopped = self.database("killed"), self.database("stopped")
        async with self.open(killed) as opened:
            await self._make_accounts(opened)
            await self._enter(opened)
            await self._decide()
            await self._talk(0.5)
            await opened.stop()
        async with self.open(killed) as opened:
            await self._enter(opened)
            await self._cut(opened)
            await self._talk(0.5)
            await self._delete(opened)
            opened.kill()
        self.people = {}
        copy_database(killed, stopped)
        async with self.open(stopped) as opened:
            await opened.stop()

    async def make_due(self):
        """Adds inputs that say nothing, until a snapshot is near; few rounds need it, and it takes its time."""
        due = self.database("due")
        if due.exists():
            return
        copy_database(self.database("stopped"), due)
        async with self.open(due) as opened:
            person = await opened.person({"token": self.tokens[crash.USERS[0]]})
            await asyncio.wait_for(self._flood(person, DUE_INPUTS), MAKING_SECONDS)
            opened.kill()

    async def _flood(self, person, count):
        """Sends commands that nobody answers, as bytes: a library would take longer for them than the server."""
        text = b'{"type":"set_timer","timer":"flood","milliseconds":1000000000}'
        # A final frame of text, masked with zeros (RFC 6455, 5.2).
        frame = bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text
        for _ in range(count // 1000):
            person.socket.transport.write(frame * 1000)
            while person.socket.transport.get_write_buffer_size() > FLOOD_BYTES:
                await asyncio.sleep(0.005)
        # All of them have been carried out when this is answered.
        await person.do("ping")
        await person.close()

    # The story

    async def _make_accounts(self, opened):
        for user in ELDERS + crash.USERS:
            self.tokens[user] = (await opened.administer("create_token", user=user))["token"]
        keeper = await opened.guest()
        await keeper.register(*PASSWORD)
        await keeper.close()

    async def _enter(self, opened):
        """Everybody who talks comes; the owner of a room is the first and makes it."""
        for user in ELDERS:
            self.people[user] = await opened.person({"token": self.tokens[user]})
        for room, users in ROOMS.items():
            for user in users:
                await self.people[user].do("join", room=room)

    async def _decide(self):
        async def rule(room, command, **fields):
            await self.people[OWNERS[room]].do(command, room=room, **fields)

        for room in ROOMS:
            await rule(room, "topic", topic="the first topic")
            await rule(room, "topic", topic=TOPICS[room])
            for user in MODERATORS[room]:
                await rule(room, "set_role", user=user, role="moderator")
        await rule("hall", "ban", user=BANNED)
        await rule("hall", "mute", user=MUTED, seconds=MUTE_SECONDS)
        await rule("attic", "set_room", invite_only=True)
        await rule("cellar", "set_room", unlisted=True)
        for user in INVITED:
            await rule("attic", "invite", user=user)

    async def _talk(self, share):
        """Says a part of all messages, many at a time."""
        turns = [(room, user, {"command": "chat_message", "room": room})
                 for room in ROOMS for user in ROOMS[room] for _ in range(int(IN_ROOMS * share / len(ROOMS[room])))]
        turns += [(crash.pair(one, other), one, {"command": "private_message", "to": other})
                  for first, second in PAIRS for one, other in ((first, second), (second, first))
                  for _ in range(int(BETWEEN * share / 2))]
        self.random.shuffle(turns)
        for start in range(0, len(turns), AT_ONCE):
            await asyncio.gather(*(self._say(*turn) for turn in turns[start:start + AT_ONCE]))

    async def _say(self, place, user, command):
        text = self._text()
        reply = await self.people[user].do(message=text, **command)
        messages = self.said[place]
        # Replies to several people need not come in the order of seqs.
        messages += [None] * (reply["seq"] - len(messages))
        messages[reply["seq"] - 1] = Message(user, text)

    def _text(self):
        """A text whose first word is unique, and of all lengths that people write."""
        letters, count = "abcdefghijklmnoprstuvz", self.random.randint(1, 40)
        lengths = [WORD_LETTERS] + [12] * (count - 1)
        return " ".join("".join(self.random.choices(letters, k=length)) for length in lengths)

    async def _cut(self, opened):
        """Some sessions break; the server holds back for them what is said from now on."""
        for room, users in ROOMS.items():
            for user in users[1:]:
                person = await opened.person({"token": self.tokens[user]})
                due = (await person.do("join", room=room))["seq"] + 1
                await person.arrived()
                self.waiting.append(Waiting(person, room, due))
                person.cut()
        await opened.settle([])

    async def _delete(self, opened):
        """Authors, owners and the operator delete messages."""
        for place, messages in self.said.items():
            for seq in self.random.sample(range(1, len(messages) + 1), int(len(messages) * DELETED)):
                author, who = messages[seq - 1].user, self.random.random()
                if place not in ROOMS or who < 0.2:
                    where = {"room": place} if place in ROOMS else {"between": place.split("+")}
                    await opened.administer("delete_message", seq=seq, **where)
                else:
                    by = author if who < 0.7 else OWNERS[place]
                    await self.people[by].do("delete_message", room=place, seq=seq)
                messages[seq - 1].is_deleted = True

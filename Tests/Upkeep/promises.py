"""What has to be true of a database that has the past of the material, whatever was interrupted on it."""

import asyncio
import re
import subprocess

# This one first: it says where the others are.
import material as past
import crash
from person import check, expect
from websockets import ConnectionClosed

ERASED = re.compile(r"\(erased \d+\)")
# How long a command may take that is not interrupted.
COMMAND_SECONDS = 120
# How many letters of a word an index may have left out at its begin.
CUT_LETTERS = 5


class Promises:
    """What is expected of one database, and what was acknowledged since it was copied."""

    def __init__(self, material, random):
        self.material, self.random = material, random
        # False where sessions end, as in a database that was made of tables.
        self.has_sessions = True
        # Who is being erased; afterwards nothing of them may be left, and meanwhile nothing need be.
        self.erased, self.is_erased = None, False
        # What the room's topic may be: a change that was not answered may have happened or not.
        self.topics = {room: {topic} for room, topic in past.TOPICS.items()}
        self.accounts, self.banned = {}, {past.BANNED}
        # Of those whose deletion was not answered nothing is known.
        self.deleted, self.perhaps_deleted = set(), set()
        # How many messages were compared.
        self.messages = 0

    # Commands

    def verbatim(self, *words, codes=(0,)):
        """Runs a command that has to end with one of these codes; returns what it printed."""
        done = subprocess.run(
            [str(word) for word in (self.material.program, *words)], capture_output=True, text=True,
            timeout=COMMAND_SECONDS)
        check(done.returncode in codes, f"verbatim {' '.join(map(str, words))}: exit code", done.returncode,
              "and not", *codes, "after", repr(done.stdout + done.stderr))
        return done.stdout + done.stderr

    def check_file(self, database):
        """No server has the file, and it is good by all that can be said of it."""
        said = self.verbatim("check", database)
        check(re.search(r"^verdict +good$", said, re.MULTILINE), "verbatim check said", said)
        # What another behaviour of the engine ran is for a program that has it.
        if re.search(r"^not run ", said, re.MULTILINE):
            return
        said = self.verbatim("replay", database)
        check(re.search(r"^verdict +same$", said, re.MULTILINE), "verbatim replay said", said)

    async def check_start(self, database):
        """A server starts on the file as on any other; the conversation goes on, and the server stops in order.

        The sessions that were cut have ended afterwards: give a copy where the file is needed again.
        """
        async with self.material.open(database) as opened:
            await self.check_server(opened)
            await opened.stop()
        self.check_file(database)

    async def check_server(self, opened):
        """All that was there is there: messages, accounts, rules and sessions, and more can be said."""
        names = await self._users(opened)
        people = {}
        for user in past.ELDERS:
            if user in names:
                people[user] = await opened.person({"token": self.material.tokens[user]})
        await self._messages(opened, names)
        await self._rules(opened, people)
        await self._search(people)
        await self._sessions(opened, names)
        await self._go_on(people["elder5"])
        for person in people.values():
            await person.close()

    # What is compared

    async def _users(self, opened):
        """Nobody is missing; returns how everybody of the past is called now."""
        users, cursor = [], {}
        while True:
            page = await opened.administer("list_users", limit=1000, **cursor)
            users += page["users"]
            if "cursor" not in page:
                break
            cursor = {"cursor": page["cursor"]}
        there = {user["user"] for user in users}
        expected = {*past.ELDERS, past.PASSWORD[0], *crash.USERS, *self.accounts} - {self.erased}
        check(expected <= there, "these accounts are gone:", sorted(expected - there))
        nobody = [name for name in there if ERASED.fullmatch(name)]
        if self.erased is not None:
            check(self.erased in there or nobody, self.erased, "is gone without a trace")
            check(not self.is_erased or self.erased not in there, self.erased, "is there, and was erased")
        else:
            check(not nobody, "nobody was erased, and there is", nobody)
        user, password = past.PASSWORD
        await (await opened.person({"user": user, "password": password})).close()
        for token in self.accounts.values():
            await (await opened.person({"token": token})).close()
        names = {user: user for user in past.ELDERS}
        if nobody:
            names[self.erased] = nobody[0]
        return {name: old for old, name in names.items()}

    async def _messages(self, opened, names):
        """Every message is there as it was said, or as it was deleted."""
        for place, messages in self.material.said.items():
            found = await self._history(opened, place, names)
            check(len(found) >= len(messages), place, "has", len(found), "messages of", len(messages))
            for seq, message in enumerate(messages, 1):
                self._compare(place, seq, message, found[seq - 1], names)
            self.messages += len(messages)

    async def _history(self, opened, place, names):
        now = {old: name for name, old in names.items()}
        where = {"room": place} if place in past.ROOMS else {"between": [now[user] for user in place.split("+")]}
        messages, cursor = [], {}
        while True:
            page = await opened.administer("list_messages", limit=1000, **where, **cursor)
            messages += page["messages"]
            if "cursor" not in page:
                return messages[::-1]
            cursor = {"cursor": page["cursor"]}

    def _compare(self, place, seq, message, found, names):
        """One message, in history, or as a session is told it."""
        author = names.get(found["user"])
        check(found["seq"] == seq and author == message.user, place, seq, "is", found, "and not of", message.user)
        is_nobody = ERASED.fullmatch(found["user"])
        is_deleted = found.get("deleted", False)
        text = "" if is_deleted else message.text
        check(found["message"] == text, place, seq, "is", found, "and was", message.text)
        if message.is_deleted or (place, seq) in self.deleted or is_nobody and self.is_erased:
            check(is_deleted, place, seq, "was deleted and is", found)
        elif not is_nobody and (place, seq) not in self.perhaps_deleted:
            check(not is_deleted, place, seq, "is deleted, and nobody asked for it")

    async def _rules(self, opened, people):
        """What was decided about the rooms holds."""
        for room, owner in past.OWNERS.items():
            shown = expect(await people[owner].ask("who", room=room), "user_list", owner=owner)
            moderators = [user for user in past.MODERATORS[room] if user != self.erased]
            found = [user for user in shown.get("moderators", []) if user != self.erased]
            check(found == moderators, "the moderators of", room, "are", found, "and were", moderators)
            check(shown.get("topic") in self.topics[room], "the topic of", room, "is", shown.get("topic"), "and not",
                  self.topics[room])
            check(bool(shown.get("invite_only")) == (room == "attic"), room, "is invite-only or is not:", shown)
            check(bool(shown.get("unlisted")) == (room == "cellar"), room, "is unlisted or is not:", shown)
        for user in self.banned:
            person = people.get(user) or await opened.person({"token": self.accounts[user]})
            expect(await person.ask("join", room="hall"), "error", code="forbidden")
        muted = people[past.MUTED]
        await muted.do("join", room="hall")
        refusal = expect(await muted.ask("chat_message", room="hall", message="?"), "error", code="forbidden")
        check(refusal["retry_after_ms"] > past.MUTE_SECONDS * 500, "the mute is nearly over:", refusal)
        for user in past.INVITED:
            if user in people:
                expect(await people[user].ask("who", room="attic"), "user_list")
        expect(await people["elder8"].ask("who", room="attic"), "error", code="forbidden")

    async def _search(self, people):
        """Messages are found by their words where they are there, and not where they are deleted."""
        for place, messages in self.material.said.items():
            asker = next((user for user in past.ROOMS.get(place, place.split("+")) if user in people), None)
            if asker is None:
                continue
            for seq in self.random.sample(range(1, len(messages) + 1), 6):
                message = messages[seq - 1]
                if message.user == self.erased or (place, seq) in self.perhaps_deleted:
                    continue
                page = expect(
                    await people[asker].ask("search", **{"in": "messages", "query": message.word}), "search")
                found = [hit["seq"] for hit in page["results"]]
                is_gone = message.is_deleted or (place, seq) in self.deleted
                expected = [] if is_gone else [seq]
                check(found == expected, "a search for", message.word, "in", place, seq, "found", found)

    async def _sessions(self, opened, names):
        """Sessions that were cut go on with what they missed, in order and without a gap."""
        for waiting in self.material.waiting:
            if waiting.user == self.erased:
                continue
            person = await opened.guest()
            resumed = await person.log_in({"token": self.material.tokens[waiting.user]}, earlier=waiting)
            check(resumed == self.has_sessions, waiting.user, "resumes its session:", resumed)
            if resumed:
                await person.arrived()
                self._compare_missed(waiting, person.frames, names)
            await person.close()

    def _compare_missed(self, waiting, frames, names):
        missed = [frame for frame in frames if frame["type"] == "chat_message" and frame["room"] == waiting.room]
        messages = self.material.said[waiting.room]
        seqs = [frame["seq"] for frame in missed]
        check(seqs == list(range(waiting.due, waiting.due + len(seqs))) and seqs[-1:] >= [len(messages)],
              waiting.user, "missed", waiting.due, "and on, and is told", seqs)
        for frame in missed:
            if frame["seq"] <= len(messages):
                self._compare(waiting.room, frame["seq"], messages[frame["seq"] - 1], frame, names)

    async def _go_on(self, person):
        """Something new can be said, and has the next seq."""
        newest = (await person.do("join", room="hall"))["seq"]
        ack = await person.do("chat_message", room="hall", message="and on it goes")
        check(ack["seq"] == newest + 1, "after", newest, "comes", ack["seq"])

    # What is gone

    def check_gone(self, database):
        """No word of a deleted text is in the file or its log; those of the others are.

        An index leaves out of a word what it has in common with its neighbour: the end of each is looked for.
        """
        starts, whole = set(), set()
        for path in past.files.beside(database):
            # One pass: a search for each of some thousand words takes longer than a server waits for its clients.
            for run in re.findall(rb"[a-z]{%d,}" % (past.WORD_LETTERS - CUT_LETTERS), path.read_bytes()):
                starts.update(run[:past.WORD_LETTERS - cut] for cut in range(CUT_LETTERS + 1))
                whole.update(run[at:at + past.WORD_LETTERS] for at in range(len(run) - past.WORD_LETTERS + 1))
        for place, messages in self.material.said.items():
            for seq, message in enumerate(messages, 1):
                if (place, seq) in self.perhaps_deleted:
                    continue
                is_gone = message.is_deleted or (place, seq) in self.deleted or message.user == self.erased
                word = message.word.encode()
                # Where it is gone, an end of it behind a letter is another word's.
                is_there = any(word[cut:] in starts for cut in range(CUT_LETTERS + 1)) if is_gone else word in whole
                check(is_there != is_gone, message.word, "of", place, seq, "is in the file:", is_there)


class Keeper:
    """Somebody who makes accounts and rules while an operation runs, and writes down what was answered."""

    def __init__(self, promises, number):
        self.promises, self.number, self.deeds = promises, number, 0
        self.owner = self.task = None
        self.is_over = False

    async def work(self, opened, pause):
        """Goes on until a connection ends; what was then under way may have been done or not."""
        try:
            self.owner = await opened.person({"token": self.promises.material.tokens["elder0"]})
            while not self.is_over:
                await self._act(opened)
                await asyncio.sleep(pause)
        except (ConnectionClosed, OSError, EOFError, asyncio.IncompleteReadError, past.Surprise) as error:
            if isinstance(error, past.Surprise) and "connection ended" not in str(error):
                raise

    async def _act(self, opened):
        promises = self.promises
        self.deeds += 1
        user, topic = f"new{self.number}-{self.deeds}", f"topic {self.number}-{self.deeds}"
        token = (await opened.administer("create_token", user=user))["token"]
        promises.accounts[user] = token
        promises.topics["hall"].add(topic)
        await self.owner.do("topic", room="hall", topic=topic)
        promises.topics["hall"] = {topic}
        await self.owner.do("ban", room="hall", user=user)
        promises.banned.add(user)
        await self._delete()

    async def _delete(self):
        promises = self.promises
        messages = promises.material.said["hall"]
        seq = promises.random.randrange(len(messages)) + 1
        promises.perhaps_deleted.add(("hall", seq))
        reply = await self.owner.ask("delete_message", room="hall", seq=seq)
        check(reply["type"] == "ok", "a deletion was refused with", reply)
        promises.perhaps_deleted.discard(("hall", seq))
        promises.deleted.add(("hall", seq))

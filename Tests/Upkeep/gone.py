#!/usr/bin/python3
"""Shows that deleted text is gone from the file, and the people who are erased with it.

Usage: gone.py --server PROGRAM

People say words that nobody else has: in rooms, in private, in a topic that is replaced, in a room that is deleted,
and as a name. Authors and the operator delete. All of it is still in the journal then, since `--keep-journal 30d` keeps
it. After `verbatim prune --now`, and for a person after `verbatim erase`, none of these words may be in the file or its
log: not as it was written, not as an index of words would have it, and not as a term of an index. What was kept has to
be found, in the file and by a search. This is done twice: on a file, and with a server that runs.
"""

import argparse
import asyncio
import contextlib
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata

# This one first: it says where the others are.
import material as past
import files
from opened import Opened
from person import check, expect

OPERATOR = "an operator's token for what is gone"
LIMITS = past.crash.NO_RATES
COMMAND_SECONDS = 120
SCENE_SECONDS = 300
INDEXES = ["message_index", "private_message_index", "user_index", "user_short_index"]


class Words:
    """Makes words that are in no other text, with capitals and accents that an index takes away."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def word(self):
        letters = "".join(self.random.choices("bcdfghjklmnpqrstvwxz", k=12))
        return f"{letters[:4].capitalize()}É{letters[4:8]}ö{letters[8:].upper()}"

    def text(self, count=3):
        return " ".join(self.word() for _ in range(count))


def forms(text):
    """The bytes that a file would have of a text: as a whole, its words, and both as an index folds them.

    An index leaves out what a word has in common with its neighbour, so that the end of each is looked for too.
    """
    found = set()
    for part in {text, *text.split()}:
        for composed in (part, unicodedata.normalize("NFC", part), unicodedata.normalize("NFD", part)):
            bare = "".join(c for c in unicodedata.normalize("NFD", composed) if not unicodedata.combining(c))
            found |= {composed, composed.lower(), composed.casefold(), bare, bare.lower()}
    found |= {form[-8:] for form in found if " " not in form}
    return {form.encode() for form in found}


def folded(text):
    """The words of a text as the terms of an index are."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return {word.lower() for word in bare.split()}


class Scene:
    """One database, what was said in it, and what has to go."""

    def __init__(self, program, folder, is_online, seed):
        self.program, self.database, self.is_online = program, pathlib.Path(folder) / "chat.db", is_online
        self.words = Words(f"{seed} {is_online}")
        # What → text: gone after the pruning, gone after the erasing, and never gone.
        self.deleted, self.theirs, self.kept = {}, {}, {}
        # What was refused is in no file at any time.
        self.refused = {}
        self.erased = self.words.word()
        self.opened, self.tokens, self.people = None, {}, {}

    async def play(self):
        await self.open()
        await self.fill()
        await self.delete()
        await self.say_what_goes()
        self.expect_there("before the pruning", self.deleted, self.theirs, self.kept)
        self.expect_gone("before the pruning", self.refused)
        await self.upkeep("prune", "--now")
        self.expect_gone("after the pruning", self.deleted)
        self.expect_there("after the pruning", self.theirs, self.kept)
        await self.look()
        del self.tokens[self.erased]
        await self.upkeep("erase", "--user", self.erased, "--yes")
        self.expect_gone("after the erasing", self.deleted, self.theirs)
        self.expect_there("after the erasing", self.kept)
        await self.look()
        await self.look_for_erased()
        await self.close()
        self.expect_gone("after a stop", self.deleted, self.theirs)
        self.expect_there("after a stop", self.kept)
        for command in ("check", "replay"):
            self.verbatim(command, self.database)

    # The server and the commands

    async def open(self):
        self.opened = Opened(
            self.program, self.database, LIMITS, OPERATOR, clock="wall", options=["--keep-journal", "30d"])
        await self.opened.__aenter__()
        self.people = {user: await self.opened.person({"token": token}) for user, token in self.tokens.items()}

    async def close(self):
        await self.opened.stop()
        self.opened.end()

    async def upkeep(self, command, *options):
        """Has it done by the server that runs, or on the file while none does."""
        if self.is_online:
            where = ["--url", self.opened.server.url, "--admin-token-file", self.opened.token_file]
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, self.verbatim, command, *options, *where)
            return
        await self.close()
        self.expect_there("after a stop", self.theirs if command == "erase" else self.deleted)
        self.verbatim("prune", "--keep-journal", "30d", "--database", self.database)
        self.expect_there("while the journal is kept", self.theirs if command == "erase" else self.deleted)
        self.verbatim(command, *options, "--database", self.database)
        self.check_terms(command)
        await self.open()

    def verbatim(self, *words):
        done = subprocess.run(
            [self.program, *map(str, words)], capture_output=True, text=True, timeout=COMMAND_SECONDS)
        check(done.returncode == 0, "verbatim", words[0], "ended with", done.returncode, done.stdout + done.stderr)

    # The story

    async def fill(self):
        """Everybody says what stays, and the one who is erased later says something everywhere."""
        for user in ("alice", "bob", "carol", self.erased):
            label = self.words.word()
            self.tokens[user] = (await self.opened.administer("create_token", user=user, label=label))["token"]
            self.people[user] = await self.opened.person({"token": self.tokens[user]})
        self.theirs["the label of a token"] = label
        self.theirs["a name"] = self.erased
        for room in ("lobby", "garden", "den"):
            for user in self.people:
                await self.do(user, "join", room=room)
        # Somebody is cut, so that much is held back until the session is resumed.
        self.people["carol"].cut()
        self.kept["said in a room"] = await self.say("alice", "lobby")
        self.kept["said in private"] = await self.whisper("bob", "alice")
        self.kept["said to who is erased"] = await self.whisper("bob", self.erased)
        self.theirs["said in a room"] = await self.say(self.erased, "lobby")
        self.theirs["said with a key"] = await self.say(self.erased, "garden", key="key-1")
        self.theirs["said in private"] = await self.whisper(self.erased, "bob")
        self.theirs["a note to oneself"] = await self.whisper(self.erased, self.erased)
        self.theirs["the name of a timer"] = timer = self.words.word()
        await self.do(self.erased, "set_timer", timer=timer, milliseconds=10_000_000)

    async def delete(self):
        """Authors, the owner and the operator take messages away, and a room; a topic is replaced."""
        def of(what):
            self.deleted[what] = text = self.words.text()
            return text

        administer = self.opened.administer
        for what, by, key in (
                ("deleted by its author", "alice", {}), ("deleted by the owner", "alice", {}),
                ("said with a key", "bob", {"key": "key-2"}), ("deleted by the operator", None, {})):
            ack = await self.do("bob" if what != "deleted by its author" else "alice", "chat_message", room="lobby",
                                message=of(what), **key)
            if by:
                await self.do(by, "delete_message", room="lobby", seq=ack["seq"])
            else:
                await administer("delete_message", room="lobby", seq=ack["seq"])
        composed = of("with accents of their own")
        self.deleted["with accents of their own"] = apart = unicodedata.normalize("NFD", composed)
        ack = await self.do("alice", "chat_message", room="garden", message=apart)
        await self.do("alice", "delete_message", room="garden", seq=ack["seq"])
        ack = await self.do("alice", "private_message", to="bob", message=of("said in private"))
        await administer("delete_message", between=["alice", "bob"], seq=ack["seq"])
        await self.do("bob", "chat_message", room="den", message=of("said in a room that is deleted"))
        await administer("delete_room", room="den")

    async def say_what_goes(self):
        """What was never a message, and is in the journal all the same."""
        # In a room that nobody is in: who was told it, and may resume, is told it again until that time is over.
        await self.do("alice", "create_room", room="attic")
        self.deleted["a topic that was replaced"] = topic = self.words.text()
        await self.do("alice", "topic", room="attic", topic=topic)
        self.kept["a topic"] = topic = self.words.text()
        await self.do("alice", "topic", room="attic", topic=topic)
        # By somebody who says goodbye: an answer that a session may need again is kept as its query.
        self.deleted["what somebody searched for"] = query = self.words.text()
        guest = await self.opened.guest()
        await guest.do("search", **{"in": "messages", "query": query})
        await guest.close()
        self.refused["a message that was refused"] = refused = self.words.text()
        await self.people["bob"].refuse("no_such_room", "chat_message", room="nowhere", message=refused)

    async def do(self, user, command, **fields):
        return await self.people[user].do(command, **fields)

    async def say(self, user, room, **more):
        text = self.words.text()
        await self.do(user, "chat_message", room=room, message=text, **more)
        return text

    async def whisper(self, user, to):
        text = self.words.text()
        await self.do(user, "private_message", to=to, message=text)
        return text

    async def look(self):
        """What was kept is found by its words. Nobody looks for the rest: the journal would have the search."""
        for what, user in (("said in a room", "bob"), ("said in private", "alice"), ("said to who is erased", "bob")):
            page = expect(
                await self.people[user].ask("search", **{"in": "messages", "query": self.kept[what]}), "search")
            found = [hit["message"] for hit in page["results"]]
            check(found == [self.kept[what]], what, "is found as", found)

    async def look_for_erased(self):
        """Others see that somebody said something."""
        page = await self.do("bob", "history", room="lobby")
        users = {message["user"] for message in page["messages"]}
        check(self.erased not in users, self.erased, "is in a history")
        nobody = [message for message in page["messages"] if message["user"].startswith("(erased ")]
        check(nobody and all(message["deleted"] and not message["message"] for message in nobody),
              "a history of nobody:", page["messages"])

    # What is in the files

    def content(self):
        return b"".join(path.read_bytes() for path in files.beside(self.database))

    def expect_there(self, when, *groups):
        content = self.content()
        for group in groups:
            for what, text in group.items():
                check(text.encode() in content, when, what, "is not in the file:", text)

    def expect_gone(self, when, *groups):
        content = self.content()
        for group in groups:
            for what, text in group.items():
                there = [form.decode() for form in forms(text) if form in content]
                check(not there, when, what, "is in the file as", there)

    def check_terms(self, command):
        """No index has a word of what is gone among its terms, and the indexes have those of what stays."""
        gone = self.deleted if command == "prune" else {**self.deleted, **self.theirs}
        with files.copied(self.database) as copy, contextlib.closing(sqlite3.connect(copy)) as connection:
            terms = set()
            for index in INDEXES:
                connection.execute(f"CREATE VIRTUAL TABLE temp.{index}_terms USING fts5vocab('main', '{index}', 'row')")
                terms |= {term for term, in connection.execute(f"SELECT term FROM temp.{index}_terms")}
        for what, text in gone.items():
            check(not folded(text) & terms, what, "is in an index:", folded(text) & terms)
        for what, text in self.kept.items():
            check(what == "a topic" or folded(text) <= terms, what, "is in no index:", folded(text) - terms)
        if command == "erase":
            name, = folded(self.erased)
            threes = {name[start:start + 3] for start in range(len(name) - 2)}
            check(not threes & terms, "parts of the name are in an index:", threes & terms)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the program `verbatim`")
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 32)
    for is_online in (False, True):
        with tempfile.TemporaryDirectory(prefix="verbatim-gone-") as folder:
            scene = Scene(arguments.server, folder, is_online, seed)
            where = "in a server that runs" if is_online else "on a file"
            try:
                asyncio.run(asyncio.wait_for(scene.play(), SCENE_SECONDS))
            except (Exception, KeyboardInterrupt) as error:
                kept = tempfile.mkdtemp(prefix="verbatim-gone-")
                shutil.copytree(folder, kept, dirs_exist_ok=True)
                print(f"FAILED {where}: {type(error).__name__}: {error}")
                print(f"the files are in {kept}")
                print(f"again: {sys.argv[0]} --server {arguments.server} --seed {seed}")
                sys.exit(1)
            finally:
                if scene.opened:
                    scene.opened.end()
        print(f"{where}: {len(scene.deleted)} texts and {len(scene.theirs)} of a person are gone, "
              f"{len(scene.kept)} are there", flush=True)


if __name__ == "__main__":
    main()

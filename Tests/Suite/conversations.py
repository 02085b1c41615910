"""What the scenarios of a suite are about: a function for each kind gives a file that passes, with its variations."""

import random

PEOPLE = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"]
ROOMS = ["lobby", "kitchen", "attic", "garden", "library", "office"]
# How many rows a file with `cases:` has.
ROWS = 5
WORDS = ["tea", "train", "window", "garden", "number", "paper", "cloud", "winter", "bridge", "lemon", "signal", "copper"]


class Talk:
    """Who talks where in one scenario, drawn from its number alone, and the lines of a file about it."""

    def __init__(self, number):
        self.draw = random.Random(number)
        self.people = self.draw.sample(PEOPLE, 3)
        self.room = self.draw.choice(ROOMS)
        self.words = self.draw.sample(WORDS, 6)

    def sentence(self, place):
        """The sentence at a place of the conversation; no two of them are one text."""
        return f"{self.words[place % 6]} {self.words[(place + 1) % 6]} {place}"

    def header(self, title, clauses, tags, people=None, more=()):
        names = " ".join(people or self.people)
        return [f"title: {title}", f"covers: {clauses}", f"tags: {tags}", f"users: {names}", *more, ""]

    def meeting(self, count=2):
        """The first so many people come into the room, and those who are there see it."""
        lines = ["== They meet"]
        for place, name in enumerate(self.people[:count]):
            there = self.people[:place]
            lines += [f"{name} > /join {self.room}", f"{name} < user_list room={self.room} users=[{', '.join([*there, name])}]"]
            if there:
                lines.append(f"{', '.join(there)} < user_join user={name}")
        return [*lines, ""]


def joins(talk, tags):
    first, second, third = talk.people
    return [
        *talk.header(f"Three people come to {talk.room} and one goes", "ROOM-1 ROOM-2", tags),
        *talk.meeting(3),
        "== One goes and comes again",
        f"{third} > /leave",
        f"{first}, {second} < user_leave user={third}",
        f"{third} > /join {talk.room}",
        f"{third} < user_list users=[{first}, {second}, {third}]",
        f"{first}, {second} < user_join user={third}",
        f"{third} < nothing"]


def chat(talk, tags):
    first, second, _ = talk.people
    lines = [
        *talk.header(f"What is said in {talk.room} reaches both", "ROOM-1 MSG-1", tags, talk.people[:2]),
        *talk.meeting(), "== They talk"]
    for place in range(talk.draw.randint(3, 8)):
        speaker = talk.people[place % 2]
        text = talk.sentence(place)
        lines += [f"{speaker} > {text}", f'{first}, {second} < chat_message seq={place + 1} user={speaker} message="{text}"']
    return lines


def private(talk, tags):
    first, second, third = talk.people
    return [
        *talk.header("A whisper reaches one person", "PM-1 PM-2", tags),
        *talk.meeting(3), "== A whisper and its answer",
        f"{first} > /pm {second} {talk.sentence(1)}",
        f'{second} < private_message user={first} message="{talk.sentence(1)}" seq=?first',
        f"{first} < private_message_delivered target={second} seq=$first",
        f"{second} > /pm {first} {talk.sentence(2)}",
        f"{second} < private_message_delivered target={first} seq=$first+1",
        f'{first} < private_message user={second} message=~"{talk.words[2]}"',
        f"{third} < nothing"]


def history(talk, tags):
    first = talk.people[0]
    lines = [*talk.header("The history has what was said", "HIST-1 HIST-3", tags, [first]), *talk.meeting(1), "== Some messages"]
    for place in range(4):
        lines += [f"{first} > {talk.sentence(place)}", f"{first} < chat_message seq={place + 1}"]
    return [
        *lines, "", "== The newest two, and all",
        f"{first} > /history {talk.room} 2",
        f'{first} < history messages=[{{seq=3}}, {{seq=4, message="{talk.sentence(3)}"}}] more=true',
        f"{first} > /history 4",
        f'{first} < history messages=[{{seq=1, message="{talk.sentence(0)}"}}, ...] more=false']


def search(talk, tags):
    first, second, _ = talk.people
    return [
        *talk.header("A search finds a message by its words", "SRCH-1", tags, talk.people[:2]),
        *talk.meeting(), "== A message is found by its words",
        f"{first} > {talk.sentence(0)}", f"{first}, {second} < chat_message seq=1",
        f"{second} > {talk.sentence(2)}", f"{first}, {second} < chat_message seq=2",
        f"{second} > /search {talk.words[0].upper()}",
        f"{second} < search results=[{{room={talk.room}, seq=1, user={first}}}] cursor=absent",
        f"{first} > /search {talk.words[0]} {talk.words[3]}",
        f"{first} < search results=[]"]


def moderation(talk, tags):
    first, second, third = talk.people
    return [
        *talk.header("The owner takes somebody out", "MOD-4 MOD-5", tags),
        *talk.meeting(3), "== Out, and in again",
        f"{first} > /kick {second}",
        f"{first}, {second}, {third} < user_kicked room={talk.room} user={second} by={first}",
        f"{first}, {third} < user_leave user={second}",
        f"{second} > {talk.sentence(0)}",
        f"{second} < error code=not_in_room",
        f"{third} > /kick {first}",
        f"{third} < error code=forbidden field=room",
        f"{second} > /join {talk.room}",
        f"{second} < user_list",
        "any", f"  {first} < user_join user={second}", f"  {third} < user_join user={second}", "end"]


def timers(talk, tags):
    name = talk.people[0]
    seconds = talk.draw.randint(2, 3600)
    return [
        *talk.header("A timer comes at its time", "TIME-1 TIME-2", tags, [name]),
        f'{name} >json {{"type":"set_timer","timer":"{talk.words[0]}","milliseconds":{seconds * 1000},"id":"1"}}',
        f'{name} < ok re="1"', f"+{seconds - 1}s", f"{name} < nothing", "+1s",
        f"{name} <= timer timer={talk.words[0]} now=*"]


def reminders(talk, tags):
    name = talk.people[0]
    minutes = talk.draw.randint(2, 90)
    return [
        *talk.header("A bot reminds of something", "BOT-1", tags, [name], [f"bots: reminder in {talk.room}"]),
        f"{name} > /join {talk.room}", f"{name} < user_list users=[reminder, {name}]",
        f"{name} > !remind {minutes}m {talk.words[0]}",
        f"{name} < chat_message user={name}", f"{name} < chat_message user=reminder bot=true",
        f"+{minutes - 1}m", f"{name} < nothing", "+1m",
        f'{name} < chat_message user=reminder message="{name}: {talk.words[0]}"']


def faults(talk, tags):
    first, second, _ = talk.people
    return [
        *talk.header("What is said while a network is broken comes later", "RES-1", tags, talk.people[:2]),
        *talk.meeting(), "== A broken network",
        f"! cut {second}", f"{first} > {talk.sentence(0)}", f"{first} < chat_message seq=1",
        "+2s", f"! return {second}", f"{second} < ready resumed=true",
        f'{second} < chat_message user={first} message="{talk.sentence(0)}"', f"{first} < nothing"]


def macros(talk, tags):
    first, second, third = talk.people
    return [
        *talk.header("A scenario with macros, loops and an included file", "ROOM-1", tags, [third]),
        "include ../setup/meeting.chat", "",
        "macro greet WHO TEXT", "  $WHO > $TEXT", "  alice, bob < chat_message user=$WHO message=$TEXT", "end", "",
        f'greet alice "{talk.sentence(0)}"', f"greet bob {talk.words[1]}", "",
        f"repeat {talk.draw.randint(2, 5)} as N", "  greet alice \"round $N\"", "end",
        f"for each WORD in {talk.words[2]} {talk.words[3]}", "  greet bob $WORD", "end",
        f"{third} < nothing"]


def nonsense(talk, tags, row_that_fails=None):
    """A file with a row for each of several lines, and the names of its cases; a row that fails expects another code."""
    cells = [(f"/nonsense {word}", "unknown_command") for word in talk.words[:ROWS - 1]]
    cells.append(("/pm nobody hello", "no_such_user"))
    name = talk.people[0]
    rows = [
        f'| "{line}" | {"not_in_room" if place == row_that_fails else code} |' for place, (line, code) in enumerate(cells)]
    header = talk.header("A line that makes no sense is refused", "LINE-3", tags, [name], ["cases:", "| line | code |", *rows])
    return [*header, f"{name} > $line", f"{name} < error code=$code"], [line for line, _ in cells]


# Kinds of files that pass, by the folder that they are in. How often a kind comes follows from how often it is here.
KINDS = [
    ("rooms", joins), ("chat", chat), ("private", private), ("history", history), ("search", search), ("chat", chat),
    ("moderation", moderation), ("timers", timers), ("bots", reminders), ("faults", faults), ("macros", macros)]

# What several files include, in a folder that is no part of a run.
SETUP = {
    "setup/meeting.chat": """# Alice and Bob are in the lobby.
users: alice bob

alice > /join lobby
alice < user_list users=[alice]
bob   > /join lobby
bob   < user_list users=[alice, bob]
alice < user_join user=bob
"""}

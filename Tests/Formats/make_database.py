#!/usr/bin/python3
"""Makes the databases of a format, and a record of all that can be seen of them.

Usage: make_database.py --server PROGRAM --name NAME [--into FOLDER]

NAME-stopped.db is of a server that was stopped in order, so that it ends with a snapshot; NAME-killed.db, with its log
beside it, is of one that was killed, with inputs after its last snapshot. NAME.json has what `check_formats.py` needs
to know of both. It is seen on copies, because whoever looks changes a database. What the story does not bring is an
error, such as a kind of frame that no session waits for: add it to story.py.
"""

import argparse
import asyncio
import json
import pathlib
import subprocess
import sys
import tempfile

import files
from observe import differences, observe
from opened import SECONDS, Opened
from person import check
from plan import record
from story import LIMITS, OPERATOR, play
from world import World

SCHEMAS = pathlib.Path(__file__).resolve().parent.parent.parent / "Docs" / "schema"
# The servers of the two stories end differently, so that each kind of end is in both databases.
ENDS = {"stopped": {"first": False, "last": True}, "killed": {"first": True, "last": False}}
# In bytes. How much is in a log depends on how many commands shared a commit; where it is too much, try again.
LARGEST = 500_000
INPUTS = {
    "started", "connected", "closed", "cut", "command", "refused", "malformed", "deadline", "authenticated", "restarted",
    "provisioned", "administered"}
# How long the making of one database may take.
STORY_SECONDS = 300


async def make(program, database, kind):
    """Plays the story and returns the record of its database."""
    world = World(program, database, LIMITS, OPERATOR)

    def token(user):
        command = [program, "token", "create", user, "--label", "while no server ran", "--database", database]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS).stdout.strip()

    try:
        await play(world, ENDS[kind], token)
    finally:
        if world.opened:
            world.opened.end()
    database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
    known = record(world)
    with files.copied(database) as copy:
        async with Opened(program, copy, LIMITS, OPERATOR) as opened:
            known = {**known, **await observe(opened, known)}
            await opened.stop()
    check_story(world, known)
    check_inputs(program, database)
    return known


# What has to be in a database for it to be worth keeping


def check_story(world, known):
    """The record says what the story meant, and what its clients saw before frames were lost."""
    for probe in known["early_probes"] + known["probes"]:
        last = probe["replies"][-1]
        check(probe["ends"] in (last["type"], last.get("code")), "the probe", probe["send"], "ends with", last)
    for user in known["users"]:
        for what, meant in (("passwords", world.passwords), ("tokens", world.tokens)):
            works = [secret["works"] for secret in user[what]]
            check(works == list(meant.get(user["user"], {}).values()), what, "of", user["user"], "are not as meant")
    people = world.people | world.waiting
    for session in known["sessions"]:
        check(session["resumes"] == (session["label"] != "street"), session["label"], "cannot be resumed")
        if session["resumes"]:
            check_sent_again(session, people[session["label"]].frames[session["received"]:])
    seen = {frame["type"] for session in known["sessions"] for frame in session.get("frames", [])}
    missing = schemas("events") - seen - {"hello", "ready", "typing"}
    check(not missing, "no session waits for a frame of", sorted(missing))


def check_sent_again(session, lost):
    """Frames that came, and that the client will say it has not, come again; of what was deleted or edited since, as it is."""
    again = session["frames"][:len(lost)]
    check(len(again) == len(lost), session["label"], "is sent fewer frames again")
    changed = ("message", "deleted", "edited_at", "data", "mentions", "reaction")
    meant = [
        {**{name: frame[name] for name in frame if name not in changed},
         **{name: other[name] for name in changed if name in other}}
        if other.get("deleted") or other.get("edited_at") or other.get("reaction") == "\ufffd" else frame
        for frame, other in zip(lost, again)]
    found = differences(without_online(meant), without_online(again))
    check(not found, session["label"], "is sent something else again:", *found)


def without_online(value):
    """How many are in a room, and who is online, is told as it is when a list is sent again."""
    if isinstance(value, dict):
        return {name: without_online(inner) for name, inner in value.items() if name != "online"}
    return [without_online(inner) for inner in value] if isinstance(value, list) else value


def check_inputs(program, database):
    """The journal has every kind of input, and every command."""
    export = [program, "export", "--journal", str(database)]
    lines = subprocess.run(export, check=True, capture_output=True, text=True, timeout=SECONDS).stdout.splitlines()
    inputs = [json.loads(line) for line in lines]
    missing = INPUTS - {line["kind"] for line in inputs}
    missing |= schemas("commands") - {line["command"]["type"] for line in inputs if line["kind"] == "command"}
    check(not missing, "the journal has nothing of", sorted(missing))


def schemas(folder):
    return {path.stem for path in (SCHEMAS / folder).glob("*.json")}


# The files


def text(value, indent=""):
    """JSON with one line for what fits into one."""
    line = json.dumps(value)
    if len(indent) + len(line) <= 120 or not isinstance(value, (dict, list)):
        return line
    inner = indent + " "
    if isinstance(value, dict):
        items, (begin, end) = [f"{json.dumps(name)}: {text(item, inner)}" for name, item in value.items()], "{}"
    else:
        items, (begin, end) = [text(item, inner) for item in value], "[]"
    return begin + ",".join(f"\n{inner}{item}" for item in items) + f"\n{indent}{end}"


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the program `verbatim`")
    parser.add_argument("--name", required=True, help="the name of the format")
    parser.add_argument("--into", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
    arguments = parser.parse_args()
    made = [arguments.into / f"{arguments.name}.json"] + [
        arguments.into / f"{arguments.name}-{kind}.db{suffix}" for kind in ENDS for suffix in ("", "-wal")]
    there = [str(path) for path in made if path.exists()]
    if there:
        sys.exit(f"never changed once it is there: {', '.join(there)}")
    with tempfile.TemporaryDirectory(prefix="verbatim-format-") as folder:
        known = {"name": arguments.name, "limits": LIMITS, "operator": OPERATOR, "databases": {}}
        for kind in ENDS:
            database = pathlib.Path(folder) / f"{arguments.name}-{kind}.db"
            making = make(arguments.server, database, kind)
            known["databases"][kind] = await asyncio.wait_for(making, STORY_SECONDS)
        (pathlib.Path(folder) / f"{arguments.name}.json").write_text(text(known) + "\n")
        for path in sorted(pathlib.Path(folder).iterdir()):
            check(path.stat().st_size <= LARGEST, path.name, "has", path.stat().st_size, "bytes; at most", LARGEST)
            (arguments.into / path.name).write_bytes(path.read_bytes())
            print(arguments.into / path.name, path.stat().st_size)


if __name__ == "__main__":
    asyncio.run(main())

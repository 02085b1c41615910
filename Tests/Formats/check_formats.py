#!/usr/bin/python3
"""Checks that a program can use the databases that earlier ones made.

Usage: check_formats.py --server PROGRAM [--only NAME] [--steps a,b,c,d,e,f,g] [--from FOLDER]

For each NAME.json here, or in the folder that is given, and for both of its databases, on a copy for each step:

  a  it opens, and all is as its record says: sessions resume with the frames that they missed, timers come, histories,
     searches, rules, log-ins and keys; the conversation goes on; passwords of a wall clock work. Where a server that was
     killed has left inputs of an earlier behaviour, the start is refused and says what to do
  b  `verbatim replay` finds it the same, or says that an earlier behaviour ran it
  c  `verbatim check` finds it whole
  d  `verbatim upgrade --check` says what an upgrade would do, and after `verbatim upgrade` step a holds; where it has to be
     rebuilt, step e holds for what `verbatim upgrade --rebuild` makes of it
  e  `verbatim rebuild` makes one that has all but the sessions
  f  step a holds for what `verbatim restore` makes of what `verbatim backup` made
  g  `verbatim export` writes what the record has

Exit code: 0 where everything passed, 1 otherwise.
"""

import argparse
import asyncio
import json
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import files
from observe import differences, log_ins, observe, short
from opened import SECONDS, Opened
from person import check, without

FOLDER = pathlib.Path(__file__).resolve().parent
# How long one step may take.
STEP_SECONDS = 300
# What somebody said in the lobby.
UNICODE = "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 beyond the first plane"
# What `upgrade --check` can say; the rest of the line is for people.
OUTCOMES = re.compile(r"^(nothing to do|can be upgraded|has to be rebuilt)\b", re.MULTILINE)
# What a start says that cannot go on with the inputs of an earlier behaviour.
REFUSED = re.compile(r"run by behaviour \d+ .* stop it once in order with the version that wrote it, .*--rebuild")


class Case:
    """One database with its record, and the program that is to use it."""

    def __init__(self, program, folder, known, kind):
        self.program, self.name = program, f"{known['name']}-{kind}"
        self.database = folder / f"{self.name}.db"
        self.limits, self.token, self.record = known["limits"], known["operator"], known["databases"][kind]
        if int(known["name"]) < 5:
            self.forget_unlisted()
        if int(known["name"]) < 8:
            self.forget_cursors()

    def forget_unlisted(self):
        """Since the fifth format a guest who is in no unlisted room finds nothing of one (MOD-28)."""
        for search in self.record["searches"]:
            if search["as"] == "" and "room" not in search["query"]:
                search["results"] = [hit for hit in search["results"] if hit.get("room") != "cellar"]

    def forget_cursors(self):
        """Cursors of found messages that were made before are refused: since the sixth format they say where the last one was said, and
        since the eighth a query has other words."""
        for probe in self.record["probes"]:
            if probe["kind"] == "cursors":
                probe["ends"], probe["replies"] = "cursor_invalid", [
                    {"type": "error", "code": "cursor_invalid", "field": "cursor"}]

    def open(self, database, clock="virtual"):
        return Opened(self.program, database, self.limits, self.token, clock)

    def run(self, *words, code=0):
        """Runs a command, which has to end with this code; returns what it printed."""
        command = [str(word) for word in (self.program, *words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
        said = " ".join((done.stderr + done.stdout).split())
        check(done.returncode == code,
              f"verbatim {words[0]}: expected exit code {code} got {done.returncode}: {short(said)}")
        return done.stdout if code == 0 else said

    def plan(self, copy):
        """What an upgrade would do: the first words of what it says."""
        command = [str(self.program), "upgrade", str(copy), "--check"]
        outcome = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS).stdout
        found = OUTCOMES.search(outcome)
        check(found, "upgrade --check: expected", OUTCOMES.pattern, "got", short(outcome))
        return found[0]

    def is_of_other_behaviour(self, copy):
        """Whether the newest inputs cannot be run by this program."""
        return json.loads(self.run("check", "--json", copy))["other_behaviour"] is not None

    def look(self, database, *words, code=0):
        """Runs a command that changes nothing in the file."""
        before = files.digest(database)
        printed = self.run(*words, code=code)
        check(files.digest(database) == before, f"verbatim {words[0]}: expected an unchanged file got another one")
        return printed


# a: it opens


async def opens(case, copy):
    """The database is used as it is."""
    if case.plan(copy) == "has to be rebuilt":
        said = case.look(copy, "serve", "--database", copy, "--port", 0, code=3)
        return check(REFUSED.search(said), "serve: expected", REFUSED.pattern, "got", short(said))
    with files.copied(copy) as other:
        await wall_passwords(case, other)
    async with case.open(copy) as opened:
        compare(case.record, await observe(opened, case.record))
        await find_by_words(opened)
        ack = await say_something(opened, case.record)
        await opened.stop()
    async with case.open(copy) as opened:
        await find(opened, ack)
        await opened.stop()
    case.look(copy, "replay", copy)


def compare(expected, found):
    wrong = differences(expected, found)
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    check(not wrong, wrong[0].removeprefix(".") + more if wrong else "")


async def say_something(opened, record):
    """What is said after the check goes on where the room was, and is found."""
    token = next(user["tokens"][0]["token"] for user in record["users"] if user["user"] == "alice")
    alice = await opened.person({"token": token})
    newest = (await alice.do("join", room="lobby"))["seq"]
    ack = await alice.do("chat_message", room="lobby", message="written by a later program")
    check(ack["seq"] == newest + 1, f"lobby: expected seq {newest + 1} got {ack['seq']}")
    await alice.close()
    return ack


async def find_by_words(opened):
    """Since the eighth format words are cut in another way: what was said before is found so too."""
    guest = await opened.guest()
    for query, message in [("上好", "早上好，世界"), ("combin", "cafe\u0301 with a combining mark, caf\u00e9 without"), ("𝔘𝔫𝔦*", UNICODE)]:
        hits = (await guest.do("search", **{"in": "messages", "query": query}))["results"]
        check(message in [hit["message"] for hit in hits], f"a search for {query}: expected {message} got {hits}")
    await guest.close()


async def find(opened, ack):
    """It is there after a restart, in history and in search."""
    guest = await opened.guest()
    page = await guest.do("history", room="lobby", limit=1)
    check(page["messages"][0]["seq"] == ack["seq"], f"after a restart: expected {ack['seq']} got {page['messages']}")
    hits = (await guest.do("search", **{"in": "messages", "query": "later program"}))["results"]
    check([hit["seq"] for hit in hits] == [ack["seq"]], f"after a restart: expected one hit got {hits}")
    await guest.close()


async def wall_passwords(case, copy):
    """On a virtual clock passwords are simulated; those that scrypt made are checked on a wall clock."""
    users = [user for user in case.record["users"] if any(known["clock"] == "wall" for known in user["passwords"])]
    async with case.open(copy, clock="wall") as opened:
        compare(users, [await log_ins(opened, user, "wall") for user in users])
        await opened.stop()


# b, c, g: commands that only look


async def replays(case, copy):
    if case.is_of_other_behaviour(copy):
        said = case.look(copy, "replay", copy, code=3)
        return check("behaviour" in said, "replay: expected the behaviour got", short(said))
    printed = case.look(copy, "replay", copy)
    verdict = [line.split()[-1] for line in printed.splitlines() if line.startswith("verdict")]
    check(verdict == ["same"], f"verdict: expected same got {verdict}")


async def checks(case, copy):
    case.look(copy, "check", copy)


async def exports(case, copy):
    """The tables as JSON Lines, and the inputs."""
    def lines(*options):
        return [json.loads(line) for line in case.look(copy, "export", *options, copy).splitlines()]

    tables, private, journal = lines(), lines("--private"), lines("--journal")
    users = [line["user"] for line in tables if line["kind"] == "user"]
    compare(sorted(user["user"] for user in case.record["users"]), sorted(users))
    said = {(line["room"], line["seq"]): line["message"] for line in tables if line["kind"] == "message"}
    compare(texts((name, room.get("history", [])) for name, room in case.record["rooms"].items()), texts_of(said))
    said = {(" ".join(sorted((line["user"], line["target"]))), line["seq"]): line["message"]
            for line in private if "target" in line}
    compare(texts((" ".join(pair["between"]), pair["history"]) for pair in case.record["pairs"]), texts_of(said))
    compare(list(range(1, len(journal) + 1)), [line["entry"] for line in journal])


def texts(conversations):
    """What was said and is not deleted, by place and seq."""
    return texts_of({
        (place, message["seq"]): message["message"] for place, messages in conversations for message in messages})


def texts_of(said):
    return {f"{place} {seq}": text for (place, seq), text in said.items() if text}


# d: upgrade


async def upgrades(case, copy):
    if case.plan(copy) == "has to be rebuilt":
        case.look(copy, "upgrade", copy, code=1)
        case.run("upgrade", copy, "--rebuild")
        case.run("check", copy)
        return await has_all_but_sessions(case, copy)
    case.run("upgrade", copy)
    case.run("check", copy)
    await opens(case, copy)


# e: rebuild


async def rebuilds(case, copy):
    """Accounts, rooms, what was decided and what was said are as before; nobody is there."""
    new = copy.with_name("new.db")
    case.look(copy, "rebuild", copy, "-o", new)
    case.run("check", new)
    await has_all_but_sessions(case, new)


async def has_all_but_sessions(case, new):
    lasting = [probe for probe in case.record["probes"] if probe["kind"] == "rules"]
    asked = {**case.record, "early_probes": [], "probes": lasting}
    with files.copied(new) as other:
        await wall_passwords(case, other)
    async with case.open(new) as opened:
        found = await observe(opened, asked)
        ack = await say_something(opened, case.record)
        await opened.stop()
    resumed = [session["label"] for session in found["sessions"] if session["resumes"]]
    check(not resumed, "sessions: expected resumed false got true of", resumed)
    compare(without_people(asked), without_people(found))
    async with case.open(new) as opened:
        await find(opened, ack)
        await opened.stop()


def without_people(record):
    """What lasts without sessions.

    An unlisted room is listed to those who are in it alone, and nobody is. Where a virtual clock stands after a rebuild
    nobody promises.
    """
    unlisted = [name for name, room in record["rooms"].items() if room.get("user_list", {}).get("unlisted")]
    lasting = without(record, "now", "sessions", "steps", "early_probes")
    lasting["room_lists"] = {
        user: [room for room in rooms if room["room"] not in unlisted] for user, rooms in record["room_lists"].items()}
    lasting["probes"] = [
        {**probe, "replies": [without(reply, "at") for reply in probe["replies"]]} for probe in record["probes"]]
    return without_presence(lasting)


def without_presence(value):
    if isinstance(value, list):
        return [without_presence(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    gone = ["online"] + ["users"] * ("room" in value) + ["sessions", "rooms"] * ("user" in value)
    return {name: without_presence(inner) for name, inner in without(value, *gone).items()}


# f: backup and restore


async def restores(case, copy):
    backup, new = copy.with_name("backup"), copy.with_name("restored.db")
    case.look(copy, "backup", "--database", copy, backup)
    case.look(backup, "restore", backup, "-o", new)
    await opens(case, new)


STEPS = {
    "a": ("opens", opens), "b": ("replay", replays), "c": ("check", checks), "d": ("upgrade", upgrades),
    "e": ("rebuild", rebuilds), "f": ("backup and restore", restores), "g": ("export", exports)}


async def result(case, step):
    """Nothing where the step passed, and otherwise why it did not."""
    with files.copied(case.database) as copy:
        try:
            await asyncio.wait_for(step(case, copy), STEP_SECONDS)
        except asyncio.TimeoutError:
            return f"expected an end within {STEP_SECONDS} s got none"
        except Exception as error:
            kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
            return " ".join(f"{kind}{error}".split())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the program `verbatim`")
    parser.add_argument("--only", metavar="NAME", help="only the databases of this name")
    parser.add_argument("--from", dest="folder", type=pathlib.Path, default=FOLDER, help="where the databases are")
    parser.add_argument("--steps", default=",".join(STEPS), help="which steps to take")
    arguments = parser.parse_args()
    steps = arguments.steps.split(",")
    unknown = [step for step in steps if step not in STEPS]
    records = sorted(path for path in arguments.folder.glob("*.json") if arguments.only in (None, path.stem))
    if unknown or not records:
        parser.error(f"there is no step {unknown[0]}" if unknown else "there is no such database")
    known = [json.loads(path.read_text()) for path in records]
    cases = [Case(arguments.server, arguments.folder, record, kind) for record in known for kind in record["databases"]]
    tasks = [(case, *STEPS[step]) for case in cases for step in steps]
    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (case, title, _), wrong in zip(tasks, pool.map(lambda task: asyncio.run(result(task[0], task[2])), tasks)):
            failed += bool(wrong)
            print(f"FAIL {case.name} {title}: {wrong}" if wrong else f"ok   {case.name} {title}", flush=True)
    print(f"{len(tasks) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

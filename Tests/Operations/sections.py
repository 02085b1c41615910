"""What is checked at the commands of each section, and what happens between them."""

import asyncio
import json
import os

import damage
from machine import SECONDS, TOKEN, check
from files import digest
from person import Person
from storyline import at

# Nothing of these is in a file from which a message, or a person, is gone.
DELETED, ERASED = [b"gooseberry"], [b"mallory", b"quince", b"medlar"]

BACKUP = f"verbatim backup {TOKEN}"

# The server, for commands that need systemd or a package


@at("instead", None, "systemctl start verbatim")
@at("instead", None, "systemctl enable --now verbatim")
@at("instead", None, "apt install")
async def start(story):
    """the server is started"""
    await story.start()


@at("instead", None, "systemctl stop verbatim")
async def stop(story):
    """the server is sent SIGTERM"""
    await story.stop()


@at("instead", None, "systemctl restart verbatim")
async def restart(story):
    """the server is sent SIGTERM and started"""
    await story.stop()
    await story.start()


# Install


@at("after", "Install", "curl http")
async def ready(story, printed):
    check(printed.strip() == "ready", printed)


@at("instead", "Install", "install -d -o verbatim")
async def make_folder(story):
    """the folder is made"""
    story.machine.backups.mkdir()


@at("afterwards", "Install")
async def talk(story):
    """people can chat"""
    for name in ("alice", "bob", "mallory"):
        await story.newcomer(name)
    await story.people["alice"].do("topic", room="lobby", topic="Jam")
    await story.say("bob", "gooseberry jam")
    await story.say("alice", "apples", "pears")
    await story.say("mallory", "quince jelly")
    await story.say("bob", "plums")
    await story.people["mallory"].do("private_message", to="alice", message="a medlar between us")
    await story.people["alice"].do("private_message", to="mallory", message="thank you")
    await story.check_chat()


# Watch


@at("after", "Watch", "curl -fsS http://127.0.0.1:8080/metrics")
async def metrics(story, printed):
    for name in ("verbatim_store_errors_total 0", "verbatim_snapshot_failures_total 0", "verbatim_snapshots_total "):
        check(name in printed, name, "is not in", printed)


# Trouble with people


@at("after", "Trouble with people", "verbatim users suspend mallory")
async def suspended(story, printed):
    check("the user mallory is suspended" in printed, printed)
    mallory = story.people["mallory"]
    await asyncio.wait_for(mallory.socket.wait_closed(), SECONDS)
    check(mallory.socket.close_code == 4503, "mallory was closed with", mallory.socket.close_code)
    again = await Person.open(story.service.url)
    await again.refuse("suspended", "login", token=story.tokens["mallory"])
    await again.close()


@at("after", "Trouble with people", "verbatim users unsuspend mallory")
async def back(story, printed):
    await story.newcomer("mallory")


@at("after", "Trouble with people", "verbatim invite create")
async def invited(story, printed):
    code = next(line for line in printed.splitlines() if line.startswith("vbi_"))
    guest = await Person.open(story.service.url)
    await guest.refuse("invitation_invalid", "register", user="zoe", password="correct horse", invitation=code + "x")
    await guest.close()


# Back up


@at("after", "Back up", f"{BACKUP} /backup/first.db")
async def first(story, printed):
    story.first = list(story.lobby)
    await story.check_copy(story.machine.backups / "first.db", story.first, resumes="bob")
    printed = await story.machine.run(f"{BACKUP} /backup/first.db", code=1)
    check("already exists" in printed, printed)


@at("before", "Back up", f"{BACKUP} --every")
async def earlier_copies(story):
    await story.say("alice", "said after the first backup")
    for day in range(1, 31):
        copy = story.machine.backups / f"verbatim-202001{day:02}T000000Z.db"
        copy.touch()
        os.utime(copy, (0, 0))


@at("after", "Back up", f"{BACKUP} --every")
async def kept_copies(story, printed):
    copy = story.machine.path(printed.strip())
    await story.check_copy(copy, story.lobby)
    copies = sorted(story.machine.backups.glob("verbatim-*.db"))
    check(len(copies) == 24 and copies[-1] == copy, "the newest 24 copies are kept, and there are", len(copies))
    check((story.machine.backups / "first.db").exists(), "another file is gone")
    story.machine.end_endless()
    for old in copies[:-1]:
        old.unlink()


@at("after", "Back up", "verbatim backup --database /var/lib/verbatim/chat.db /backup/stopped.db")
async def stopped(story, printed):
    await story.check_copy(story.machine.backups / "stopped.db", story.lobby)


@at("afterwards", "Back up")
async def nothing_partial(story):
    """sessions resumed, and no copy is incomplete"""
    check(all(story.resumed.values()), "resumed:", story.resumed)
    check(not list(story.machine.backups.glob("*.partial")), "a copy is incomplete")
    await story.check_chat()


# Upgrades


@at("instead", "Upgrades", "dpkg-deb -x")
async def unpack(story):
    """the program is taken for the new one"""
    folder = story.machine.path("/tmp/new/usr/bin")
    folder.mkdir(parents=True)
    (folder / "verbatim").symlink_to(story.machine.program)


@at("before", "Upgrades", "/tmp/new/usr/bin/verbatim upgrade /var/lib/verbatim/chat.db --check")
async def before_check(story):
    story.unchanged = digest(story.machine.database)


@at("after", "Upgrades", "/tmp/new/usr/bin/verbatim upgrade /var/lib/verbatim/chat.db --check")
async def after_check(story, printed):
    check(digest(story.machine.database) == story.unchanged, "the file was changed")


@at("before", "Upgrades", "verbatim upgrade /var/lib/verbatim/chat.db --rebuild")
async def another_behaviour(story):
    check(all(story.resumed.values()), "resumed after the upgrade:", story.resumed)
    damage.give_another_behaviour(story.machine.database)
    story.unchanged = digest(story.machine.database)
    for command, code in [("upgrade /var/lib/verbatim/chat.db --check", 1), ("upgrade /var/lib/verbatim/chat.db", 1),
                          ("serve --port 0 --database /var/lib/verbatim/chat.db", 3)]:
        printed = await story.machine.run(f"verbatim {command}", code)
        check("behaviour" in printed, command, "printed", printed)
    check(digest(story.machine.database) == story.unchanged, "a file that has to be rebuilt was changed")


@at("after", "Upgrades", "verbatim upgrade /var/lib/verbatim/chat.db --rebuild")
async def rebuilt(story, printed):
    check(printed.startswith("has to be rebuilt"), printed)


@at("afterwards", "Upgrades")
async def kept(story):
    """accounts, rooms and messages are there after a rebuild, and sessions are not"""
    check(not any(story.resumed.values()), "resumed:", story.resumed)
    await story.check_chat()
    rules = await story.people["bob"].do("who", room="lobby")
    check((rules["owner"], rules["topic"]) == ("alice", "Jam"), "the room has", rules)


@at("afterwards", "Upgrades")
async def earlier_format(story):
    """a file of the first format can be upgraded, and is"""
    old = story.copy(damage.FIRST_FORMAT, "old.db")
    printed = await story.machine.run(f"verbatim upgrade {old} --check")
    check(printed.startswith("can be upgraded: "), printed)
    await story.machine.run(f"verbatim upgrade {old}")
    printed = await story.machine.run(f"verbatim upgrade {old} --check")
    check(printed.startswith("nothing to do"), printed)
    await story.machine.run(f"verbatim check {old}")


@at("afterwards", "Upgrades")
async def newer_version(story):
    """an earlier version refuses the file by name"""
    newer = story.copy(story.machine.backups / "before-upgrade.db", "newer.db")
    damage.make_newer(newer)
    for command in (f"serve --port 0 --database {newer}", f"check {newer}", f"upgrade {newer} --check"):
        printed = await story.machine.run(f"verbatim {command}", code=3)
        check("a newer version of Verbatim wrote the file" in printed, command, "printed", printed)


# Prune


@at("after", "Prune", "verbatim messages delete")
async def deleted(story, printed):
    story.take_away(seq=1)
    await story.check_chat()
    story.check_bytes(DELETED, there=True)


@at("before", "Prune", "verbatim prune --now")
async def before_prune(story):
    story.entries = await entries(story)
    story.talking = asyncio.ensure_future(story.say("alice", "talking", "while", "it", "works"))


@at("after", "Prune", "verbatim prune --now")
async def pruned(story, printed):
    await story.talking
    check(printed == "", "it printed", printed)
    left = await entries(story)
    check(left < story.entries, "the journal has", left, "entries, and had", story.entries)
    story.check_bytes(DELETED, there=False)


@at("before", "Prune", "verbatim prune --keep-journal")
async def before_shrinking(story):
    story.size = story.machine.database.stat().st_size


@at("after", "Prune", "verbatim prune --keep-journal")
async def shrunk(story, printed):
    size = story.machine.database.stat().st_size
    check(size <= story.size, "the file has", size, "bytes, and had", story.size)


@at("after", "Prune", "verbatim replay")
async def same(story, printed):
    check(printed.splitlines()[-1].split() == ["verdict", "same"], printed)


@at("afterwards", "Prune")
async def still_there(story):
    """messages are there, and sessions resumed"""
    check(all(story.resumed.values()), "resumed:", story.resumed)
    await story.check_chat()


async def entries(story):
    """How many entries the journal has, by a copy."""
    copy = story.scratch("entries.db")
    copy.unlink(missing_ok=True)
    await story.machine.run(f"{BACKUP} {copy}")
    return json.loads(await story.machine.run(f"verbatim check --json {copy}"))["entries"]


# Erase


@at("after", "Erase", "verbatim erase")
async def erased(story, printed):
    mallory = story.people.pop("mallory")
    await asyncio.wait_for(mallory.socket.wait_closed(), SECONDS)
    check(mallory.socket.close_code == 4503, "mallory was closed with", mallory.socket.close_code)
    story.erased.add("mallory")
    story.take_away(user="mallory", name="(erased 3)")
    await story.check_chat()
    story.check_bytes(ERASED, there=False)
    story.check_bytes(ERASED, there=True, files=[story.machine.backups / "first.db"])


@at("afterwards", "Erase")
async def free_name(story):
    """what others said stays, and the name is free"""
    page = await story.people["alice"].do("search", **{"in": "users", "query": "mallory"})
    check(page["results"] == [], "a search found", page)
    messages = [json.loads(line) for line in (await export(story)).splitlines()]
    texts = {(line["user"], line["target"]): line["message"] for line in messages}
    check(texts == {("(erased 3)", "alice"): "", ("alice", "(erased 3)"): "thank you"}, "private messages:", texts)
    printed = await story.machine.run(f"verbatim token create mallory {TOKEN}")
    check("the user mallory is new" in printed, printed)


async def export(story):
    copy = story.scratch("export.db")
    await story.machine.run(f"{BACKUP} {copy}")
    return await story.machine.run(f"verbatim export --private {copy}")


# Restore


@at("after", "Restore", "verbatim restore /backup/first.db")
async def restored(story, printed):
    story.lobby = list(story.first)
    [aside] = story.machine.folder.glob("chat.db.before-*")
    await story.machine.run(f"verbatim check {aside}")


@at("after", "Restore", "verbatim erase --user mallory --yes --database")
async def erased_again(story, printed):
    story.take_away(user="mallory", name="(erased 3)")
    story.check_bytes(ERASED, there=False)


@at("afterwards", "Restore")
async def as_backed_up(story):
    """the messages of the backup are there, and what came after it is not"""
    await story.check_chat()
    story.check_bytes([b"said after the first backup"], there=False)
    await story.say("alice", "said after the restore")


@at("afterwards", "Restore")
async def bad_backup(story):
    """a backup that is not whole is refused, and the database stays"""
    good, bad = (story.copy(story.machine.backups / "first.db", name) for name in ("good.db", "bad.db"))
    damage.break_journal(bad)
    before = digest(good)
    for backup in (bad, story.scratch("missing.db")):
        check((await story.machine.attempt(f"verbatim restore {backup} -o {good} --force"))[0] != 0, "it was taken")
        check(good.exists() and digest(good) == before, "the database is not there any more")


@at("afterwards", "Restore")
async def foreign_log(story):
    """a log that is left of another database is not taken for the backup's own"""
    target = story.copy(story.machine.backups / "first.db", "target.db")
    log = target.with_name("target.db-wal")
    await story.leave_log(target, "zoe")
    check(log.exists(), "no log was left")
    target.unlink()
    code, printed = await story.machine.attempt(f"verbatim restore /backup/first.db -o {target}")
    if code == 0:
        users = await story.machine.run(f"verbatim users list --database {target}")
        check("zoe" not in users, "the restored database has a user of the one that was there")


# When a file is damaged


@at("before", "When a file is damaged", "verbatim check /var/lib/verbatim/chat.db")
async def break_file(story):
    damage.break_journal(story.machine.database)
    story.unchanged, story.code = digest(story.machine.database), 1


@at("after", "When a file is damaged", "verbatim check /var/lib/verbatim/chat.db")
async def named(story, printed):
    check(digest(story.machine.database) == story.unchanged, "the file was changed")


@at("after", "When a file is damaged", "verbatim rebuild")
async def only_read(story, printed):
    check(digest(story.machine.database) == story.unchanged, "the file was changed")


@at("afterwards", "When a file is damaged")
async def all_there(story):
    """accounts, rooms and messages are there, and sessions are not"""
    check(not any(story.resumed.values()), "resumed:", story.resumed)
    await story.check_chat()
    await story.say("alice", "said at the end of the year")


@at("afterwards", "When a file is damaged")
async def no_database(story):
    """a file that is no database any more is named, and a backup can take its place"""
    file = story.copy(story.machine.backups / "first.db", "header.db")
    damage.overwrite(file, 0, 64)
    printed = await story.machine.run(f"verbatim check {file}", code=3)
    check("is not a database" in printed, printed)
    await story.machine.run(f"verbatim restore /backup/first.db -o {file} --force")
    await story.machine.run(f"verbatim check {file}")


@at("afterwards", "When a file is damaged")
async def damaged_messages(story):
    """where the messages themselves are damaged, rebuild says so"""
    file, new = story.copy(story.machine.backups / "first.db", "messages.db"), story.scratch("new.db")
    damage.break_table(file, "messages")
    await story.machine.run(f"verbatim check {file}", code=1)
    printed = await story.machine.run(f"verbatim rebuild {file} -o {new}", code=3)
    check("the database is damaged" in printed and not new.exists(), printed)

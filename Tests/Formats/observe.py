"""Everything that can be seen of a database: made once for its record, and compared with it at every check."""

import datetime
import json

from person import check, plain, without


async def observe(opened, record):
    """The record with what is seen now. Sessions resume, time passes, things are said: use a copy."""
    found = {"now": opened.operator.hello["now"], "administration": await administration(opened)}
    if not any("owner" in room for room in record.get("administration", {}).get("rooms", [{"owner": ""}])):
        for room in found["administration"]["rooms"]:  # since the eighth format operators are told
            room.pop("owner", None)
    people, found["sessions"] = await resume(opened, record["sessions"])
    found["early_probes"] = [await run(opened, record, probe) for probe in record["early_probes"]]
    found["steps"] = record["steps"]
    await let_time_pass(opened, record["steps"], people)
    readers = {user: await opened.person({"token": token}) for user, token in working_tokens(record).items()}
    names = [user["user"] for user in record["users"]]
    found["pairs"] = await pairs(opened, readers, names)
    readers[""] = await opened.guest()
    found["rooms"] = {room: await look_into(opened, readers, room) for room in record["rooms"]}
    found["room_lists"] = {
        user: plain(await reader.do("rooms", limit=100))["rooms"] for user, reader in readers.items()}
    found["searches"] = [
        {**search, "results": (await readers[search["as"]].do("search", **search["query"]))["results"]}
        for search in record["searches"]]
    for reader in readers.values():
        await reader.close()
    found["users"] = [await log_ins(opened, user, "virtual") for user in record["users"]]
    found["probes"] = [await run(opened, record, probe) for probe in record["probes"]]
    return found


def working_tokens(record):
    """A token of every user who has one."""
    return {
        user["user"]: token["token"] for user in record["users"] for token in user["tokens"] if token["works"]}


# What the operator sees


async def administration(opened):
    """Before anybody comes back."""
    ask = opened.administer
    users = [user["user"] for user in (await ask("list_users", limit=1000))["users"]]
    rooms = [room["room"] for room in (await ask("list_rooms", limit=1000))["rooms"]]
    return {
        "users": [await ask("show_user", user=user) for user in users],
        "rooms": [await ask("show_room", room=room) for room in rooms],
        "tokens": (await ask("list_tokens", limit=1000))["tokens"]}


# Sessions


async def resume(opened, sessions):
    """Takes every session up; returns those that are there, and what was seen: the frames that were missed."""
    people, found = [], []
    for session in sessions:
        seen = without(session, "frames", "later")
        found.append(seen)
        if not session["resumes"]:
            continue
        person = await opened.guest()
        point = {"session": session["session"], "received": session["received"]}
        person.begin(await person.ask("login", **session["log_in"], resume=point), session["log_in"])
        check(person.user == session["user"], session["label"], "is", person.user)
        seen["resumes"] = person.resumed
        if not person.resumed:
            await person.close()
            continue
        people.append((person, seen))
        await opened.settle([person])
        seen["frames"] = list(person.frames)
    return people, found


async def let_time_pass(opened, steps, people):
    """Adds to each session what time brings; timers say themselves when they were due."""
    before = [len(person.frames) for person, _ in people]
    for step in steps:
        await opened.advance(step)
    await opened.settle([person for person, _ in people])
    for count, (person, seen) in zip(before, people):
        seen["later"] = person.frames[count:]


# What was said


async def look_into(opened, readers, room):
    """A room as `who` and `history` show it to those who may enter, who all have to see the same, and who may not."""
    shown, refused = {}, {}
    for user, reader in readers.items():
        who, page = plain(await reader.ask("who", room=room)), plain(await reader.ask("history", room=room, limit=100))
        check(who.get("code") == page.get("code"), user, "is told of", room, who, "and", page)
        if "code" in who:
            refused[user] = who["code"]
        else:
            shown[user] = (who, page["messages"])
            check(not page["more"], room, "has more than a page")
    if not shown:
        return {"refused": refused}
    user_list, messages = same(shown, room)
    operators = await opened.administer("list_messages", room=room, limit=1000)
    compare_with_operator(messages, operators["messages"], room)
    return {"user_list": user_list, "history": messages, "refused": refused}


async def pairs(opened, readers, names):
    """Every private conversation, which both have to see alike."""
    conversations = {}
    for user, reader in readers.items():
        for other in names:
            page = await reader.do("history", **{"with": other}, limit=100)
            if page["messages"]:
                conversations.setdefault(tuple(sorted((user, other))), {})[user] = page["messages"]
    found = []
    for between, seen in sorted(conversations.items()):
        messages = same(seen, between)
        operators = await opened.administer("list_messages", between=between, limit=1000)
        compare_with_operator(messages, operators["messages"], between)
        found.append({"between": list(between), "history": messages})
    return found


def same(seen, what):
    """What everybody sees."""
    (first, view), *others = seen.items()
    for user, other in others:
        check(other == view, user, "and", first, "see different things of", what, other, view)
    return view


def compare_with_operator(messages, operators, where):
    """The operator has the newest first, and is not told who is a bot."""
    mine = [without(message, "bot") for message in messages]
    check(mine == operators[::-1], "the operator sees something else of", where, operators)


# What works and what does not


async def log_ins(opened, user, clock):
    """Which passwords and tokens of a user log in; those of another clock are not tried."""
    async def works(credential):
        guest = await opened.guest()
        reply = await guest.ask("login", **credential)
        await guest.close()
        check(reply["type"] == "ready" or reply["code"] == "auth_failed", "a log-in of", user["user"], "gave", reply)
        return reply["type"] == "ready"

    passwords = [
        {**known, "works": await works({"user": user["user"], "password": known["password"]})}
        if known["clock"] == clock else known for known in user["passwords"]]
    tokens = [{**known, "works": await works({"token": known["token"]})} for known in user["tokens"]]
    return {"user": user["user"], "passwords": passwords, "tokens": tokens}


async def run(opened, record, probe):
    """What a new session of a user, or a guest, is answered to some commands."""
    token = working_tokens(record).get(probe["as"])
    person = await opened.person({"token": token}) if probe["as"] else await opened.stranger()
    now = await opened.now()
    replies = []
    for command in probe["send"]:
        replies.append(lasting(await person.ask(command["type"], **without(command, "type")), now))
    await person.close()
    await opened.settle([])
    return {**probe, "replies": replies}


def lasting(reply, now):
    """A reply without the text for people, which may change, and with the time that it speaks of in place of a wait."""
    reply = plain(reply)
    if reply["type"] == "error":
        del reply["message"]
        if "retry_after_ms" in reply:
            wait = datetime.timedelta(milliseconds=reply.pop("retry_after_ms"))
            reply["until"] = (datetime.datetime.fromisoformat(now) + wait).isoformat(timespec="milliseconds")
    return reply


# Comparing


# Texts for people, which a server may word as it likes: what waits in a snapshot has the old ones, what comes of the
# journal the new ones.
PROSE = {"error": "message", "help": "commands"}


def differences(expected, found):
    """Where what was found is not what was expected, each as a sentence. A field that nothing had in the same part of the record may
    be new."""
    return list(_differences(expected, found, "", _names(expected)))


def _differences(expected, found, path, names):
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in expected:
            # What a cursor says is the program's own matter.
            if name == "cursor" and isinstance(found.get(name), str):
                continue
            if name not in found:
                yield f"{path}.{name}: expected {short(expected[name])} got nothing"
            elif PROSE.get(expected.get("type")) != name:
                part = names if path else _names(expected[name])
                yield from _differences(expected[name], found[name], f"{path}.{name}", part)
        for name in found:
            if name not in expected and name in names:
                yield f"{path}.{name}: expected nothing got {short(found[name])}"
    elif isinstance(expected, list) and isinstance(found, list):
        for place, (one, other) in enumerate(zip(expected, found)):
            yield from _differences(one, other, f"{path}[{place}]", names)
        if len(expected) != len(found):
            longer, what = (expected, "missing") if len(expected) > len(found) else (found, "unexpected")
            yield (f"{path}: expected {len(expected)} got {len(found)}; {what}: "
                   f"{short(longer[min(len(expected), len(found))])}")
    elif type(expected) is not type(found) or expected != found:
        yield f"{path}: expected {short(expected)} got {short(found)}"


def _names(value):
    """All names of fields in a record."""
    if isinstance(value, dict):
        return set(value).union(*map(_names, value.values()))
    return set().union(*map(_names, value)) if isinstance(value, list) else set()


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:200] + "…"

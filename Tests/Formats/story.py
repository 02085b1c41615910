"""What happens in the databases: something of everything that a database keeps.

There are three parts, with an end of the server after each. The first makes accounts, rooms and rules. The second is
the longest: all that is done to them, while some sessions are cut and their frames wait. The third is short, because a
database that was killed has what came since its last opening in a `-wal` file, with several pages for each commit.
"""

import asyncio

from opened import Opened
from person import check, expect

# Few, so that they are reached: joins are gathered, keys are forgotten, wrong passwords lock an account. Queries are
# many, because a check asks for everything that there is.
LIMITS = ["presence_each=4", "keys_per_user=6", "login_failures_burst=3", "queries_burst=100000"]
OPERATOR = "the operator's own token"
MINUTE, DAY = 60_000, 86_400_000

ZOE, OLGA, LI, MARYAM, OWL, STREET = "Zoe\u0308", "Ольга", "李雷", "مريم", "🦉owl", "Straße"
PEOPLE = {
    "alice": "alice", "bob": "Bob", "zoe": ZOE, "li": LI, "maryam": MARYAM, "owl": OWL, "street": STREET,
    "mallory": "mallory", "dave": "dave", "carol": "carol", "ghost": "ghost", "hermit": "hermit"}
CAFE, KITCHEN = "cafe\u0301", "кухня"
ROOMS = [
    "lobby", "vault", "cellar", "crypt", "attic", "ruin", CAFE, KITCHEN, "corner", "market", "Pier", "wharf"]
TEXTS = [
    "good morning", "Größe, ÅNGSTRÖM, naïve", "cafe\u0301 with a combining mark, café without", "доброе утро",
    "早上好，世界", "صباح الخير", "שלום עולם", "สวัสดีตอนเช้า", "👍🏽 👩\u200d👩\u200d👧 🏳\ufe0f\u200d🌈",
    "Z\u0334a\u0337l\u0336g\u0335o", "one line\nand another\twith a tab", "quotes \" and \\ and </script>",
    "  spaces around  ", "/join is said, not done", "'; DROP TABLE messages; --",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 beyond the first plane", "a bell \u0007 and \ufeff inside", "long " + "and longer " * 40]


def password(user):
    return f"open sesame, {user}"


async def play(world, in_order, token_command):
    """Plays the story. `in_order` says of the first and the last part whether the server is stopped or killed after it.

    After the second part it is always killed, and `token_command` makes a token while the database has no server.
    """
    await wall_clock(world)
    await world.open()
    await first_part(world)
    await world.end(in_order["first"])
    await world.open()
    await second_part(world)
    await world.end(in_order=False)
    world.tokens["echo"][token_command("echo")] = True
    await world.open()
    await third_part(world)
    await world.end(in_order["last"])


# The first part: accounts, rooms, rules


async def wall_clock(world):
    """Passwords by scrypt and tokens of random bits: on a virtual clock both are simulated."""
    await world.open("wall", ["--password-threads", "1", "--passwords-waiting", "0"])
    await world.newcomer("olga", OLGA, "old пароль")
    await world.do("olga", "set_password", old_password="old пароль", password="new пароль")
    world.passwords[OLGA] = {"old пароль": False, "new пароль": True}
    await world.join(KITCHEN, "olga")
    await world.say("olga", KITCHEN, "по настоящим часам")
    guests = [await world.opened.guest() for _ in range(4)]
    await guests[0].refuse("auth_failed", "login", user=OLGA, password="no пароль")
    # More at once than the server works on: some are refused, and nobody knows whether the password was right.
    log_ins = [guest.ask("login", user=OLGA, password="new пароль") for guest in guests]
    codes = [reply.get("code") for reply in await asyncio.gather(*log_ins)]
    check("unavailable" in codes, "no password had to wait:", codes)
    for guest in guests:
        await guest.close()
    await world.say_goodbye("olga")
    await world.end(in_order=True)


async def first_part(world):
    for label, user in PEOPLE.items():
        await world.newcomer(label, user, password(user))
    await sessions(world)
    await operators_accounts(world)
    await world.pause()
    await rules(world)
    await private_rooms(world)
    await world.pause()
    await given_up_rooms(world)
    await world.join("pier", "maryam", "owl", "alice/phone")
    await world.say("owl", "pier", "this will be gone")
    await world.join("wharf", "bob")
    await world.join(CAFE, "zoe", "li/left", "carol")
    await world.say("alice", "lobby", *TEXTS[:3])
    for label in ("street", "owl", "alice/phone"):
        await world.cut(label)


async def sessions(world):
    """Second sessions, log-outs with and without `forget`, one that is ended, and a new password, which ends all other log-ins."""
    await world.another("alice/phone", "alice", password("alice"), remember=True)
    await world.another("bob/asks", "Bob", password("Bob"))
    await world.another("li/left", LI, password(LI), remember=True)
    for user in ("alice", "mallory"):
        gone = await world.another("gone", user, password(user), remember=True)
        await gone.do("logout", forget=user == "mallory")
        world.tokens[user][gone.credential["token"]] = user != "mallory"
        await world.say_goodbye("gone")
    ended = await world.another("ended", "mallory", password("mallory"), remember=True)
    listed = (await world.do("mallory", "sessions"))["sessions"]
    await world.do("mallory", "end_sessions", session_id=listed[-1]["session_id"])
    await world.closed_by_server("ended")
    world.tokens["mallory"][ended.credential["token"]] = False
    old = await world.another("old", ZOE, password(ZOE), remember=True)
    await world.do("zoe", "set_password", old_password=password(ZOE), password="another password")
    await world.closed_by_server("old")
    world.passwords[ZOE] = {password(ZOE): False, "another password": True}
    world.tokens[ZOE][old.credential["token"]] = False


async def operators_accounts(world):
    """A bot and somebody without a password; a token that is revoked."""
    administer = world.opened.administer
    echo = await administer("create_token", user="echo", bot=True, label="CI — 1")
    expect(await world.opened.operator.ask("provision", user="sans", bot=False), "provisioned")
    sans = await administer("create_token", user="sans", label="no password")
    gone = await administer("create_token", user="sans", label="revoked")
    world.tokens["echo"] = {echo["token"]: True}
    world.tokens["sans"] = {sans["token"]: True, gone["token"]: False}
    world.people["gone"] = await world.opened.person({"token": gone["token"]})
    await administer("revoke_token", id=gone["id"])
    await world.closed_by_server("gone")
    world.people["echo"] = await world.opened.person({"token": echo["token"]})
    world.people["sans"] = await world.opened.person({"token": sans["token"]})


async def rules(world):
    await world.join("lobby", "alice", "zoe", "bob", "owl", "street", "alice/phone", "mallory", "dave", "li/left")
    # Not in the order of their numbers.
    for user in (ZOE, "Bob"):
        await world.do("alice", "set_role", room="lobby", user=user, role="moderator")
    await world.do("alice", "topic", room="lobby", topic="Tea, чай & 茶 ☕️")
    await world.do("zoe", "mute", room="lobby", user="dave", seconds=20 * DAY // 1000, reason="breathe")
    await world.do("bob", "ban", room="lobby", user="mallory", reason="spam")


async def private_rooms(world):
    await world.do("bob", "create_room", room="vault")
    await world.do("bob", "set_role", room="vault", user="alice", role="moderator")
    await world.do("bob", "set_room", room="vault", invite_only=True)
    for user in (LI, MARYAM):
        await world.do("alice", "invite", room="vault", user=user)
    await world.join("cellar", "li", "alice")
    await world.do("li", "set_room", room="cellar", unlisted=True)
    await world.join("study", "li", "alice")
    await world.do("li", "set_room", room="study", users_only=True)
    await world.join("crypt", "alice", "zoe", "alice/phone")
    await world.do("alice", "set_room", room="crypt", invite_only=True, unlisted=True)
    await world.do("alice", "set_role", room="crypt", user=ZOE, role="owner")


async def given_up_rooms(world):
    """The owners' accounts are deleted: one room passes to its first moderator, one is nobody's from then on."""
    await world.join("attic", "ghost", "bob", "alice")
    for user in ("Bob", "alice"):
        await world.do("ghost", "set_role", room="attic", user=user, role="moderator")
    await world.do("ghost", "chat_message", room="attic", message="what a deleted user said stays", key="ghost-1")
    await world.whisper("ghost", "alice", "a ghost's secret")
    await world.join("ruin", "hermit", "sans")
    await world.do("hermit", "ban", room="ruin", user="carol")
    await world.say("hermit", "ruin", "nobody's room")
    for user in ("ghost", "hermit"):
        await world.opened.administer("delete_user", user=user)
        await world.closed_by_server(user)
        world.passwords[user] = dict.fromkeys(world.passwords[user], False)
        world.tokens[user] = dict.fromkeys(world.tokens[user], False)


# The second part: everything else


async def second_part(world):
    await no_commands(world)
    await talk(world)
    await private_messages(world)
    await keys(world)
    await world.pause()
    await decisions(world)
    await world.pause()
    await edits(world)
    await deletions(world)
    await replies(world)
    await presence(world)
    await timers(world)


async def no_commands(world):
    """A guest who is cut, frames that are no commands, and the pages of tutorials."""
    guest = await world.opened.guest()
    await guest.do("join", room="lobby")
    guest.cut()
    for text in ("no JSON", '{"type":"dance"}', '{"type":"join","id":"x"}'):
        await world["bob/asks"].socket.send(text)
    await world.opened.settle([world["bob/asks"]])
    token = world["carol"].credential["token"]
    await world.page("/ws/chat/lobby/", extra_headers=Opened.bearer(token))
    await world.page("/ws/notification/lobby/")


async def talk(world):
    await world.lose("li/left")
    await world.say("alice", "lobby", *TEXTS[3:9])
    await world.say("zoe", "lobby", *TEXTS[9:])
    await world.join("lobby", "echo")
    await world.say("echo", "lobby", "beep")
    for line in ("typed as a line", "//with one slash"):
        await world.do("bob", "line", room="lobby", line=line)
    await world.join("vault", "bob")
    await world.say("bob", "vault", "kept among few")
    await world.say("li", "cellar", "read by whoever knows the name")
    await world.say("zoe", "crypt", "the most secret room")
    await world.join(CAFE, "maryam")
    await world.say("zoe", CAFE, "un café", "deux cafés")


async def private_messages(world):
    await world.whisper("alice", "Bob", "a secret plan", "🤫 " + TEXTS[2])
    await world.whisper("bob", "alice", "agreed", "this is taken away later")
    await world.whisper("zoe", ZOE, "a note to myself")
    await world.whisper("li", OLGA, "for somebody who is away")
    await world.whisper("echo", "alice", "from a bot")
    await world.do("sans", "line", line=f"/pm {MARYAM} typed as a line")


async def keys(world):
    """Keys of both kinds of message, one that is used again, and more of them than are remembered."""
    await world.pause()
    for number in range(1, 6):
        await world.do("alice", "chat_message", room="lobby", message=f"keyed {number}", key=f"key-{number}")
    for number in range(6, 9):
        await world.do("alice", "private_message", to="Bob", message=f"keyed {number}", key=f"key-{number}")
    again = await world.do("alice", "chat_message", room="lobby", message="keyed 5", key="key-5")
    check(again["duplicate"], "a key was forgotten:", again)
    await world["alice"].refuse("key_reused", "chat_message", room="lobby", message="another", key="key-5")
    await world.do("li", "chat_message", room="cellar", message="a key of its own", key="key-5")


async def decisions(world):
    """What owners and moderators decide while some are cut, and take back."""
    do = world.do
    for user, command, more in [
        ("carol", "mute", {"seconds": 30}), ("carol", "unmute", {}), ("mallory", "ban", {}),
        ("mallory", "unban", {}), ("sans", "invite", {}), ("sans", "uninvite", {}),
        ("carol", "kick", {"reason": "out"}),
    ]:
        await do("zoe", command, room=CAFE, user=user, **more)
    for topic in ("for a while", ""):
        await do("zoe", "topic", room=CAFE, topic=topic)
    await do("alice", "mute", room="lobby", user="carol", seconds=10 * DAY // 1000)
    await do("alice", "mute", room="lobby", user="sans", seconds=5)
    await do("alice", "unmute", room="lobby", user="sans")
    await do("bob", "ban", room="lobby", user="sans")
    await do("bob", "unban", room="lobby", user="sans")
    await do("bob", "kick", room="lobby", user=OWL, reason="while it is cut")
    await do("alice", "topic", room="lobby", topic="Tea, чай & 茶")
    for line in ("/mod dave", "/unmod dave"):
        await do("alice", "line", room="lobby", line=line)
    await do("zoe", "invite", room="crypt", user=OWL)
    await do("bob", "invite", room="vault", user="sans")
    await do("bob", "uninvite", room="vault", user="sans")
    await do("zoe", "set_room", room="crypt", unlisted=False)
    await do("zoe", "set_room", room="crypt", unlisted=True)


async def edits(world):
    """Messages of both kinds are edited, some twice, while some who are to hear of it are cut."""
    await world.do("alice", "edit_message", room="lobby", seq=1, message="good evening")
    await world.do("alice", "line", room="lobby", line="/edit 1 good morning, really")
    await world.do("alice", "edit_message", **{"with": "Bob", "seq": 1, "message": "a secret plan, said better"})


async def deletions(world):
    """Messages are deleted by their author, by moderators and by the operator; rooms by the operator."""
    administer = world.opened.administer
    await world.do("alice", "delete_message", room="lobby", seq=2)
    await world.do("zoe", "line", room="lobby", line="/delete 7")
    await world.do("bob", "delete_message", room="lobby", seq=12)
    await administer("delete_message", room="lobby", seq=13)
    await administer("delete_message", room=CAFE, seq=2)
    await administer("delete_message", between=["Bob", "alice"], seq=2)
    await administer("delete_message", between=["alice", "Bob"], seq=4)
    await administer("delete_room", room="pier")
    await world.join("Pier", "zoe", "bob")
    await world.say("zoe", "Pier", "the same name, and another room")
    await administer("delete_room", room="wharf")
    await world.join("shed", "zoe", "bob")
    await world.say("zoe", "shed", "what an owner takes away")
    await world.do("zoe", "delete_room", room="shed")


async def replies(world):
    """Messages of both kinds answer others, also one that is deleted, carry data, and mention users."""
    poll = {"poll": {"question": "tea?", "options": ["да", 1.5, None]}}
    await world.do("alice", "chat_message", room="lobby", message="tea, @Bob?", reply_to=2, data=poll)
    await world.do("alice", "line", room="lobby", line="/reply 1 or coffee, @алиса?")
    await world.do("alice", "private_message", to="Bob", message="not for @zoe", reply_to=1, data={})


async def presence(world):
    """A room of so many that joins and leaves are gathered, while one is cut who has left another room before."""
    await world.join("market", "alice", "bob", "zoe", "li/left")
    await world.do("li/left", "leave", room="lobby")
    await world.cut("li/left")
    await world.join("market", "maryam", "sans", "dave", "echo")
    await world.do("sans", "leave", room="market")
    await world.pause()


async def timers(world):
    for label in ("carol", "dave"):
        for name, milliseconds in [("soon", 2_000), ("tea", MINUTE), ("чай", 2 * MINUTE), ("week", 7 * DAY)]:
            await world.do(label, "set_timer", timer=name, milliseconds=milliseconds)
        await world.do(label, "set_timer", timer="чай", milliseconds=2 * DAY)
        await world.do(label, "cancel_timer", timer="week")
    # Its first timer comes while it is cut.
    await world.cut("carol")
    await world.pause()


# The third part: what comes last


async def third_part(world):
    await world.at_once(
        "alice", ("chat_message", {"room": "lobby", "message": "after the second end"}),
        ("private_message", {"to": MARYAM, "message": "after the second end", "key": "key-9"}),
        ("delete_message", {"room": "lobby", "seq": 9}), ("topic", {"room": "attic", "topic": "found again"}))
    world.people["sans/opened"] = await world.opened.arrival(world["sans"].credential["token"])
    await questions(world)
    await locks(world)
    # This is still to be told, a second later.
    await world.join("market", "mallory")


async def questions(world):
    """A session whose last answers were lost: they are kept as queries, and answered anew when it is resumed."""
    await world.lose("bob/asks")
    pages = await world.at_once(
        "bob/asks", ("search", {"in": "messages", "query": "keyed", "limit": 2}),
        ("search", {"in": "users", "query": "a", "limit": 2}), ("rooms", {"limit": 3}))
    cursors = [page["cursor"] for page in pages]
    world.cursor = cursors[0]
    await world.at_once(
        "bob/asks", ("search", {"in": "messages", "query": "keyed", "limit": 2, "cursor": cursors[0]}),
        ("search", {"in": "users", "query": "a", "limit": 2, "cursor": cursors[1]}),
        ("rooms", {"limit": 3, "cursor": cursors[2]}), ("rooms", {}), ("sessions", {}),
        ("search", {"in": "messages", "query": "кafé café", "from": "alice"}),
        ("search", {"in": "messages", "query": "\"one slash\"", "room": "lobby", "from": "Bob"}),
        ("history", {"room": "lobby", "limit": 5}), ("history", {"room": "lobby", "before": 10, "limit": 3}),
        ("history", {"room": "lobby", "after": 3, "limit": 4}), ("history", {"with": "alice"}),
        ("who", {"room": "lobby"}), ("line", {"line": "/help"}), ("ping", {}),
        ("join", {"room": "attic", "after": 0}),
        ("topic", {"room": "attic", "topic": "found again"}),
        ("private_message", {"to": "Bob", "message": "to myself, from my other session"}),
        ("private_message", {"to": "alice", "message": "twice", "key": "bob-1"}),
        ("private_message", {"to": "alice", "message": "twice", "key": "bob-1"}),
        ("chat_message", {"room": "attic", "message": "once", "key": "bob-2"}),
        ("chat_message", {"room": "attic", "message": "once", "key": "bob-2"}))
    asks = world["bob/asks"]
    await asyncio.gather(
        asks.refuse("name_invalid", "join", room="no name"),
        asks.refuse("no_such_user", "private_message", to="ghost", message="?"),
        asks.refuse("query_invalid", "search", **{"in": "messages", "query": "?!"}))
    await world.cut("bob/asks")


async def locks(world):
    """An account that had too many wrong passwords, and a user who has said too much."""
    guest = await world.opened.stranger()
    wrong = {"user": "carol", "password": "wrong sesame"}
    await asyncio.gather(*(guest.refuse("auth_failed", "login", **wrong) for _ in range(3)))
    # It is there when the server ends.
    await guest.do("join", room="lobby")
    await world.join("corner", "dave")
    burst = [("chat_message", {"room": "corner", "message": f"burst {number}"}) for number in range(20)]
    await world.at_once("dave", *burst)

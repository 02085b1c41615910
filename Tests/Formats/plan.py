"""What is asked of a database of the story, when it is made and at every check. The answers are in its record."""

from story import CAFE, DAY, LI, MARYAM, MINUTE, OLGA, ROOMS, STREET, ZOE, password

# How the clock goes on once all sessions are resumed: joins that were gathered, timers, a session whose time to be
# resumed is over, timers of later days.
STEPS = [1_000, MINUTE, 10 * MINUTE, 3 * DAY]

# Who asks ("" is a guest), and what.
SEARCHES = [
    (user, {"in": "messages", "query": query, **more})
    for user, query, more in [
        ("alice", "keyed", {}), ("alice", "CAFÉ", {}), ("alice", "ДОБРОЕ", {}), ("alice", "世界", {}),
        ("alice", "早上好", {}), ("alice", "שלום", {}), ("alice", "👍", {}), ("alice", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", {}),
        ("alice", '"secret plan"', {}), ("alice", "secret", {}), ("alice", "drop table", {"room": "lobby"}),
        ("alice", "keyed", {"from": "alice", "room": "lobby"}), ("alice", "beep", {"from": "echo"}),
        # These were deleted, with their room too.
        ("alice", "Größe", {}), ("alice", "taken away", {}), ("alice", "gone", {}),
        ("Bob", '"secret plan"', {}), ("Bob", "few", {}), ("carol", "secret", {}), ("carol", "few", {}),
        ("carol", "morning", {}), ("mallory", "morning", {}), ("mallory", "keyed", {}), (ZOE, "note", {}),
        (ZOE, "most secret", {}), (LI, "few", {}), (OLGA, "away", {}), ("", "secret", {}), ("", "часам", {}),
        ("", "nobody", {}), ("", "whoever", {}), ("", "after the second end", {}),
    ]
] + [
    (user, {"in": "users", "query": query, "limit": 50})
    for user, query in [
        ("alice", ""), ("alice", "a"), ("", "strasse"), ("", "雷"), ("carol", "ZO\u00cb"), ("carol", "ghost")]
]


def probe(kind, user, ends, *commands):
    """Commands of one new session. `ends` is the type of the last reply, or the code of an error."""
    return {"kind": kind, "as": user, "ends": ends, "send": [{"type": name, **fields} for name, fields in commands]}


def say(room, text, **more):
    return ("chat_message", {"room": room, "message": text, **more})


def whisper(to, text, **more):
    return ("private_message", {"to": to, "message": text, **more})


def join(room):
    return ("join", {"room": room})


def act(command, room, **more):
    return (command, {"room": room, **more})


# Before the clock goes on: what only time mends.
EARLY_PROBES = [
    probe("locks", "dave", "rate_limited", say("corner", "once more")),
    probe("locks", "", "rate_limited", ("login", {"user": "carol", "password": password("carol")})),
]

RULES = [
    probe("rules", "dave", "forbidden", join("lobby"), say("lobby", "I am muted")),
    probe("rules", "carol", "forbidden", join("lobby"), say("lobby", "I am muted too")),
    probe("rules", "mallory", "forbidden", join("lobby")),
    probe("rules", "mallory", "user_list", join(CAFE)),
    probe("rules", "carol", "forbidden", join("ruin")),
    probe("rules", "", "forbidden", join("vault")),
    probe("rules", "", "forbidden", join("study")),
    probe("rules", "carol", "user_list", join("study")),
    probe("rules", "carol", "forbidden", join("vault")),
    probe("rules", "sans", "forbidden", join("vault")),
    probe("rules", LI, "user_list", join("vault")),
    probe("rules", MARYAM, "user_list", join("vault")),
    probe("rules", "carol", "forbidden", join("crypt")),
    probe("rules", "carol", "user_list", join("cellar")),
    probe("rules", STREET, "forbidden", act("topic", "lobby", topic="mine")),
    probe("rules", "Bob", "forbidden", act("kick", "lobby", user=ZOE)),
    probe("rules", "Bob", "forbidden", act("set_room", "lobby", unlisted=True)),
    probe("rules", "alice", "forbidden", act("set_role", "crypt", user="carol", role="moderator")),
    probe("rules", "alice", "ok", act("invite", "crypt", user="carol")),
    probe("rules", ZOE, "ok", act("set_role", "crypt", user="carol", role="moderator")),
    probe("rules", "Bob", "ok", act("set_role", "attic", user="carol", role="moderator")),
    probe("rules", "alice", "forbidden", act("set_role", "attic", user="dave", role="moderator")),
    probe("rules", "sans", "forbidden", act("topic", "ruin", topic="mine")),
    probe("rules", OLGA, "ok", act("topic", "кухня", topic="тема")),
    probe("rules", "", "no_such_room", ("history", {"room": "wharf"})),
    probe("rules", "", "auth_required", ("create_room", {"room": "guests"})),
    probe("rules", "alice", "room_exists", ("create_room", {"room": "CAF\u00c9"})),
    probe("rules", "alice", "no_such_user", whisper("ghost", "are you there?")),
    probe("rules", "", "name_taken", ("register", {"user": "Ghost", "password": "open sesame"})),
    probe("rules", "", "name_taken", ("register", {"user": "strasse", "password": "open sesame"})),
    probe("rules", "", "auth_failed", ("login", {"user": "sans", "password": "open sesame"})),
    probe("rules", "sans", "ack", join("lobby"), say("lobby", "I am muted no more")),
]

KEYS = [
    probe("keys", "alice", "ack", say("lobby", "keyed 5", key="key-5")),
    probe("keys", "alice", "private_message_delivered", whisper("Bob", "keyed 8", key="key-8")),
    probe("keys", "alice", "key_reused", say("lobby", "another", key="key-5")),
    probe("keys", LI, "ack", say("cellar", "a key of its own", key="key-5")),
    probe("keys", "Bob", "private_message_delivered", whisper("alice", "twice", key="bob-1")),
]


def record(world):
    """The record of a database, as far as the story itself tells; `observe` adds what is seen."""
    people = [(label, person, True) for label, person in world.people.items()]
    # Of those who wait one never comes back.
    people += [(label, person, label != "street") for label, person in world.waiting.items()]
    second_page = {"in": "messages", "query": "keyed", "limit": 2, "cursor": world.cursor}
    cursors = [probe("cursors", "Bob", "search", ("search", second_page))]
    return {
        "rooms": dict.fromkeys(ROOMS),
        "users": [user(name, world) for name in sorted(world.passwords | world.tokens)],
        "sessions": [
            {"label": label, "user": person.user, "log_in": person.credential, "session": person.session,
             "received": person.received, "resumes": resumes}
            for label, person, resumes in people],
        "searches": [{"as": name, "query": query} for name, query in SEARCHES],
        "early_probes": EARLY_PROBES, "steps": STEPS, "probes": KEYS + cursors + RULES}


def user(name, world):
    clock = "wall" if name == OLGA else "virtual"
    return {
        "user": name,
        "passwords": [{"password": secret, "clock": clock, "works": works}
                      for secret, works in world.passwords.get(name, {}).items()],
        "tokens": [{"token": token, "works": works} for token, works in world.tokens.get(name, {}).items()]}

#!/usr/bin/python3
"""One conversation of three users with all commands, each reply checked, through a client that nobody here wrote.

Usage: conversation.py PROGRAM
"""

import asyncio
import sys

import websockets

from chat import NO_RATES, SUBPROTOCOL, Server, Session, check, connect, expect


async def accounts(url):
    """Registers, logs in by password and token, changes a password, logs out."""
    alice = await Session.open(url)
    check(alice.socket.subprotocol == SUBPROTOCOL, "the subprotocol is", alice.socket.subprotocol)
    expect(alice.hello, "hello", protocol=SUBPROTOCOL, clock="wall")
    check(alice.hello["limits"]["frame_bytes"] == 65536, "unexpected limits")
    expect(await alice.ask("chat_message", room="lobby", message="hi"), "error", code="auth_required")
    ready = expect(
        await alice.ask("register", user="alice", password="open sesame"), "ready", user="alice", bot=False,
        resumed=False)
    expect(await alice.ask("register", user="alice", password="open sesame"), "error", code="forbidden")
    expect(await alice.ask("set_password", old_password="wrong", password="new secret"), "error")
    expect(await alice.ask("set_password", old_password="open sesame", password="new secret"), "ok")
    expect(await alice.ask("logout"), "ok")
    expect(await alice.ask("login", user="alice", password="open sesame"), "error", code="auth_failed")
    expect(await alice.ask("login", user="nobody", password="open sesame"), "error", code="auth_failed")
    expect(await alice.ask("login", user="alice", password="new secret"), "ready", user="alice", resumed=False)
    await alice.close()

    # The token of the registration logs in by a frame.
    token = ready["token"]
    alice = await Session.open(url)
    expect(await alice.ask("login", token=token + "x"), "error", code="auth_failed")
    session = expect(await alice.ask("login", token=token), "ready", user="alice", resumed=False)["session"]
    return alice, token, session


async def newcomer(url, name):
    session = await Session.open(url)
    expect(await session.ask("register", user=name, password="open sesame"), "ready", user=name)
    return session


async def rooms(alice, bob, carol):
    """Makes, joins and leaves rooms, and sees who is where."""
    expect(await alice.ask("create_room", room="lobby"), "ok")
    expect(await bob.ask("create_room", room="Lobby"), "error", code="room_exists")
    expect(await alice.ask("join", room="lobby"), "user_list", room="lobby", users=["alice"], seq=0, online=1)
    expect(await bob.ask("join", room="lobby"), "user_list", users=["alice", "bob"])
    await alice.event("user_join", room="lobby", user="bob")
    expect(await carol.ask("who", room="lobby"), "user_list", users=["alice", "bob"], online=2, more=False)
    expect(await carol.ask("create_room", room="attic"), "ok")
    page = expect(await carol.ask("rooms", limit=1), "room_list", rooms=[{"room": "attic", "online": 0}])
    page = expect(await carol.ask("rooms", limit=5, cursor=page["cursor"]), "room_list")
    check(page["rooms"] == [{"room": "lobby", "online": 2}] and not page.get("cursor"), "the last page is", page)
    expect(await carol.ask("leave", room="lobby"), "error", code="not_in_room")
    expect(await carol.ask("who", room="cellar"), "error", code="no_such_room")


async def messages(alice, bob, carol):
    """Speaks, repeats with a key, joins with `after`, reads history."""
    for number, (speaker, text) in enumerate([(alice, "hello world"), (bob, "hi alice"), (alice, "größe 😀")], 1):
        ack = await speaker.ask("chat_message", room="lobby", message=text, key=f"k{number}")
        expect(ack, "ack", room="lobby", seq=number, duplicate=False)
        for listener in (alice, bob):
            await listener.event(
                "chat_message", room="lobby", seq=number, message=text, at=ack["at"],
                user="alice" if speaker is alice else "bob")
    again = await alice.ask("chat_message", room="lobby", message="größe 😀", key="k3")
    expect(again, "ack", seq=3, duplicate=True, at=ack["at"])
    expect(await alice.ask("chat_message", room="lobby", message="other", key="k3"), "error", code="key_reused")
    expect(await bob.ask("chat_message", room="lobby", message="  "), "error", code="bad_frame")

    expect(await carol.ask("join", room="lobby", after=1), "user_list", users=["alice", "bob", "carol"], seq=3)
    missed = await carol.event("history", room="lobby", more=False)
    check([message["seq"] for message in missed["messages"]] == [2, 3], "after 1 came", missed)
    for other in (alice, bob):
        await other.event("user_join", user="carol")
    page = expect(await carol.ask("history", room="lobby", limit=2), "history", more=True)
    check([m["message"] for m in page["messages"]] == ["hi alice", "größe 😀"], "the newest are", page)
    page = expect(await carol.ask("history", room="lobby", before=2), "history", more=False)
    check([m["seq"] for m in page["messages"]] == [1], "before 2 is", page)

    expect(await carol.ask("leave", room="lobby"), "ok")
    for other in (alice, bob):
        await other.event("user_leave", room="lobby", user="carol")
    for session in (alice, bob, carol):
        await session.silence()


async def private(alice, bob, carol):
    """Says something to one user alone, and to one who is not there."""
    sent = await alice.ask("private_message", to="bob", message="a secret plan", key="p1")
    expect(sent, "private_message_delivered", target="bob", message="a secret plan", seq=1, sessions=1)
    await bob.event("private_message", user="alice", message="a secret plan", seq=1, at=sent["at"])
    again = await alice.ask("private_message", to="bob", message="a secret plan", key="p1")
    expect(again, "private_message_delivered", seq=1, duplicate=True)
    expect(await bob.ask("private_message", to="alice", message="agreed"), "private_message_delivered", seq=2)
    await alice.event("private_message", user="bob", message="agreed", seq=2)
    expect(await alice.ask("private_message", to="zoe", message="x"), "error", code="no_such_user")
    page = expect(await bob.ask("history", **{"with": "alice"}), "history", **{"with": "alice"})
    check([m["message"] for m in page["messages"]] == ["a secret plan", "agreed"], "the conversation is", page)
    found = expect(await carol.ask("search", **{"in": "messages", "query": "secret"}), "search")
    check(found["results"] == [], "a third person found", found)
    found = expect(await alice.ask("search", **{"in": "messages", "query": "secret"}), "search")
    check([(m["with"], m["seq"]) for m in found["results"]] == [("bob", 1)], "the sender found", found)


async def searches(alice, carol):
    """Finds users and messages, page by page."""
    found, cursor = [], None
    while True:
        page = expect(
            await carol.ask("search", **{"in": "messages", "query": "needle", "limit": 2, "cursor": cursor}), "search")
        check(len(page["results"]) <= 2, "the page is too long:", page)
        found += [message["seq"] for message in page["results"]]
        cursor = page.get("cursor")
        if not cursor:
            break
    check(found == [8, 7, 6, 5, 4], "the search found", found)
    only = expect(
        await carol.ask("search", **{"in": "messages", "query": "hello", "room": "lobby", "from": "alice"}), "search")
    check([m["message"] for m in only["results"]] == ["hello world"], "the search found", only)
    users = expect(await alice.ask("search", **{"in": "users", "query": "car"}), "search")
    check(users["results"] == [{"user": "carol", "online": True, "bot": False}], "the search found", users)
    first = expect(await alice.ask("search", **{"in": "users", "query": "o", "limit": 1}), "search")
    second = expect(
        await alice.ask("search", **{"in": "users", "query": "o", "limit": 1, "cursor": first["cursor"]}), "search")
    names = {page["results"][0]["user"] for page in (first, second)}
    check(names == {"bob", "carol"}, "the pages have", names)
    expect(await alice.ask("search", **{"in": "messages", "query": "?!"}), "error", code="query_invalid")
    expect(
        await carol.ask("search", **{"in": "messages", "query": "needle", "cursor": "odd"}), "error",
        code="cursor_invalid")


async def lines(alice, bob):
    """Types what a person types."""
    expect(await alice.ask("line", line="/who", room="lobby"), "user_list", users=["alice", "bob"])
    expect(await alice.ask("line", line="typed", room="lobby"), "ack", seq=9)
    for listener in (alice, bob):
        await listener.event("chat_message", seq=9, message="typed", user="alice")
    expect(await alice.ask("line", line="/pm bob psst"), "private_message_delivered", target="bob", seq=3)
    await bob.event("private_message", message="psst")
    expect(await alice.ask("line", line="/help"), "help")
    expect(await alice.ask("line", line="/dance"), "error", code="unknown_command")


async def resuming(url, alice, bob, token, session, received):
    """Is cut, misses three frames, and gets exactly these."""
    alice.cut()
    for number in range(10, 13):
        expect(await bob.ask("chat_message", room="lobby", message=f"missed {number}"), "ack", seq=number)
        await bob.event("chat_message", seq=number)
    await bob.silence()
    back = await Session.open(url)
    resume = {"session": session, "received": received}
    expect(await back.ask("login", token=token, resume=resume), "ready", user="alice", resumed=True)
    for number in range(10, 13):
        await back.event("chat_message", seq=number, message=f"missed {number}")
    await back.silence()
    expect(await back.ask("ping", received=received + 4), "pong")
    await bob.silence()
    return back


async def headers(url, token):
    """Logs in by the header of the upgrade, and is told why an upgrade is refused."""
    session = await Session.open(url, extra_headers={"Authorization": f"Bearer {token}"})
    await session.event("ready", user="alice", resumed=False)
    await session.close()
    for query, status in (("?token=x", 400),):
        try:
            await connect(url + query)
        except websockets.InvalidStatusCode as error:
            check(error.status_code == status, "the status is", error.status_code)
        else:
            check(False, "a token in the query was accepted")


async def conversation(program):
    server = await Server(program, limits=NO_RATES).start()
    try:
        alice, token, session = await accounts(server.url)
        alice.count = 0
        bob, carol = await newcomer(server.url, "bob"), await newcomer(server.url, "carol")
        await rooms(alice, bob, carol)
        await messages(alice, bob, carol)
        await private(alice, bob, carol)
        for number in range(4, 9):
            expect(await alice.ask("chat_message", room="lobby", message=f"needle {number}"), "ack", seq=number)
            for listener in (alice, bob):
                await listener.event("chat_message", seq=number)
        await searches(alice, carol)
        await lines(alice, bob)
        for person in (alice, bob, carol):
            await person.silence()
        alice = await resuming(server.url, alice, bob, token, session, alice.count)
        await headers(server.url, token)
        expect(await alice.ask("logout"), "ok")
        await bob.event("user_leave", user="alice")
        # A goodbye ends a session at once; a server that stops tells everybody to come back.
        await alice.close()
        check(alice.socket.close_code == 1000, "the goodbye was answered with", alice.socket.close_code)
        await server.stop()
        await bob.socket.wait_closed()
        check(bob.socket.close_code == 4001, "the server stopped and closed with", bob.socket.close_code)
    finally:
        if server.process.poll() is None:
            server.kill()


if __name__ == "__main__":
    asyncio.run(conversation(sys.argv[1]))
    print("Three users said all that can be said, and every answer was right.")

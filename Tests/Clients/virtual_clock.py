#!/usr/bin/python3
"""What takes a day is seen in milliseconds on a server with a virtual clock; on a wall clock nobody moves the time.

Usage: virtual_clock.py PROGRAM
"""

import asyncio
import os
import sys
import tempfile

from chat import Server, Session, check, expect

SECOND, DAY = 1_000, 86_400_000
TOKEN = "the operator's own token"


async def newcomer(url, name):
    session = await Session.open(url)
    ready = expect(await session.ask("register", user=name, password="open sesame"), "ready")
    session.token, session.name, session.count = ready["token"], ready["session"], 0
    return session


async def back(url, session):
    """Takes the session up again; returns the new connection and whether it was still there."""
    again = await Session.open(url)
    resume = {"session": session.name, "received": session.count}
    return again, expect(await again.ask("login", token=session.token, resume=resume), "ready")["resumed"]


async def rates(url, advance):
    """Twenty messages at once, and then five a second."""
    alice = await newcomer(url, "alice")
    expect(await alice.ask("join", room="lobby"), "user_list")
    for number in range(20):
        expect(await alice.ask("chat_message", room="lobby", message=f"{number}"), "ack")
    refusal = expect(await alice.ask("chat_message", room="lobby", message="more"), "error", code="rate_limited")
    await advance(refusal["retry_after_ms"] - 1)
    expect(await alice.ask("chat_message", room="lobby", message="more"), "error", code="rate_limited", retry_after_ms=1)
    await advance(1)
    expect(await alice.ask("chat_message", room="lobby", message="more"), "ack", seq=21)
    return alice


async def timers(alice, advance):
    """A day passes."""
    while not alice.events.empty():
        await alice.event("chat_message")
    expect(await alice.ask("set_timer", timer="tea", milliseconds=DAY), "ok")
    await advance(DAY - 1)
    await alice.silence()
    await advance(1)
    await alice.event("timer", timer="tea")
    await alice.silence()


async def steps(alice, operator):
    """A step ends where the next thing is due, and at its end where nothing is."""
    for timer, milliseconds in (("early", SECOND), ("late", 3 * SECOND)):
        expect(await alice.ask("set_timer", timer=timer, milliseconds=milliseconds), "ok")
    for left, passed, timer in ((5 * SECOND, SECOND, "early"), (4 * SECOND, 2 * SECOND, "late"), (SECOND, SECOND, None)):
        expect(await operator.ask("clock_advance", milliseconds=left, step=True), "advanced", milliseconds=passed)
        if timer:
            await alice.event("timer", timer=timer)
        await alice.silence()


async def cut(session, operator):
    """Ends the TCP connection without a goodbye, and waits until the server has seen it."""
    session.socket.transport.write_eof()
    await session.socket.wait_closed()
    expect(await operator.ask("settle"), "ok")


async def expiry(url, alice, operator, advance):
    """A session that was cut can be taken up for five minutes, and then no more."""
    bob = await newcomer(url, "bob")
    expect(await bob.ask("join", room="lobby"), "user_list", users=["alice", "bob"])
    await alice.event("user_join", user="bob")
    for wait, resumed in ((300 * SECOND - 1, True), (300 * SECOND, False)):
        await cut(bob, operator)
        await advance(wait)
        again, was_there = await back(url, bob)
        check(was_there == resumed, "after", wait, "ms the session was resumed:", was_there)
        again.token, again.name, again.count = bob.token, bob.name, bob.count
        bob = again
    await alice.event("user_leave", user="bob")
    await alice.silence()


async def serve(program, folder, clock):
    """A server, and its operator."""
    file = os.path.join(folder, "token")
    with open(file, "w") as token:
        token.write(TOKEN)
    server = await Server(program, options=["--clock", clock, "--admin-token-file", file]).start()
    return server, await Session.open(server.url, extra_headers={"Authorization": f"Bearer {TOKEN}"})


async def main(program):
    with tempfile.TemporaryDirectory() as folder:
        server, operator = await serve(program, folder, "virtual")
        try:
            async def advance(milliseconds):
                expect(await operator.ask("clock_advance", milliseconds=milliseconds), "ok")

            expect(operator.hello, "hello", clock="virtual", now="2026-01-01T00:00:00.000Z")
            alice = await rates(server.url, advance)
            await timers(alice, advance)
            await steps(alice, operator)
            await expiry(server.url, alice, operator, advance)
            expect(await alice.ask("clock_advance", milliseconds=1), "error", code="unknown_type")
            expect(await operator.ask("clock_advance", milliseconds=-1), "error", code="bad_frame", field="milliseconds")
            await server.stop()
        finally:
            if server.process.poll() is None:
                server.kill()
        server, operator = await serve(program, folder, "wall")
        try:
            expect(operator.hello, "hello", clock="wall")
            expect(await operator.ask("clock_advance", milliseconds=1), "error", code="forbidden")
            expect(await operator.ask("settle"), "ok")
            await server.stop()
        finally:
            if server.process.poll() is None:
                server.kill()
    print("A day passed at once, and on the wall clock nobody moved it.")


asyncio.run(main(sys.argv[1]))

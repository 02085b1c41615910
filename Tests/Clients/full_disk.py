#!/usr/bin/python3
"""A server whose disk is full: it answers what only looks, refuses the rest by name, and recovers by itself.

Usage: full_disk.py PROGRAM

The disk is a limit on the size of files (setrlimit), which is taken away again while the server runs (prlimit).
"""

import asyncio
import itertools
import resource
import signal
import subprocess
import sys
import tempfile
import time

import websockets

from chat import NO_RATES, Server, Session, Surprise, check, expect

LARGEST_FILE = 1 << 20


class CrampedServer(Server):
    """A server that may write files of a limited size only."""

    def spawn(self):
        def cramp():
            # The signal would end the process; without it, writing fails.
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, resource.RLIM_INFINITY))

        popen, subprocess.Popen = subprocess.Popen, lambda *a, **k: popen(*a, **k, preexec_fn=cramp)
        try:
            super().spawn()
        finally:
            subprocess.Popen = popen

    def give_room(self):
        infinite = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, infinite)


async def fill(alice):
    """Says so much that the disk is full; returns the newest seq that was acknowledged."""
    newest = 0
    while True:
        try:
            ack = await alice.ask("chat_message", room="lobby", message="x" * 4000)
        except (Surprise, websockets.ConnectionClosed):
            return newest
        newest = expect(ack, "ack")["seq"]


async def conversation(server):
    alice = await Session.open(server.url)
    ready = expect(await alice.ask("register", user="alice", password="open sesame"), "ready")
    expect(await alice.ask("join", room="lobby"), "user_list")
    newest = await fill(alice)
    check(newest > 0, "nothing could be written at all")
    check(alice.socket.close_code == 4000, "the close code is", alice.socket.close_code)

    # What was acknowledged is there; what would have to be stored is refused. A full disk may take a little now and then.
    deadline = time.monotonic() + 20
    for number in itertools.count():
        check(time.monotonic() < deadline, "nothing was refused")
        try:
            guest = await Session.open(server.url)
            page = expect(await guest.ask("history", room="lobby", limit=1), "history")
            check(page["messages"][0]["seq"] == newest, "the newest message is", page["messages"][0]["seq"])
            reply = await guest.ask("register", user=f"bob{number}", password="open sesame")
        except (Surprise, websockets.ConnectionClosed):
            continue
        if reply["type"] == "error":
            break
    expect(reply, "error", code="unavailable")
    check(reply["retry_after_ms"] > 0, "no time to wait is told")

    server.give_room()
    # A server that writes again sends everybody away who is there for what only looks.
    await asyncio.wait_for(guest.socket.wait_closed(), 20)
    check(guest.socket.close_code == 4000, "the close code is", guest.socket.close_code)
    alice = await Session.open(server.url)
    expect(await alice.ask("login", token=ready["token"]), "ready")
    expect(await alice.ask("join", room="lobby"), "user_list")
    reply = expect(await alice.ask("chat_message", room="lobby", message="after"), "ack")
    check(reply["seq"] == newest + 1, "the next seq is", reply["seq"], "after", newest)


async def main(program):
    with tempfile.TemporaryDirectory() as folder:
        server = await CrampedServer(program, f"{folder}/chat.db", limits=NO_RATES).start()
        try:
            await conversation(server)
            await server.stop()
        finally:
            if server.process.poll() is None:
                server.kill()
        replay = subprocess.run([program, "replay", f"{folder}/chat.db"], capture_output=True, text=True)
        check(replay.returncode == 0, "the journal leads elsewhere:", replay.stdout, replay.stderr)
    print("the server recovered, and nothing was lost.")


asyncio.run(main(sys.argv[1]))

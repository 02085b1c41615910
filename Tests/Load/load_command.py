#!/usr/bin/python3
"""Has `verbatim load` measure a server that keeps its promises, and small ones that break one each, which it must find.

Usage: load_command.py --server PROGRAM
"""

import argparse
import asyncio
import json
import pathlib
import signal
import socket
import sys
import tempfile
import time

import websockets

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Clients"))
from chat import SUBPROTOCOL, Server, Session, check, expect  # noqa: E402

# How long one run of the program may take, in seconds.
DEADLINE = 60


class Run:
    """What one run of `verbatim load` said, and its figures."""

    def __init__(self, code, output, errors, figures):
        self.code, self.output, self.errors, self.figures = code, output, errors, figures

    def __str__(self):
        return f"exit code {self.code}\n{self.output}{self.errors}"


async def load(program, folder, url, *options, interrupt_at=None):
    """Runs the program. Where `interrupt_at` is a text, it is interrupted once that is on its standard error."""
    report = folder / "load.json"
    report.unlink(missing_ok=True)
    process = await asyncio.create_subprocess_exec(
        program, "load", "--url", url, "--json", str(report), *options,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    errors = []

    async def read_errors():
        async for line in process.stderr:
            errors.append(line.decode())
            if interrupt_at and interrupt_at in errors[-1]:
                process.send_signal(signal.SIGINT)

    try:
        output, _, code = await asyncio.wait_for(
            asyncio.gather(process.stdout.read(), read_errors(), process.wait()), DEADLINE)
    except asyncio.TimeoutError:
        process.kill()
        await process.wait()
        raise AssertionError(f"verbatim load {' '.join(options)} did not end; it said {errors}")
    figures = json.loads(report.read_text()) if report.exists() else None
    return Run(code, output.decode(), "".join(errors), figures)


def passed(run, members):
    """The run went well, and each message came to so many members."""
    check(run.code == 0, run)
    figures = run.figures
    check(figures["passed"] and not figures["errors"] and not any(figures["violations"].values()), run)
    total = figures["total"]
    check(total["sent"] > 0 and total["acknowledged"] == total["sent"], run)
    check(total["delivered"] == total["sent"] * members, "each to", members, run)
    for kind in ("acknowledged", "delivered"):
        latency = figures["latency_ms"][kind]
        check(0 < latency["p50"] <= latency["p90"] <= latency["p99"] <= latency["p99_9"] <= latency["max"], run)
    return figures


# MARK: A server that keeps its promises


async def closed_loop(program, folder, server):
    run = await load(program, folder, server.url, "--register", "--connections", "20", "--senders", "4",
                     "--window", "4", "--duration", "2s", "--warmup", "500ms")
    figures = passed(run, members=20)
    check([step for step in figures["setup"]] == ["connect", "log-in", "join"], figures)
    check(all(step["count"] == 20 for step in figures["setup"].values()), figures)
    check(figures["measured"]["sent"] < figures["total"]["sent"], "the warm-up is not measured", run)
    check("p99.9" in run.output and "Every message came once" in run.output, run)
    check("1 s: sent" in run.errors, "progress", run)


async def open_loop(program, folder, server):
    run = await load(program, folder, server.url, "--register", "--connections", "10", "--senders", "10",
                     "--rooms", "5", "--rate", "200", "--duration", "2s", "--warmup", "0s", "--quiet",
                     "--size", "1000")
    figures = passed(run, members=2)
    check(figures["total"]["sent"] == 400 and figures["unsent"] == 0, run)
    check(figures["latency_ms"]["delivered"]["count"] == 800, "every delivery was timed", run)
    check(run.errors == "", "--quiet", run)


async def guests(program, folder, server):
    tokens = []
    for number in range(3):
        session = await Session.open(server.url)
        ready = expect(await session.ask("register", user=f"speaker-{number}", password="open sesame"), "ready")
        tokens.append(ready["token"])
        await session.close()
    (folder / "tokens").write_text("\n".join(tokens) + "\n")
    options = ["--tokens", str(folder / "tokens"), "--duration", "500ms", "--warmup", "0s", "--room", "stage"]
    run = await load(program, folder, server.url, *options, "--connections", "8", "--senders", "2", "--window", "2")
    figures = passed(run, members=8)
    check(figures["setup"]["join-guests"]["count"] == 5, run)
    run = await load(program, folder, server.url, *options, "--connections", "8", "--senders", "4")
    check(run.code == 2 and "3 tokens for 4 senders" in run.errors, run)


async def interrupted(program, folder, server):
    started = time.monotonic()
    run = await load(program, folder, server.url, "--register", "--connections", "4", "--rate", "50",
                     "--duration", "10m", "--warmup", "0s", interrupt_at="1 s: sent")
    check(time.monotonic() - started < 30, "it went on")
    figures = passed(run, members=4)
    check(figures["interrupted"] and 0.5 < figures["seconds"] < 20, run)


async def limited(program, folder):
    """With its usual limits a server refuses what is too much, and that is told."""
    server = await Server(program, folder / "limited.db").start()
    run = await load(program, folder, server.url, "--register", "--connections", "2", "--rate", "500",
                     "--duration", "500ms", "--warmup", "0s")
    check(run.code == 1 and run.figures["errors"].get("rate_limited", 0) > 0, run)
    check(run.figures["refusals"] == run.figures["errors"]["rate_limited"], run)
    check(not any(run.figures["violations"].values()), "refused messages are not missing", run)
    check("--limits off" in run.output, run)
    # 256 connections may come from one address.
    run = await load(program, folder, server.url, "--register", "--connections", "300", "--quiet")
    check(run.code == 1 and "429" in run.errors and "--limits off" in run.errors, run)
    await server.stop()


async def wrong(program, folder, server):
    for options in (
        [], ["--register", "--tokens", "x"], ["--register", "--rate", "1", "--window", "1"],
        ["--register", "--room", "r", "--rooms", "2"], ["--register", "--size", "10"],
        ["--register", "--senders", "20"], ["--register", "--duration", "soon"], ["--tokens", "/nowhere"],
        ["--register", "--rooms", "11"],
    ):
        run = await load(program, folder, server.url, *options)
        check(run.code == 2 and run.errors, options, run)
    run = await load(program, folder, "wss://localhost:1", "--register")
    check(run.code == 2 and "ws://" in run.errors, run)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        # Bound and not listening: nobody else gets it meanwhile.
        run = await load(program, folder, f"ws://127.0.0.1:{probe.getsockname()[1]}", "--register")
    check(run.code == 4 and "refused" in run.errors, run)
    run = await load(program, folder, "ws://nobody.invalid:80", "--register")
    check(run.code == 4 and "nobody.invalid" in run.errors, run)
    run = await load(program, folder, f"ws://127.0.0.1:{server.port}/nowhere", "--register")
    check(run.code == 4 and "404" in run.errors, run)


# MARK: Servers that break a promise


class SmallServer:
    """As much of a server as a load needs, with one defect. Its JSON has white space, unlike that of ours."""

    def __init__(self, defect):
        self.defect, self.members, self.count, self.kept = defect, [], 0, None

    async def __aenter__(self):
        self.listener = await websockets.serve(
            self.serve, "127.0.0.1", 0, subprotocols=[SUBPROTOCOL], compression=None)
        self.url = f"ws://127.0.0.1:{self.listener.sockets[0].getsockname()[1]}/ws"
        return self

    async def __aexit__(self, *_):
        self.listener.close()
        await self.listener.wait_closed()

    async def serve(self, client):
        await client.send(json.dumps({"type": "hello", "protocol": SUBPROTOCOL, "limits": {}}))
        try:
            async for text in client:
                await self.answer(client, json.loads(text))
        except websockets.ConnectionClosed:
            pass
        finally:
            if client in self.members:
                self.members.remove(client)

    async def answer(self, client, frame):
        if frame["type"] == "register":
            await client.send(json.dumps({"type": "ready", "re": frame["id"], "user": frame["user"]}))
        elif frame["type"] == "join":
            self.members.append(client)
            await client.send(json.dumps({"type": "user_list", "re": frame["id"], "room": frame["room"]}))
        elif frame["type"] == "chat_message":
            self.count += 1
            await self.say(client, frame)

    async def say(self, client, frame):
        nth = self.count == 20
        if nth and self.defect == "stall":
            # Nothing else of this process goes on either, so that everything waits.
            time.sleep(1)
        if nth and self.defect == "refused":
            error = {"type": "error", "re": frame["id"], "code": "forbidden", "message": "No."}
            return await client.send(json.dumps(error))
        if not (nth and self.defect == "unanswered"):
            await client.send(json.dumps({"type": "ack", "re": frame["id"], "room": frame["room"], "seq": self.count}))
        text = json.dumps({"type": "chat_message", "room": frame["room"], "seq": self.count, "user": "somebody",
                           "message": frame["message"]})
        marker = frame["message"][:36]
        for number, member in enumerate(list(self.members)):
            last = number == len(self.members) - 1
            if last and nth and self.defect == "missing":
                continue
            if last and nth and self.defect == "out_of_order":
                self.kept = text
                continue
            await self.send(member, text, fragmented=self.defect == "fragments")
            if last and self.kept:
                await member.send(self.kept)
                self.kept = None
            if last and nth and self.defect == "duplicated":
                await member.send(text)
            if last and nth and self.defect == "unexpected":
                await member.send(text.replace(marker, marker[:14] + "0000ffff" + marker[22:]))
        if nth and self.defect == "cut":
            self.members[-1].transport.abort()

    @staticmethod
    async def send(member, text, fragmented):
        if fragmented:
            await member.send(iter([text[:10], text[10:60], text[60:]]))
            await member.ping()
        else:
            await member.send(text)


async def defects(program, folder):
    always = ["--register", "--connections", "3", "--senders", "1", "--rate", "50", "--warmup", "0s", "--quiet"]
    options = [*always, "--duration", "1s"]
    for defect in ("none", "fragments"):
        async with SmallServer(defect) as server:
            passed(await load(program, folder, server.url, *options), members=3)
    for defect in ("missing", "duplicated", "out_of_order", "unexpected", "unanswered"):
        async with SmallServer(defect) as server:
            run = await load(program, folder, server.url, *options)
            check(run.code == 1 and run.figures["violations"].pop(defect) == 1, defect, run)
            check(not any(run.figures["violations"].values()), "only", defect, run)
            check(f"{defect} 1" in run.output, run)
    async with SmallServer("refused") as server:
        run = await load(program, folder, server.url, *options)
        check(run.code == 1 and run.figures["errors"] == {"forbidden": 1} and run.figures["refusals"] == 1, run)
        check(not any(run.figures["violations"].values()), run)
    async with SmallServer("cut") as server:
        run = await load(program, folder, server.url, *options)
        check(run.code == 1 and run.figures["lost_connections"] == 1, run)
    async with SmallServer("stall") as server:
        # One second of silence at 50 a second: half of the messages should have been sent in it, and waited.
        run = await load(program, folder, server.url, *always, "--duration", "2s")
        latency = passed(run, members=3)["latency_ms"]["delivered"]
        check(latency["p50"] < 500 and latency["p90"] > 500 and latency["max"] > 900, run)


async def run_all(program, folder):
    server = await Server(program, folder / "load.db", options=["--limits", "off"]).start()
    for case in (closed_loop, open_loop, guests, interrupted, wrong):
        await case(program, folder, server)
        print(f"{case.__name__}: as it should be", flush=True)
    await server.stop()
    for case in (limited, defects):
        await case(program, folder)
        print(f"{case.__name__}: as it should be", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the program `verbatim`")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="verbatim-load-") as folder:
        asyncio.run(run_all(arguments.server, pathlib.Path(folder)))


if __name__ == "__main__":
    main()

"""The loads of `bench-server`, by name, and how each is put on a server."""

import json
import subprocess
import sys
from dataclasses import dataclass

from bench.servers import on_processor


@dataclass(frozen=True)
class Load:
    """So many people, of whom some send: with messages under way, or so many a second."""

    members: int
    senders: int
    # Messages of each sender under way; 0 where `rate` says when they are sent.
    window: int = 0
    # Messages a second of all senders together.
    rate: int = 0
    room_each: bool = False
    # Whether the time until a message has come to everybody is taken.
    reach: bool = False
    # How many times as long as the others it is measured.
    stretch: int = 1

    @property
    def under_way(self):
        """Messages of all senders that are under way at any time."""
        return self.senders * self.window


def in_room(*sizes):
    return {"/".join(map(str, size)): Load(*size) for size in sizes}


# Rows with little under way: each message waits for the disk, so that their possible is known.
SMALL = in_room((10, 1, 4), (10, 10, 1), (100, 1, 4), (1000, 4, 4))
# By the name that `--only` and `--cycle` take: members/senders/window, or a word.
ROOMS = SMALL | in_room((100, 100, 1), (1000, 100, 1), (10, 10, 64), (100, 1, 64), (1000, 4, 64))
ALONE = {"alone": Load(100, 100, window=1, room_each=True)}
LATENCY = {"latency": Load(100, 10, rate=500)}
REACH = {f"reach/{members}": Load(members, 1, rate=20, reach=True, stretch=3) for members in (10, 100, 1000, 10_000)}
CONNECTIONS = "connections"
NAMES = [*ROOMS, *ALONE, *LATENCY, *REACH, CONNECTIONS]


class Generator:
    """Runs loads on a processor of its own."""

    def __init__(self, chatload, verbatim, processor, seconds, folder):
        self.chatload, self.verbatim, self.processor = chatload, verbatim, processor
        self.seconds, self.folder = seconds, folder

    def figures(self, server, load):
        """What one run of a load gives."""
        # All have joined by then.
        settle = 1 + load.members / 1000
        result = self.run_chatload(
            server, load.members, load.room_each, "--senders", load.senders, "--settle", settle,
            "--duration", self.seconds * load.stretch, "--window", load.window, "--rate", load.rate,
            *(["--reach"] if load.reach else []))
        figures = {"deliveries_per_s": result["delivered_per_s"], "messages_per_s": result["sent_per_s"]}
        prefix = "reach_" if load.reach else ""
        for name in ("p50_ms", "p99_ms"):
            figures[name] = result[prefix + name]
            if figures[name] < 0:
                sys.exit(f"no message came to everybody in a room of {load.members} at {server.name}")
        return figures

    def connections(self, server, count):
        """How many connections a second log in by a token and join a room; at nchan they have nothing to log in to."""
        if server.name == "nchan":
            result = self.run_chatload(server, count, False, "--senders", 0, "--settle", 0, "--duration", 0)
            return {"connections_per_s": count / max(result["connect_s"], 0.0001)}
        tokens, report = f"{self.folder}/tokens", f"{self.folder}/load.json"
        with open(tokens, "w") as file:
            file.writelines(f"{token}\n" for token in server.tokens(count))
        self.run([self.verbatim, "load", "--quiet", "--url", f"ws://127.0.0.1:{server.port}", "--tokens", tokens,
                  "--connections", count, "--rate", 1, "--warmup", "100ms", "--duration", "100ms", "--json", report])
        with open(report) as file:
            steps = json.load(file)["setup"]
        return {"connections_per_s": count / sum(step["seconds"] for step in steps.values())}

    def run_chatload(self, server, connections, room_each, *options):
        command = [self.chatload, "--port", server.port, "--conns", connections, *options, *server.arguments(room_each)]
        return json.loads(self.run(command))

    def run(self, command):
        result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                                preexec_fn=on_processor(self.processor))
        if result.returncode != 0:
            sys.exit(f"the load failed: {' '.join(str(word) for word in command)}\n{result.stderr}")
        return result.stdout

#!/usr/bin/python3
"""Interrupts what is done for a database, and checks that nothing is lost and that it can be done again.

Usage: rounds.py --server PROGRAM [--rounds N] [--seed N] [--only upgrade,prune,snapshot,backup,rebuild,erase,restore]

Each operation has N rounds, each with a copy of a database that has a past: messages, deleted ones too, accounts, rules
of rooms, and sessions that were cut. The operation is killed at a random instant of its usual time, or the disk is full
at a random point. Prune, backup and erase run on a file or in a server, a snapshot always in a server; it is the server
that is killed then, while twenty clients talk and accounts and rules are made. Afterwards:

- what was there, or was acknowledged meanwhile, is there: messages, accounts, rules, sessions with what they missed;
- what was deleted is deleted;
- `verbatim check` finds the file good, and `verbatim replay` finds it the same;
- an interrupted backup, rebuild or restore leaves no file under the name of its output, or a whole one;
- a server starts on it, the conversation goes on, and the server stops in order;
- the operation done again comes to its end, and leaves nothing behind.

The seed decides what is interrupted and when, but not how the threads of a machine take turns.
"""

import argparse
import asyncio
import collections
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

# This one first: it says where the others are.
import material as past
import live
import offline
from disk import small_disk
from interruption import Round
from promises import COMMAND_SECONDS

NAMES = ["upgrade", "prune", "snapshot", "backup", "rebuild", "erase", "restore"]
# How long one round may take.
ROUND_SECONDS = 600


class Bench:
    """What all rounds share."""

    def __init__(self, program, folder, seed):
        self.program, self.seed = program, seed
        self.material = past.Material(program, folder, seed)
        self.backup = self.material.folder / "backup.db"
        self.seconds = {}

    async def make(self):
        await self.material.make()
        words = [self.program, "backup", "--database", str(self.material.database("stopped")), str(self.backup)]
        subprocess.run(words, check=True, capture_output=True, timeout=COMMAND_SECONDS)

    async def usual(self, kind, measure):
        """How long an operation usually takes, measured when it is first needed."""
        if kind not in self.seconds:
            self.seconds[kind] = await measure(random.Random(f"{self.seed} usual"))
        return self.seconds[kind]


def ignore_unsent(loop, context):
    """The reply to a command that could not even be sent is waited for by nobody."""
    if not isinstance(context.get("exception"), past.Surprise):
        loop.default_exception_handler(context)


async def play(bench, name, disk, seed):
    """One round; returns it for its figures."""
    asyncio.get_running_loop().set_exception_handler(ignore_unsent)
    chance = random.Random(f"{seed} {name}")
    kinds = offline.KINDS.get(name, ()) + live.KINDS.get(name, ())
    kind = kinds[seed // 2 % len(kinds)]
    round = Round(bench, disk, chance, is_kill=seed % 2 == 0)
    module = live if kind in live.KINDS.get(name, ()) else offline
    await asyncio.wait_for(module.play(bench, kind, round), ROUND_SECONDS)
    return round


def run_round(bench, name, seed, totals):
    """Plays a round; where a promise is broken its files are kept, and the program ends."""
    kept = pathlib.Path(tempfile.gettempdir()) / f"verbatim-upkeep-{name}-{seed}"
    shutil.rmtree(kept, ignore_errors=True)
    failure = None
    with small_disk(lambda: kept if failure else None) as disk:
        try:
            round = asyncio.run(play(bench, name, disk, seed))
        except (Exception, KeyboardInterrupt) as error:
            failure = error
    if failure:
        print(f"FAILED: {name}, round with seed {seed}: {type(failure).__name__}: {failure}")
        if not isinstance(failure, past.Surprise):
            traceback.print_exception(failure)
        print(f"the files are in {kept}")
        print(f"again: {sys.argv[0]} --server {bench.program} --only {name} --rounds 1 --seed {seed}")
        sys.exit(1)
    totals.update(
        rounds=1, kills=int(round.is_kill), full_disks=int(not round.is_kill), hits=int(round.is_hit),
        messages=round.promises.messages)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the program `verbatim`")
    parser.add_argument("--rounds", type=int, default=2, help="of each operation; kills and full disks alternate")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", default=",".join(NAMES), help="which operations")
    arguments = parser.parse_args()
    names = arguments.only.split(",")
    if not set(names) <= set(NAMES):
        parser.error(f"--only takes {','.join(NAMES)}")
    # So that what was mounted is taken away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 31) * 2
    print(f"upkeep test: {arguments.rounds} rounds of {', '.join(names)}, seed {seed}", flush=True)
    start, totals = time.monotonic(), collections.Counter()
    with tempfile.TemporaryDirectory(prefix="verbatim-upkeep-") as folder:
        bench = Bench(arguments.server, folder, seed)
        asyncio.run(bench.make())
        for name in names:
            before = totals.copy()
            begin = time.monotonic()
            for number in range(arguments.rounds):
                run_round(bench, name, seed + number, totals)
            done, seconds = totals - before, time.monotonic() - begin
            print(f"{name}: rounds {done['rounds']}, interrupted {done['hits']}, seconds {seconds:.0f}", flush=True)
    print(f"rounds {totals['rounds']}, kills {totals['kills']}, full disks {totals['full_disks']}, "
          f"of both interrupted {totals['hits']}, messages {totals['messages']}, "
          f"seconds {time.monotonic() - start:.0f}. Every promise was kept.")


if __name__ == "__main__":
    main()

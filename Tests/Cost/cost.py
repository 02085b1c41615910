#!/usr/bin/python3
"""Counts what a message costs on five ways through the stack, and compares it with figures.json.

Usage: cost.py [--benchmarks PROGRAM] [--only WAY]... [--write]

The unit is instructions, which valgrind counts, so that neither the clock nor other programs matter. Each way runs
twice, with few messages and with many; the difference of the counts, divided by the difference of the messages, is the
cost of one without what comes before it. `host allocations` is counted alike: calls of malloc and its kind.

A figure that is off by more than 5 % fails, in either direction: figures.json has to stay true to find the next
regression. On another architecture than that of the figures nothing is counted.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIGURES = Path(__file__).resolve().parent / "figures.json"
TOLERANCE = 0.05
TIMEOUT = 120
# What the store indexes at once; with as many messages between the two runs, each has its share of exactly one portion.
PORTION = 1024
# For each figure: the way, the tool, how many messages there are in the two runs, and what has to come of each message.
FIGURE_KINDS = {
    "engine": ("engine", "callgrind", 320, 320 + PORTION, 100),
    "frames": ("frames", "callgrind", 320, 320 + PORTION, 2),
    "store": ("store", "callgrind", 320, 320 + PORTION, 1),
    "host": ("host", "callgrind", 320, 320 + PORTION, 11),
    "history": ("history", "callgrind", 32, 96, 50),
    "host allocations": ("host", "memcheck", 320, 320 + PORTION, 11),
}
UNITS = {"callgrind": "instructions", "memcheck": "allocations"}
# What makes a run the same as the last one: nothing of the caller's environment, no random hashing, one thread for tasks.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC",
    "SWIFT_DETERMINISTIC_HASHING": "1", "LIBDISPATCH_COOPERATIVE_POOL_STRICT": "1",
}

# What is to be done about a figure.
NEW = "New figures: run `Tests/Cost/cost.py --write` and commit Tests/Cost/figures.json."
DEARER = """A message costs more than it did. Find out why: count before and after the change with
  SWIFT_DETERMINISTIC_HASHING=1 valgrind --tool=callgrind .build/release/Benchmarks count WAY 1344
and compare what callgrind_annotate says. If it is meant, run `Tests/Cost/cost.py --write` and commit
Tests/Cost/figures.json."""
CHEAPER = """A message costs less than it did. Run `Tests/Cost/cost.py --write` and commit Tests/Cost/figures.json, so that
it stays so."""


class Trouble(Exception):
    """Nothing could be counted."""


def fixed_addresses():
    """The words before a command that runs it without random addresses, or none where the system forbids that."""
    words = ["setarch", "-R"]
    try:
        allowed = subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    return words if allowed else []


def tool_words(tool, folder):
    if tool == "callgrind":
        return ["--tool=callgrind", "--dump-instr=no", f"--callgrind-out-file={folder}/callgrind.out"]
    return ["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"]


def total(tool, folder, said):
    """The count of a run, from callgrind's file or from what memcheck says."""
    if tool == "callgrind":
        out = Path(folder) / "callgrind.out"
        text = out.read_text(errors="replace") if out.exists() else ""
        found = re.search(r"^(?:totals|summary): *(\d+)", text, re.MULTILINE)
    else:
        found = re.search(r"total heap usage: ([\d,]+) allocs", said)
    if not found:
        raise Trouble(f"{tool} told no count; it said:\n{said.strip()[-2000:]}")
    return int(found[1].replace(",", ""))


def counted(program, valgrind, way, tool, messages, each):
    """How much a run with so many messages takes from its start to its end."""
    environment = dict(ENVIRONMENT)
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    work = [str(program), "count", way, str(messages)]
    with tempfile.TemporaryDirectory() as folder:
        command = [*valgrind, *tool_words(tool, folder), *work]
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
            )
        except subprocess.TimeoutExpired:
            raise Trouble(f"no count within {TIMEOUT} s: {' '.join(work)}") from None
        if done.returncode != 0:
            raise Trouble(f"exit code {done.returncode} of {' '.join(work)}:\n{done.stderr.strip()[-2000:]}")
        if done.stdout.strip() != str(messages * each):
            raise Trouble(
                f"{' '.join(work)} printed {done.stdout.strip()!r}; {messages * each} was expected. If the work of "
                "this way was changed on purpose, change FIGURE_KINDS in cost.py too."
            )
        return total(tool, folder, done.stderr)


def measured(program, names):
    """The figures of these names: what one message takes."""
    valgrind = [*fixed_addresses(), shutil.which("valgrind")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {}
        for name in names:
            way, tool, few, many, each = FIGURE_KINDS[name]
            runs[name] = [pool.submit(counted, program, valgrind, way, tool, n, each) for n in (few, many)]
        figures = {}
        for name, (short, long) in runs.items():
            _, tool, few, many, _ = FIGURE_KINDS[name]
            cost = (long.result() - short.result()) / (many - few)
            # A few allocations more are told from none by their share of one.
            figures[name] = round(cost) if tool == "callgrind" else round(cost, 1)
        return figures


def first_match(command, pattern):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "unknown"
    found = re.search(pattern, done.stdout + done.stderr)
    return found[1] if found else "unknown"


def surroundings():
    """What figures depend on beside the program's text."""
    return {
        "architecture": platform.machine(),
        "swift": first_match(["swift", "--version"], r"Swift version (\S+)"),
        "valgrind": first_match(["valgrind", "--version"], r"valgrind-(\S+)"),
    }


def verdict(name, figure, cost):
    """What is to be done about a figure, or None where it is as it should be, and a line that tells the two."""
    way, tool, *_ = FIGURE_KINDS[name]
    unit = f"{UNITS[tool]} a {'page' if way == 'history' else 'message'}"
    if not figure:
        return NEW, f"{name}: {cost:,} {unit}, and figures.json has no figure"
    share = cost / figure - 1
    line = f"{name}: {cost:,} {unit}, {abs(share):.1%} {'less' if share < 0 else 'more'} than {figure:,}"
    if abs(share) <= TOLERANCE:
        return None, line
    return (DEARER if share > 0 else CHEAPER), line


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--benchmarks", type=Path, default=ROOT / ".build/release/Benchmarks", metavar="PROGRAM")
    parser.add_argument("--only", action="append", choices=list(FIGURE_KINDS), metavar="WAY", help="one figure, by name")
    parser.add_argument("--write", action="store_true", help="write figures.json instead of comparing with it")
    arguments = parser.parse_args()
    if arguments.write and arguments.only:
        parser.error("--write counts everything, so that all figures are of one build; leave --only out")
    program = arguments.benchmarks.resolve()
    here = surroundings()
    known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    theirs = {key: known.get(key) or value for key, value in here.items()}
    if not arguments.write and theirs["architecture"] != here["architecture"]:
        print(f"The figures are of {theirs['architecture']}, and this is {here['architecture']}: nothing was counted.")
        return 0
    if not shutil.which("valgrind"):
        raise Trouble("valgrind is not installed; Debian has it in the package of this name")
    if not os.access(program, os.X_OK):
        raise Trouble(f"{program} is missing; `swift build -c release --product Benchmarks` makes it")

    costs = measured(program, arguments.only or FIGURE_KINDS)
    if arguments.write:
        FIGURES.write_text(json.dumps({**here, "figures": costs}, indent=2) + "\n")
        print(FIGURES.read_text(), end="")
        return 0
    remedies = []
    for name, cost in costs.items():
        remedy, line = verdict(name, known.get("figures", {}).get(name), cost)
        print(f"{'FAIL' if remedy else 'ok  '} {line}")
        if remedy and remedy not in remedies:
            remedies.append(remedy)
    for remedy in remedies:
        print(f"\n{remedy}")
    if remedies and theirs != here:
        print("\nThe tools differ, which may be why: " + ", ".join(
            f"{key} {theirs[key]} for the figures and {here[key]} here" for key in here if theirs[key] != here[key]
        ) + ".")
    return 1 if remedies else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(f"cost.py: {trouble}", file=sys.stderr)
        sys.exit(2)

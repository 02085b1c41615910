#!/usr/bin/python3
"""Grades the conformance suite: puts it before servers with one planted defect each, and has it find every one.

A defect is found where a check is red that covers the clause which the defect offends against, and that is green before the
server without a defect. Docs/grading.md is the table of what found what; a survivor, or a table that says something else, fails.

Usage: grade.py --verbatim PATH --faulty PATH [--only CLAUSE]... [--sample N [--seed TEXT]] [--write]

A sample of N is each N-th defect, and another one for each commit; the table is compared for all.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "Docs" / "grading.md"
HEAD = """# What the suite finds

`verbatim conform` is graded by servers that are wrong on purpose: `Tests/FaultyServer` has a planted defect for each clause that binds
servers, one at a time, and of those that a bad network would have. This table is made by `make grade`, which fails where a defect is not found by a check that covers its clause.

"""
TIMEOUT = 120
# What a bad network is found by, since it offends against no clause of its own.
NETWORK = ["--clause", "MSG", "--clause", "PM"]


class Trouble(Exception):
    """The suite did not come to a verdict."""


def conform(verbatim, faulty, defect, selection, jobs=1, timeout=TIMEOUT):
    """Runs the suite on the faulty server, and gives the verdicts of the checks that cover the clause, by their names."""
    wrong = f" --defect {defect}" if defect else ""
    command = (
        f"{faulty} --port {{port}} --database {{folder}}/chat.db --clock virtual"
        f" --admin-token-file {{token}}{wrong} {{limits}}"
    )
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = [verbatim, "conform", "--quiet", "--jobs", str(jobs), "--deadline", "5", "--spawn", command, "--json", report]
        try:
            done = subprocess.run(
                [*words, *selection], capture_output=True, text=True, timeout=timeout, check=False
            )
        except subprocess.TimeoutExpired:
            raise Trouble(f"no verdict within {timeout} s") from None
        if not report.exists():
            raise Trouble(f"exit code {done.returncode}: {(done.stderr or done.stdout).strip()[-300:]}")
        return {result["name"]: result["verdict"] for result in json.loads(report.read_text())["results"]}


def found_by(verdicts):
    # What offends against a MAY is a warning.
    return sorted(name for name, verdict in verdicts.items() if verdict in ("failed", "warned", "untestable"))


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def row(defect, checks):
    """A line of the table: the clause, what is wrong, and the checks that show it, three of them by name."""
    named = ", ".join(f"`{cell(check)}`" for check in checks[:3])
    more = f" and {len(checks) - 3} more" if len(checks) > 3 else ""
    return f"| {defect['id']} | {cell(defect['defect'])} | {named}{more} |\n"


def shown(text):
    """What the table says: for each defect its sentence, and the checks that it names."""
    rows = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    return {row[0]: (row[1], set(re.findall(r"`([^`]*)`", row[2]))) for row in rows if row[0] != "---"}


def differences(defects, graded, text):
    """What the table says that is not so, or does not say: of all defects, and of what found those that were graded."""
    table = shown(text)
    for gone in sorted(table.keys() - {defect["id"] for defect in defects}):
        yield f"{gone} is in the table, and no defect"
    for defect in defects:
        if table.get(defect["id"], ("", set()))[0] != cell(defect["defect"]):
            yield f"{defect['id']} is not in the table as it is"
    for defect, checks in graded:
        if not table.get(defect["id"], ("", set()))[1] & {cell(check) for check in checks}:
            yield f"{defect['id']} is found by none of the checks that the table names"


def sample(defects, every, seed):
    """One defect of so many, chosen by their names and the seed, so that it does not matter which others there are."""
    return [defect for defect in defects if zlib.crc32(f"{seed} {defect['id']}".encode()) % every == 0]


def commit():
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=TABLE.parent, capture_output=True, text=True, check=False)
    return done.stdout.strip()[:12] or "no commit"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--verbatim", required=True)
    parser.add_argument("--faulty", required=True)
    parser.add_argument("--only", action="append", default=[], help="only defects of this clause")
    parser.add_argument("--sample", type=int, default=1, help="grade one of so many defects")
    parser.add_argument("--seed", default=commit(), help="which sample; by default the commit")
    parser.add_argument("--write", action="store_true", help="write the table")
    arguments = parser.parse_args()
    if arguments.write and (arguments.sample != 1 or arguments.only):
        parser.error("--write writes the whole table; leave out --sample and --only")
    verbatim, faulty = (os.path.abspath(path) for path in (arguments.verbatim, arguments.faulty))

    listed = subprocess.run([faulty, "--list", "--json"], capture_output=True, text=True, check=True)
    defects = [d for d in json.loads(listed.stdout) if not arguments.only or d.get("clause") in arguments.only]
    chosen = sample(defects, arguments.sample, arguments.seed)
    selection = [word for clause in arguments.only for word in ("--clause", clause)]
    wrong_when_right = set(found_by(conform(verbatim, faulty, None, selection, jobs=4, timeout=600)))
    problems = [f"{name} is red without a defect" for name in sorted(wrong_when_right)]

    def grade(defect):
        clause = defect.get("clause")
        outcome = []
        # A machine under load can keep a fault from showing, and a survivor is worth a second look.
        for _ in range(2):
            try:
                verdicts = conform(verbatim, faulty, defect["id"], ["--clause", clause] if clause else NETWORK)
                outcome = [name for name in found_by(verdicts) if name not in wrong_when_right]
            except Trouble as trouble:
                outcome = trouble
            if isinstance(outcome, list) and outcome:
                break
        return outcome

    graded = []
    with ThreadPoolExecutor(max_workers=2 * (os.cpu_count() or 2)) as pool:
        for defect, checks in zip(chosen, pool.map(grade, chosen)):
            if isinstance(checks, Trouble):
                problems.append(f"{defect['id']}: {checks}")
            elif not checks:
                problems.append(f"{defect['id']} survives: {defect['defect']}")
            else:
                graded.append((defect, checks))

    if arguments.write:
        head = "| defect | what the server does wrong | the checks that find it |\n| --- | --- | --- |\n"
        TABLE.write_text(HEAD + head + "".join(row(defect, checks) for defect, checks in graded))
    elif not arguments.only and not problems:
        problems += [f"{TABLE.name}: {difference}; make grade WRITE=1 writes it" for difference in differences(defects, graded, TABLE.read_text())]
    for problem in problems:
        print(problem)
    rest = f", a sample of {len(defects)} by --seed {arguments.seed}" if len(chosen) < len(defects) else ""
    print(f"{len(graded)} of {len(chosen)} defects found{rest}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

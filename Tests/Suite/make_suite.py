#!/usr/bin/python3
"""Writes a suite of scenarios of which some fail in known ways; the same numbers give the same files.

Usage: make_suite.py FOLDER [--scenarios 1000] [--failures 100]

Every scenario counts once, each row of `cases:` too. `plan.json` in the folder says of each result, in the order of a run, its name, its
verdict, its tags, and for a failure its kind.
"""

import argparse
import json
import pathlib

import conversations
import failures

def tags(number, folder):
    """The tags of a file: its folder, and some that go across."""
    across = [word for word, every in [("smoke", 7), ("slow", 5), ("nightly", 3)] if number % every == 0]
    return " ".join([folder, *across])


class Suite:
    """The files of a suite, and what will come of them."""

    def __init__(self):
        self.files = dict(conversations.SETUP)
        self.plan = []

    def add(self, path, lines, words, kind=None, cases=(), failing_case=None):
        """Adds a file; of one with cases only the failing one fails."""
        self.files[path] = "\n".join(lines) + "\n"
        for case in cases or [None]:
            own = kind if failing_case in (None, case) else None
            verdict = failures.EXPECTED[own][0] if own else "passed"
            self.plan.append({
                "name": f"{path} [{case}]" if case else path, "verdict": verdict, "kind": own,
                "tags": words.split()})

    def write(self, folder):
        for path, text in self.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        # A run takes the files in the order of their names, and the cases of a file in the order of its rows.
        self.plan.sort(key=lambda each: each["name"].split(" [")[0].encode())
        (folder / "plan.json").write_text(json.dumps(self.plan, indent=1) + "\n", encoding="utf-8")


def make(scenarios, failing):
    """A suite of so many scenarios, of which so many fail."""
    if failing > scenarios // 2:
        raise SystemExit("make_suite: at most half of the scenarios can fail")
    suite = Suite()
    # Those that fail stand among the others, as they do.
    every = scenarios // failing if failing else scenarios + 1
    number = failed = 0
    while len(suite.plan) < scenarios:
        number += 1
        talk = conversations.Talk(number)
        left = scenarios - len(suite.plan)
        has_place_for_rows = left - conversations.ROWS >= failing - failed
        if failed < failing and (len(suite.plan) >= failed * every or left <= failing - failed):
            kind = failures.KINDS[failed % len(failures.KINDS)]
            suite.add(f"chat/{number:04}_{kind.__name__}.chat", kind(talk), "chat broken", kind.__name__)
            failed += 1
        elif number % 10 == 0 and has_place_for_rows:
            words = tags(number, "lines")
            # One row in some of these files fails.
            row = 2 if number % 100 == 0 and failed < failing else None
            lines, cases = conversations.nonsense(talk, words, row)
            suite.add(
                f"lines/{number:04}_nonsense.chat", lines, words, "row" if row else None, cases, cases[row] if row else None)
            failed += row is not None
        else:
            folder, kind = conversations.KINDS[number % len(conversations.KINDS)]
            words = tags(number, folder)
            suite.add(f"{folder}/{number:04}_{kind.__name__}.chat", kind(talk, words), words)
    return suite


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--scenarios", type=int, default=1000)
    parser.add_argument("--failures", type=int, default=100)
    arguments = parser.parse_args()
    make(arguments.scenarios, arguments.failures).write(arguments.folder)


if __name__ == "__main__":
    main()
